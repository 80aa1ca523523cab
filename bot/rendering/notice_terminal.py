"""A Notice for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from rich.text import Text

from bot.rendering.markup import parse_inline
from bot.rendering.terminal import (
    BLANK,
    CODE,
    Bare,
    Part,
    clean,
    command_parts,
    laid_out,
    markdown_parts,
    styled,
)
from bot.reporting.model import Mention, Notice, Row
from bot.words import words_in


def render_notice_terminal(notice: Notice, *, width: int = 80, colour: bool = True) -> str:
    """The text to print; buttons have no place here."""
    return laid_out(_parts(notice), width=width, colour=colour)


def _parts(notice: Notice) -> Iterator[Part]:
    if notice.title:
        yield Text(clean(notice.title), style="bold")
    for says in notice.says:
        yield from markdown_parts(says)
    if notice.whom:
        yield Text.assemble("  ", _row(notice.whom))
    if notice.secret:
        yield BLANK
        yield Bare(notice.secret, CODE)
    for number, command in enumerate(notice.commands, 1):
        yield BLANK
        mark = f"{number}. " if len(notice.commands) > 1 else ""
        yield from command_parts(command, mark, words_in(notice.language).answers)
    for group in notice.groups:
        yield BLANK
        if group.title:
            yield Text(clean(group.title), style="bold")
        for row in group.rows:
            yield Text.assemble("  • ", _row(row))
    for after in notice.after:
        yield BLANK
        yield from markdown_parts(after)


def _row(row: Row) -> Text:
    line = Text()
    for piece in row:
        if line.plain:
            line.append(" · ")
        match piece:
            case Mention(id=name):
                line.append(clean(name))
            case datetime():
                line.append(f"{piece:%Y-%m-%d %H:%M} UTC")
            case _:
                line.append_text(styled(parse_inline(piece)))
    return line
