"""A Reply for a terminal: coloured, wrapped by the width of its signs, commands bare so that they copy."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.answering.model import Abstention, Answer, Reply, ShownCommand, ShownTable
from bot.rendering.markup import Fenced, ItemList, Line, Paragraph, parse, parse_inline
from bot.text.unseen import STEERING
from bot.words import AnswerWords, words_in

COMMAND, FAINT, LOUD, CODE = "bold green", "dim", "bold yellow", "cyan"
BLANK = Text("")


def render_terminal(reply: Reply, *, width: int = 80, colour: bool = True) -> str:
    """The text to print. No control character of the Reply reaches the terminal."""
    words = words_in(reply.language).answers
    parts = _answer(reply, words) if isinstance(reply, Answer) else _abstention(reply, words)
    return laid_out(parts, width=width, colour=colour)


def laid_out(parts: Iterable[Part], *, width: int, colour: bool) -> str:
    """The parts one under another, as the terminal takes them."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(width, 20),
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in parts:
        if isinstance(part, Bare):  # never wrapped: a wrapped command would paste as two
            console.print(Text(clean(part.text), style=part.style), soft_wrap=True)
        else:
            console.print(part)
    lines = [line.rstrip() for line in out.getvalue().split("\n")]
    return "\n".join(lines).strip("\n") + "\n"


class Bare:
    """Lines that are printed as they are."""

    def __init__(self, text: str, style: str) -> None:
        self.text = text
        self.style = style


Part = RenderableType | Bare


def _answer(answer: Answer, words: AnswerWords) -> Iterator[Part]:
    yield Text(clean(answer.title), style="bold")
    yield from markdown_parts(answer.lead)
    yield from markdown_parts(answer.summary)
    for notice in answer.notices:
        yield Text.assemble("› ", styled(parse_inline(notice)), style=FAINT)
    if answer.refusal:
        reason, alternative = answer.refusal
        yield BLANK
        yield from markdown_parts(reason)
        yield Text(f"{words.instead}:", style=LOUD)
        yield from markdown_parts(alternative)
    for number, command in enumerate(answer.commands, 1):
        yield BLANK
        yield from command_parts(command, f"{number}. " if len(answer.commands) > 1 else "", words)
    if answer.ask_arch:
        yield BLANK
        yield from markdown_parts(words.tell_arch)
    if answer.body:
        yield BLANK
        yield from markdown_parts(answer.body)
    for table in answer.tables:
        yield BLANK
        yield _table(table)
    yield from _after(answer, words)


def _after(answer: Answer, words: AnswerWords) -> Iterator[Part]:
    for picture in answer.pictures:
        yield Text(f"[{words.picture}] {clean(picture.alt)}", style=FAINT)
    for warning in answer.warnings:
        yield BLANK
        yield Text(f"⚠ {words.careful}", style=LOUD)
        yield from markdown_parts(warning)
    if answer.changed:
        yield BLANK
        yield Text(words.changed, style="bold")
        yield from markdown_parts(answer.changed)
    if answer.next or answer.see_also or answer.sources or answer.reviewed:
        yield BLANK
    if answer.next:
        yield Text(words.next.format(title=f"{clean(answer.next.title)} ({answer.next.entry})"))
    links = [link for link in answer.see_also if link != answer.next]
    if links:
        titles = ", ".join(f"{clean(link.title)} ({link.entry})" for link in links)
        yield Text(f"{words.see_also}: {titles}")
    for source in answer.sources:
        yield Text(f"{words.sources}: {clean(source.title)} {clean(source.url)}", style=FAINT)
    if answer.reviewed:
        yield Text(words.reviewed.format(date=clean(answer.reviewed)), style=FAINT)


def command_parts(command: ShownCommand, number: str, words: AnswerWords) -> Iterator[Part]:
    """What it does, and the bare command to copy."""
    line = Text(f"{number}{clean(command.does)}")
    if command.shell == "powershell":
        line.append(f"  [{words.powershell}]", style=FAINT)
    if command.needs_root:
        line.append(f"  [{words.needs_root}]", style=FAINT)
    if command.grants_root:
        line.append(f"  [⚠ {words.grants_root}]", style=LOUD)
    yield line
    yield Bare(command.run, COMMAND)
    if command.expect:
        yield Text(f"{words.expect}:", style=FAINT)
        yield Bare("\n".join(f"  {row}" for row in command.expect.strip("\n").split("\n")), FAINT)
    if command.note:
        yield from markdown_parts(command.note)


def _table(table: ShownTable) -> RenderableType:
    drawn = Table(show_lines=True)
    for column in table.columns:
        drawn.add_column(Text(clean(column), style="bold"))
    for row in table.rows:
        drawn.add_row(*(Text(clean(cell)) for cell in row))
    title = Text(clean(table.title), style="bold")
    return Group(title, drawn, Text(clean(table.attribution), style=FAINT))


def _abstention(abstention: Abstention, words: AnswerWords) -> Iterator[Part]:
    if abstention.reason == "empty":
        yield Text(words.nothing_asked)
        yield from (Text(f"  {example}", style=CODE) for example in words.examples)
    elif abstention.reason == "close" and abstention.near:
        yield Text(words.did_you_mean)
        for number, near in enumerate(abstention.near, 1):
            line = Text(f"  {number}. {clean(near.title)}")
            line.append(f"  ({near.entry})", style=FAINT)
            yield line
        yield Text(words.none_of_these, style=FAINT)
    else:
        yield Text(words.unknown, style="bold")
        yield Text(words.can_answer)
        yield Text(words.ask_person)


def markdown_parts(text: str) -> Iterator[Part]:
    """Paragraphs and lists, wrapped; fenced lines as they are."""
    before = None
    for piece in parse(text):
        if isinstance(before, (Paragraph, ItemList)) and isinstance(piece, Paragraph):
            yield BLANK
        before = piece
        match piece:
            case Paragraph(runs=runs):
                yield styled(runs)
            case ItemList(items=items):
                for item in items:
                    mark = f"{item.number}. " if item.number is not None else "• "
                    yield Padding(Text.assemble(mark, styled(item.runs)), (0, 0, 0, 2 + 2 * item.indent))
            case Fenced(text=fenced):
                yield Bare(fenced, CODE)


def styled(runs: Line) -> Text:
    """One line of runs, coloured."""
    line = Text()
    for run in runs:
        style = " ".join(
            name for name, on in (("bold", run.bold), ("italic", run.italic), (CODE, run.code)) if on
        )
        line.append(clean(run.text), style=style)
        if run.href and run.href != run.text:
            line.append(f" ({clean(run.href)})", style=FAINT)
    return line


def clean(text: str) -> str:
    """Without signs that steer the terminal or turn the reading direction; line breaks and tabs stay."""
    return STEERING.sub("", text)
