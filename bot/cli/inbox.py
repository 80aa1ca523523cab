"""``setupbot inbox``: the questions that went unanswered, and taking them off the list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from bot.cli.session import lang_option, own_language, team_option

if TYPE_CHECKING:  # loads what --help does not need
    from bot.cli.upkeep import Office
    from bot.words.worklist import WorklistWords
    from bot.worklist.model import WorklistGroup, WorklistPage

ALL_GROUPS = 1_000_000


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--all", "everything", is_flag=True, help="Also what is done with.")
@team_option
@lang_option
@click.pass_context
def inbox(ctx: click.Context, as_json: bool, everything: bool, team: str, lang: str | None) -> None:
    """Show the questions that went unanswered, grouped by likeness."""
    if ctx.invoked_subcommand is not None:
        return
    from bot.cli.upkeep import in_office
    from bot.rendering.worklist_slack import said_of
    from bot.words import words_in

    language = own_language(lang)

    async def work(office: Office) -> WorklistPage:
        return await office.worklist.page(office.team, language, most_groups=ALL_GROUPS, settled=everything)

    page = in_office(work, team)
    if as_json:
        shown: dict[str, Any] = {"total": page.total, "groups": [as_dict(group) for group in page.groups]}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    words = words_in(language).worklist
    if not page.groups:
        click.echo(words.empty)
        return
    click.echo(words.total.format(total=page.total, groups=page.all_groups))
    for group in page.groups:
        click.echo(f"\n{group.ref}  ({group.count})  {one_line(group.text)}")
        click.echo(f"          {_why(group, words)}")
        if served := said_of(group.last_served, words):
            click.echo(f"          {served}")
        near = ", ".join(f"{one.title} [{one.entry}]" for one in group.nearest)
        if not group.is_check:
            click.echo(f"          {words.nearest}: {near}" if near else f"          {words.nothing_near}")


@inbox.command()
@click.argument("ref", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@team_option
@lang_option
def show(ref: str, as_json: bool, team: str, lang: str | None) -> None:
    """Show every question of the group ID."""
    from bot.cli.upkeep import in_office
    from bot.rendering.worklist_slack import said_of
    from bot.words import words_in

    language = own_language(lang)

    async def work(office: Office) -> WorklistGroup:
        return await office.worklist.group(office.team, ref, language)

    group = in_office(work, team)
    if as_json:
        click.echo(json.dumps(as_dict(group), ensure_ascii=False, indent=2))
        return
    words = words_in(language).worklist
    for item, served in zip(group.items, group.served, strict=True):
        who = words.asked_by.format(user=item.asker) if item.asker else words.in_private
        click.echo(f"{item.ref}  {item.asked_at:%Y-%m-%d %H:%M}  {one_line(item.text)}")
        click.echo(f"          {', '.join(map(words.why, item.whys))} · {who}")
        if said := said_of(served, words):
            click.echo(f"          {said}")
        for note in item.notes:
            if note.detail or note.words:
                click.echo(f"          {words.reason(note.detail)}: {one_line(note.words)}")


@inbox.command()
@click.argument("ref", metavar="ID")
@team_option
def dismiss(ref: str, team: str) -> None:
    """Take the group ID off the list: not ours to answer."""
    from bot.cli.upkeep import in_office

    async def work(office: Office) -> int:
        group = await office.worklist.group(office.team, ref, "en")
        return await office.worklist.dismiss(group.question_ids, office.who)

    click.echo(f"Dismissed: {in_office(work, team)}")


def as_dict(group: WorklistGroup) -> dict[str, Any]:
    """A group as ``--json`` prints it; whoever asked in private is null."""
    return {
        "id": group.ref,
        "count": group.count,
        "why": dict(group.tally()),
        "oldest": group.oldest.isoformat(),
        "newest": group.newest.isoformat(),
        "nearest": [{"entry": one.entry, "title": one.title, "score": one.score} for one in group.nearest],
        "questions": [
            {
                "id": item.ref,
                "text": item.text,
                "asked_at": item.asked_at.isoformat(),
                "asker": item.asker,
                "channel": item.channel,
                "entry": item.entry,
                "answered_with": served.title or None,
                "machine": served.machine or None,
                "score": served.score,
                "why": list(item.whys),
                "open": item.is_open,
                "notes": [
                    {"why": note.why, "reason": note.detail, "words": note.words, "settled": note.settled}
                    for note in item.notes
                ],
            }
            for item, served in zip(group.items, group.served, strict=True)
        ],
    }


def one_line(text: str) -> str:
    """What a person typed, on one line and without what moves a terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _why(group: WorklistGroup, words: WorklistWords) -> str:
    return ", ".join(f"{words.why(why)} ({count})" for why, count in group.tally())
