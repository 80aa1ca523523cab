"""``setupbot check``: what is wrong with Docker on a host. Exit 0 healthy, 1 findings, 2 could not look."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, BinaryIO

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
    from collections.abc import Callable

    from bot.cli.operator import Operator
    from bot.hosts.model import CheckState
    from bot.knowledge.model import Language
    from bot.reporting.model import Notice, ShownReport

EXIT_FINDINGS = 1
EXIT_COULD_NOT_LOOK = 2
OBSERVATION_BYTES = 1_000_000


@click.command()
@click.argument("host", required=False)
@click.option("--local", is_flag=True, help="Look at this machine, with the agent; needs no server.")
@click.option("--observation", type=click.File("rb"), help="Judge what an agent printed with `once --json`.")
@click.option(
    "--level",
    type=click.Choice(["files", "docker", "active"]),
    default="docker",
    help="With --local: how much to look at.",
)
@click.option("--user", default="", metavar="NAME", help="The system user whose access is meant.")
@click.option(
    "--agent", type=click.Path(exists=True, dir_okay=False), help="With --local: another setupbot-agent.pyz."
)
@team_option
@click.option("--all", "every", is_flag=True, help="List every check.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@lang_option
@colour_option
@click.pass_context
def check(
    ctx: click.Context,
    host: str | None,
    local: bool,
    observation: BinaryIO | None,
    level: str,
    user: str,
    agent: str | None,
    team: str,
    every: bool,
    as_json: bool,
    lang: str | None,
    no_colour: bool,
) -> None:
    """See what is wrong with Docker on HOST, and what mends it.

    \b
    setupbot check web-1
    setupbot check --local
    python3 setupbot-agent.pyz once --json | setupbot check --observation -
    """
    if sum((bool(host), local, observation is not None)) != 1:
        raise click.UsageError("Give a HOST, --local or --observation FILE.")
    language = own_language(lang)
    show = Shown(every, as_json, wants_colour(no_colour))
    if host:
        from bot.cli.operator import run

        named = host
        ctx.exit(run(lambda operator: _of_host(operator, named, user, show), team=team, language=language))
    from bot.cli.observing import observe_here, read_observed
    from bot.words import words_in

    judged = _ready_to_judge()  # while the agent at the other end of a pipe still looks
    if observation:
        sent, name = read_observed(observation.read(OBSERVATION_BYTES + 1), OBSERVATION_BYTES), ""
    else:
        import platform

        sent, name = observe_here(level, user, agent), platform.node()
    ctx.exit(show.report(judged(sent, language, name or words_in(language).terminal.this_machine), "done"))


class Shown:
    """How results are printed, and the exit code that goes with each."""

    def __init__(self, every: bool, as_json: bool, colour: bool) -> None:
        self._every, self._as_json, self._colour = every, as_json, colour

    def report(self, report: ShownReport, state: str, notice: Notice | None = None) -> int:
        """A Report; ``state`` tells whether it is fresh, and ``notice`` why not."""
        if self._as_json:
            from bot.rendering.report_json import report_as_dict

            self._print_json({**report_as_dict(report), "state": state})
        else:
            from bot.rendering.report_terminal import render_report_terminal

            if notice:
                self._print_notice(notice)
                click.echo()
            text = render_report_terminal(
                report, width=terminal_width(), colour=self._colour, every=self._every
            )
            click.echo(text, nl=False, color=self._colour)
        if state != "done" or report.mood == "blind":
            return EXIT_COULD_NOT_LOOK
        return EXIT_FINDINGS if report.mood == "broken" else 0

    def nothing(self, host: str, state: str, notice: Notice) -> int:
        """There is no Report."""
        from bot.rendering.markup import plain

        if self._as_json:
            says = " ".join(plain(says) for says in notice.says)
            self._print_json({"host": host, "outcome": None, "state": state, "says": says})
        else:
            self._print_notice(notice)
        return EXIT_COULD_NOT_LOOK

    def _print_notice(self, notice: Notice) -> None:
        from bot.rendering.notice_terminal import render_notice_terminal

        click.echo(render_notice_terminal(notice, width=terminal_width(), colour=self._colour), nl=False)

    def _print_json(self, shown: dict[str, Any]) -> None:
        from bot.text.unseen import as_json

        click.echo(as_json(shown))


async def _of_host(operator: Operator, host: str, user: str, show: Shown) -> int:
    from uuid import uuid4

    from bot.conversations.hosts.checking import problem_with
    from bot.hosts.model import CheckRequest
    from bot.reporting.model import Notice
    from bot.words import Name, words_in

    request = CheckRequest(question_id=uuid4(), asker=operator.asker, host_name=host, user=user or None)
    state: CheckState | None = await operator.checks.request(request)
    if state and state.status == "waiting":
        if sys.stderr.isatty():
            looking = words_in(operator.language).checking.looking.format(host=Name(state.host_name))
            click.echo(looking.replace("**", ""), err=True)
        state = await operator.checks.wait(state.question_id, state.host_name, operator.asker)
    if state is None:
        raise LookupError("the check that was just asked for is not there")
    says = () if state.status == "done" else problem_with(state, operator.language, operator.public_url)
    notice = Notice(language=operator.language, says=says)
    if state.observation is None or state.status == "unknown":
        return show.nothing(state.host_name, state.status, notice)
    before = state.before if state.status == "done" else None
    report = await operator.reports.shown(state.observation, operator.language, state.host_name, before)
    return show.report(report, state.status, notice if says else None)


def _ready_to_judge() -> Callable[[dict[str, Any], Language, str], ShownReport]:
    """What makes a Report, in a language and on a host of that name, of what an agent printed."""
    from datetime import UTC, datetime

    from bot.checks.judging import judge
    from bot.checks.observation import read_observation
    from bot.checks.tables import tables_of
    from bot.cli.session import open_knowledge
    from bot.errors import BotError
    from bot.reporting.compose import compose_report

    knowledge = open_knowledge()

    def judged(sent: dict[str, Any], language: Language, host: str) -> ShownReport:
        try:
            seen = read_observation(sent)
        except ValueError as fault:
            raise BotError("This is not what an agent prints with `once --json`.") from fault
        now = datetime.now(UTC)
        report = judge(seen, tuple(knowledge.checks.values()), tables_of(knowledge, now.date()))
        return compose_report(report, seen, knowledge, language, host=host, now=now)

    return judged
