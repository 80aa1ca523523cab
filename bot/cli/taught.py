"""``setupbot kb taught``, ``forget`` and ``export``: what maintainers taught in Slack, over the knowledge files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.inbox import one_line

if TYPE_CHECKING:  # loads what --help does not need
    from bot.storage.teaching import SqlTeaching
    from bot.teaching.model import Lesson, TaughtLesson

EXIT_NOT_DONE = 1


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def taught(as_json: bool) -> None:
    """List what was taught in Slack and does not stand in the files yet."""
    from bot.cli.upkeep import with_taught

    async def work(kept: SqlTeaching) -> list[TaughtLesson]:
        return list(await kept.standing())

    lessons = with_taught(work)
    if as_json:
        rows = [
            {
                "id": one.ref,
                "kind": one.lesson.kind,
                "entry": one.lesson.entry or None,
                "line": one.lesson.line or None,
                "language": one.lesson.language,
                "taught_by": one.taught_by,
                "taught_at": one.taught_at.isoformat(),
            }
            for one in lessons
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for one in lessons:
        click.echo(f"{one.ref}  {one.taught_at:%Y-%m-%d %H:%M}  {one.taught_by}  {_named(one.lesson)}")


@click.command()
@click.argument("ref", metavar="ID")
def forget(ref: str) -> None:
    """Take back what was taught, by the ID that `kb taught` shows."""
    from bot.cli.operator import terminal_user
    from bot.cli.upkeep import with_taught

    async def work(kept: SqlTeaching) -> list[TaughtLesson]:
        meant = [one for one in await kept.standing() if one.id.hex.startswith(ref.lower().replace("-", ""))]
        if len(meant) == 1:
            await kept.undo(meant[0].id, terminal_user())
        return meant

    meant = with_taught(work)
    if len(meant) != 1:
        what = "Nothing that was taught has" if not meant else "Several lessons begin with"
        raise click.ClickException(f"{what} the id {ref!r}. See: setupbot kb taught")
    click.echo(f"Forgotten: {_named(meant[0].lesson)}")


@click.command()
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path, file_okay=False))
@click.option("--dry-run", is_flag=True, help="Only show the change.")
@click.pass_context
def export(ctx: click.Context, folder: Path | None, dry_run: bool) -> None:
    """Write what was taught into the knowledge files, as a change for review.

    Each line goes to its Entry; drafted Entries go to entries/taught.yaml of the last knowledge folder. With
    DIR only files of that folder are written. Exit 1 if something is left that could not be written.
    """
    from bot.cli.upkeep import with_taught
    from bot.known import knowledge_folders
    from bot.settings import read_settings
    from bot.teaching.exporting import export as make_export

    async def work(kept: SqlTeaching) -> list[Lesson]:
        return [one.lesson for one in await kept.standing()]

    lessons = with_taught(work)
    folders = list(knowledge_folders(read_settings()))
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        if folder.resolve() not in [one.resolve() for one in folders]:
            folders.append(folder)
    done = make_export(lessons, folders, folder)
    click.echo(done.diff(Path.cwd()), nl=False)
    if not dry_run:
        done.write(folders)
    verb = "Would write" if dry_run else "Wrote"
    click.echo(f"{verb} {len(done.written)} of {len(lessons)} lessons, in {len(done.after)} files.", err=True)
    for lesson, why in done.left:
        click.echo(f"Left: {_named(lesson)}: {why}", err=True)
    if done.left:
        ctx.exit(EXIT_NOT_DONE)


def _named(lesson: Lesson) -> str:
    match lesson.kind:
        case "entry":
            return f"new Entry {lesson.entry}"
        case "off_topic":
            return f"not ours: {one_line(lesson.line)}"
    return f"{lesson.entry}: {one_line(lesson.line)}"
