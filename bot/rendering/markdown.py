"""A Reply as Markdown: the ``text`` of ``ask --json``, ``kb show``, files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answering.model import Abstention, Answer, Reply, ShownCommand, ShownTable
from bot.rendering.markup import parse_inline
from bot.words import AnswerWords, words_in

SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def render_markdown(reply: Reply) -> str:
    """Ends with one line break; every command stands alone in its own fenced block."""
    words = words_in(reply.language).answers
    parts = _answer(reply, words) if isinstance(reply, Answer) else _abstention(reply, words)
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def _answer(answer: Answer, words: AnswerWords) -> Iterator[str]:
    yield f"## {escape(answer.title)}"
    yield answer.lead
    yield answer.summary
    yield from (f"> {_notice(notice)}" for notice in answer.notices)
    if answer.refusal:
        reason, alternative = answer.refusal
        yield reason
        yield f"**{words.instead}:** {alternative}"
    for number, command in enumerate(answer.commands, 1):
        yield from _command(command, f"{number}. " if len(answer.commands) > 1 else "", words)
    if answer.ask_arch:
        yield words.tell_arch
    yield answer.body
    yield from (_table(table) for table in answer.tables)
    yield from (f"_{words.picture}: {escape(picture.alt)}_" for picture in answer.pictures)
    yield from (f"⚠️ **{words.careful}:** {warning}" for warning in answer.warnings)
    if answer.changed:
        yield f"**{words.changed}:** {answer.changed}"
    if answer.next:
        yield f"**{words.next.format(title=escape(answer.next.title))}** (`{answer.next.entry}`)"
    links = [f"{escape(link.title)} (`{link.entry}`)" for link in answer.see_also if link != answer.next]
    if links:
        yield f"{words.see_also}: {', '.join(links)}"
    if answer.sources:
        yield f"{words.sources}: {', '.join(_source(source.title, source.url) for source in answer.sources)}"
    if answer.reviewed:
        yield f"_{words.reviewed.format(date=answer.reviewed)}_"


def _notice(notice: str) -> str:
    """Code stays code; the rest may hold what a person typed, and is plain."""
    return "".join(
        f"`{run.text}`" if run.code and "`" not in run.text else escape(run.text, keep_ends=True)
        for run in parse_inline(notice)
    )


def _command(command: ShownCommand, number: str, words: AnswerWords) -> Iterator[str]:
    yield f"**{number}{escape(command.does)}**{_badges(command, words)}"
    yield fence(command.run, "powershell" if command.shell == "powershell" else "sh")
    if command.expect:
        yield f"{words.expect}:"
        yield fence(command.expect.strip("\n"), "text")
    yield command.note


def _badges(command: ShownCommand, words: AnswerWords) -> str:
    badges = []
    if command.shell == "powershell":
        badges.append(words.powershell)
    if command.needs_root:
        badges.append(words.needs_root)
    if command.grants_root:
        badges.append(f"⚠️ {words.grants_root}")
    return f" ({', '.join(badges)})" if badges else ""


def _table(table: ShownTable) -> str:
    header, *rows = (f"| {' | '.join(map(escape, row))} |" for row in (table.columns, *table.rows))
    rule = f"| {' | '.join('---' for _ in table.columns)} |"
    return "\n".join(
        [f"**{escape(table.title)}**", "", header, rule, *rows, "", f"_{escape(table.attribution)}_"]
    )


def _source(title: str, url: str) -> str:
    return f"[{escape(title)}]({url})" if url else escape(title)


def _abstention(abstention: Abstention, words: AnswerWords) -> Iterator[str]:
    if abstention.reason == "empty":
        yield words.nothing_asked
        yield "\n".join(f"- {example}" for example in words.examples)
    elif abstention.reason == "close" and abstention.near:
        yield words.did_you_mean
        yield "\n".join(f"- {escape(near.title)} (`{near.entry}`)" for near in abstention.near)
        yield words.none_of_these
    else:
        yield f"{words.unknown} {words.can_answer}"
        yield words.ask_person


def escape(text: str, *, keep_ends: bool = False) -> str:
    """Plain text that Markdown reads as itself."""
    flat = re.sub(r"\s+", " ", text)
    return SPECIAL.sub(r"\\\1", flat if keep_ends else flat.strip())


def fence(text: str, language: str) -> str:
    """A code block whose fence is longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{language}\n{text}\n{ticks}"
