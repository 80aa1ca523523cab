"""``setupbot ask``: one question, one answer. Exit 0 answered, 1 not answered, 2 wrong usage."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot.cli.session import (
    asked_language,
    open_answerer,
    own_language,
    platform_options,
    print_reply,
    wants_colour,
)

if TYPE_CHECKING:  # it loads what --help does not need
    from bot.knowledge.model import Language

EXIT_NOT_ANSWERED = 1


@click.command()
@click.argument("text", nargs=-1)
@platform_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def ask(
    ctx: click.Context,
    text: tuple[str, ...],
    arch: str,
    system: str,
    lang: str | None,
    no_colour: bool,
    as_json: bool,
) -> None:
    """Answer one question, given as TEXT or on standard input.

    \b
    setupbot ask how do I run docker without sudo
    setupbot ask --os ubuntu:noble "도커 설치"
    sudo apt-get update 2>&1 | setupbot ask
    """
    from bot.answering.model import Answer, Question
    from bot.platforms.flags import platform_from

    answerer, catalogue = open_answerer()
    platform = platform_from(catalogue, arch=arch, system=system, language=own_language(lang))
    asked = " ".join(text) if text else _standard_input(own_language(lang))
    reply = answerer.reply(Question(text=asked, language=asked_language(lang), platform=platform))
    if as_json:
        from bot.rendering.as_json import reply_as_dict
        from bot.text.unseen import as_json as written

        click.echo(written(reply_as_dict(reply)))
    else:
        print_reply(reply, colour=wants_colour(no_colour))
    if not isinstance(reply, Answer):
        ctx.exit(EXIT_NOT_ANSWERED)


def _standard_input(language: Language) -> str:
    """All of standard input; bytes that are not UTF-8 become replacement characters."""
    if sys.stdin.isatty():
        from bot.words import words_in

        click.echo(words_in(language).terminal.type_question, err=True)
    return sys.stdin.buffer.read().decode("utf-8", errors="replace")
