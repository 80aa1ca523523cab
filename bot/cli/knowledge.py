"""``setupbot kb``: checks, lists and shows the knowledge base."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.session import (
    lang_option,
    open_answerer,
    open_knowledge,
    own_language,
    platform_options,
    print_reply,
    wants_colour,
)
from bot.cli.taught import export, forget, taught

EXIT_FAULTS = 1


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def kb() -> None:
    """Check, list and show the knowledge base."""


@kb.command()
@click.argument("folders", nargs=-1, metavar="[DIR...]", type=click.Path(path_type=Path))
@click.pass_context
def check(ctx: click.Context, folders: tuple[Path, ...]) -> None:
    """Report every fault of every file, with file and line. Exit 1 if there is any.

    DIR... are read after the knowledge that ships with the program; without them the folders of
    SETUPBOT_KNOWLEDGE are.
    """
    from bot.knowledge.faults import KnowledgeError
    from bot.knowledge.folders import own_folder
    from bot.knowledge.source import read_knowledge
    from bot.settings import read_settings

    more = [folder for folder in folders or read_settings().knowledge if not _is_same(folder, own_folder())]
    try:
        knowledge = read_knowledge((own_folder(), *more))
    except KnowledgeError as error:
        for fault in error.faults:
            click.echo(f"{_short(fault.path)}:{fault.line}: {fault.what}")
        click.echo(f"{len(error.faults)} faults", err=True)
        ctx.exit(EXIT_FAULTS)
    utterances = sum(1 for entry in knowledge.entries.values() for _ in entry.utterances)
    signatures = sum(len(entry.signatures) for entry in knowledge.entries.values())
    click.echo(
        f"{len(knowledge.entries)} Entries, {utterances} utterances, {signatures} signatures: no fault"
    )


@kb.command("list")
@lang_option
def list_entries(lang: str | None) -> None:
    """List the ids and titles of all Entries."""
    language = own_language(lang)
    entries = open_knowledge().entries
    width = max(map(len, entries), default=0)
    for name, entry in entries.items():
        click.echo(f"{name:<{width}}  {entry.title.in_language(language)}")


@kb.command()
@click.argument("entry", metavar="ID")
@platform_options
@click.option("--markdown", is_flag=True, help="Print Markdown.")
def show(entry: str, arch: str, system: str, lang: str | None, no_colour: bool, markdown: bool) -> None:
    """Show the Entry ID as it is answered on a machine."""
    from bot.platforms.flags import platform_from

    language = own_language(lang)
    answerer, catalogue = open_answerer()
    platform = platform_from(catalogue, arch=arch, system=system, language=language)
    answer = answerer.show(entry, platform, language)
    if markdown:
        from bot.rendering.markdown import render_markdown

        click.echo(render_markdown(answer), nl=False)
    else:
        print_reply(answer, colour=wants_colour(no_colour))


@kb.command()
@click.option(
    "--to", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Write one file a kind."
)
def schema(to: Path | None) -> None:
    """Print the JSON Schema of Entries for editors, or write those of all files to a folder."""
    import json

    from bot.knowledge.source import schemas

    for name, content in schemas():
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        if to:
            to.mkdir(parents=True, exist_ok=True)
            (to / name).write_text(text, encoding="utf-8")
            click.echo(str(to / name))
        elif name == "entries.json":
            click.echo(text, nl=False)


def _is_same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _short(path: Path) -> Path:
    """The path from here, where it lies below."""
    try:
        return path.resolve().relative_to(Path.cwd())
    except ValueError:
        return path


for command in (taught, forget, export):
    kb.add_command(command)
