"""``setupbot hosts``: the hosts that joined, for whoever runs the bot. Everything is audited."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot.cli.session import (
    colour_option,
    lang_option,
    own_language,
    team_option,
    terminal_width,
    wants_colour,
)

if TYPE_CHECKING:  # all of it loads what --help does not need
    from bot.cli.operator import Operator
    from bot.conversations.hosts.intents import Verb
    from bot.hosts.model import HostView, Subject
    from bot.reporting.model import Notice

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")
EXIT_NOT_DONE = 1


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def hosts() -> None:
    """List, add, allow and end the hosts that are checked."""


def common(command: F) -> F:
    """Adds ``--team``, ``--lang`` and ``--no-colour``."""
    return team_option(lang_option(colour_option(command)))


@hosts.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@common
def list_hosts(as_json: bool, team: str, lang: str | None, no_colour: bool) -> None:
    """All hosts, with how each was last seen."""
    if as_json:
        views = _run(lambda operator: operator.hosts.listed(operator.asker), team, lang)
        click.echo(json.dumps([_as_dict(view) for view in views], indent=2))
        return
    _tell(lambda operator: operator.managing.listed(operator.turn), team, lang, no_colour)


@hosts.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@common
def show(name: str, as_json: bool, team: str, lang: str | None, no_colour: bool) -> None:
    """One host: whose it is, who may check it, and its last Report."""
    from bot.conversations.hosts.telling import described
    from bot.hosts.model import folded_name

    async def work(operator: Operator) -> tuple[HostView | None, Notice | None]:
        views = await operator.hosts.listed(operator.asker)
        view = next((one for one in views if one.host.name == folded_name(name)), None)
        return view, described(view, operator.turn) if view else None

    view, notice = _run(work, team, lang)
    if view is None or notice is None:
        raise click.ClickException(f"No host is called {name!r}. See: setupbot hosts list")
    if as_json:
        click.echo(json.dumps(_as_dict(view), indent=2))
    else:
        _print(notice, no_colour)


@hosts.command()
@click.argument("name")
@click.option("--owner", required=True, metavar="U0123", help="The Slack id of the person whose host it is.")
@common
def add(name: str, owner: str, team: str, lang: str | None, no_colour: bool) -> None:
    """A one-time code for a new host, and what to run there with it."""
    _tell(lambda operator: operator.managing.add(operator.turn, name, owner), team, lang, no_colour)


@hosts.command()
@click.argument("name")
@click.argument("subjects", nargs=-1, required=True, metavar="SUBJECT...")
@common
def allow(name: str, subjects: tuple[str, ...], team: str, lang: str | None, no_colour: bool) -> None:
    """Let others check NAME: U0123, S0123 (a user group), C0123 (a channel), everyone, maintainers."""
    _change("allow", name, subjects, (team, lang, no_colour))


@hosts.command()
@click.argument("name")
@click.argument("subjects", nargs=-1, required=True, metavar="SUBJECT...")
@common
def disallow(name: str, subjects: tuple[str, ...], team: str, lang: str | None, no_colour: bool) -> None:
    """Take that back."""
    _change("disallow", name, subjects, (team, lang, no_colour))


@hosts.command()
@click.argument("name")
@common
def revoke(name: str, team: str, lang: str | None, no_colour: bool) -> None:
    """End NAME's enrolment: its agent deletes its key and stops."""
    _end("revoke", name, (team, lang, no_colour))


@hosts.command()
@click.argument("name")
@common
def remove(name: str, team: str, lang: str | None, no_colour: bool) -> None:
    """Revoke NAME and take it off every list."""
    _end("remove", name, (team, lang, no_colour))


@hosts.command()
@click.argument("name", required=False, default="")
@click.option("-n", "--lines", type=click.IntRange(1, 1000), default=50, help="How many, the newest first.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@common
def log(name: str, lines: int, as_json: bool, team: str, lang: str | None, no_colour: bool) -> None:
    """Who asked what, when, and whether they might."""
    if not as_json:
        _tell(lambda operator: operator.managing.log(operator.turn, name, lines), team, lang, no_colour)
        return
    rows = _run(lambda operator: operator.hosts.log(operator.asker, name or None, limit=lines), team, lang)
    if not isinstance(rows, list | tuple):
        raise click.ClickException(f"No host is called {name!r}. See: setupbot hosts list")
    told = [
        {
            "at": row.at.isoformat() if row.at else None,
            "asker": row.asker,
            "action": row.action,
            "allowed": row.allowed,
            "host": row.host_name,
            "channel": row.channel,
            "detail": row.detail,
        }
        for row in rows
    ]
    click.echo(json.dumps(told, indent=2))


Usual = tuple[str, str | None, bool]


def _change(verb: Verb, name: str, words: tuple[str, ...], usual: Usual) -> None:
    from bot.conversations.hosts.intents import Intent
    from bot.hosts.permissions import is_subject

    subjects = tuple(_subject(word) for word in words)
    wrong = " ".join(word for word, one in zip(words, subjects, strict=True) if not is_subject(one))
    intent = Intent(verb=verb, name=name, subjects=subjects, wrong=wrong)
    _tell(lambda operator: operator.managing.allow(operator.turn, intent), *usual)


def _subject(word: str) -> Subject:
    from bot.hosts.model import Subject

    if word in ("everyone", "maintainers"):
        return Subject(kind="everyone" if word == "everyone" else "maintainers")
    if word.startswith("S"):
        return Subject(kind="group", id=word)
    return Subject(kind="channel" if word[:1] in ("C", "G") else "person", id=word)


def _end(verb: str, name: str, usual: Usual) -> None:
    _tell(lambda operator: operator.managing.ended(operator.turn, verb, name), *usual)


def _run(work: Callable[[Operator], Coroutine[Any, Any, T]], team: str, lang: str | None) -> T:
    from bot.cli.operator import run

    return run(work, team=team, language=own_language(lang))


def _tell(
    work: Callable[[Operator], Coroutine[Any, Any, Notice]], team: str, lang: str | None, no_colour: bool
) -> None:
    """Says what came of it; exit 1 where it was not done."""
    notice = _run(work, team, lang)
    _print(notice, no_colour)
    if not notice.is_done:
        click.get_current_context().exit(EXIT_NOT_DONE)


def _print(notice: Notice, no_colour: bool) -> None:
    from bot.rendering.notice_terminal import render_notice_terminal

    shown = render_notice_terminal(notice, width=terminal_width(), colour=wants_colour(no_colour))
    click.echo(shown, nl=False)


def _as_dict(view: HostView) -> dict[str, Any]:
    host = view.host
    return {
        "id": str(host.id),
        "name": host.name,
        "owner": host.owner,
        "state": host.state,
        "online": host.is_online,
        "hostname": host.hostname,
        "agent": host.agent_version,
        "enrolled_at": host.enrolled_at.isoformat(),
        "seen_at": host.seen_at.isoformat() if host.seen_at else None,
        "observed_at": view.observed_at.isoformat() if view.observed_at else None,
        "allowed": sorted(f"{subject.kind}:{subject.id}".rstrip(":") for subject in view.subjects),
    }
