"""A Report for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from bot.checks.model import Status
from bot.rendering.markup import parse_inline
from bot.rendering.terminal import (
    BLANK,
    FAINT,
    LOUD,
    Part,
    clean,
    command_parts,
    laid_out,
    markdown_parts,
    styled,
)
from bot.reporting.model import Mood, ShownCause, ShownChanges, ShownReport
from bot.words import ReportWords, words_in

STYLES: dict[Mood, str] = {
    "healthy": "bold green",
    "warned": "bold yellow",
    "broken": "bold red",
    "blind": "bold",
}
MARKS: dict[Status, tuple[str, str]] = {
    Status.PASS: ("✓", "green"),
    Status.WARN: ("!", "bold yellow"),
    Status.FAIL: ("✗", "bold red"),
    Status.SKIP: ("-", FAINT),
    Status.UNKNOWN: ("?", FAINT),
}


def render_report_terminal(
    report: ShownReport, *, width: int = 80, colour: bool = True, every: bool = False
) -> str:
    """The text to print; ``every`` adds the list of all Checks."""
    words = words_in(report.language).reports
    return laid_out(_parts(report, words, every=every), width=width, colour=colour)


def _parts(report: ShownReport, words: ReportWords, *, every: bool) -> Iterator[Part]:
    yield Text(clean(report.title), style=STYLES[report.mood])
    if report.facts:
        yield Text(clean(" · ".join(report.facts)), style=FAINT)
    if report.lead:
        yield BLANK
        yield from markdown_parts(report.lead)
    if report.changes:
        yield BLANK
        yield from _changes(report.changes, words)
    if report.causes:
        yield BLANK
        yield from _root(report.causes[0], report, words)
    if report.causes[1:]:
        yield BLANK
        yield Text(words.also, style="bold")
        for cause in report.causes[1:]:
            yield from _marked(cause.finding.status, cause.finding.says or cause.finding.title)
            if cause.entry:
                yield Text(f"    setupbot kb show {clean(cause.entry.entry)}", style=FAINT)
    if report.remarks:
        yield BLANK
        yield Text(words.remarks, style="bold")
        for finding in report.remarks:
            yield from _marked(finding.status, finding.says or finding.title)
    yield from _after(report, words)
    if every:
        yield BLANK
        yield from _list(report, words)


def _root(cause: ShownCause, report: ShownReport, words: ReportWords) -> Iterator[Part]:
    yield Text(words.cause, style="bold")
    yield from _marked(cause.finding.status, cause.finding.says or cause.finding.title)
    for other in cause.or_else:
        yield from markdown_parts(words.or_else.format(says=other))
    if cause.seen_in:
        yield Text(clean(words.seen_in.format(how=" · ".join(cause.seen_in))), style=FAINT)
    if cause.refusal:
        yield BLANK
        reason, alternative = cause.refusal
        yield from markdown_parts(reason)
        yield Text(f"{words_in(report.language).answers.instead}:", style=LOUD)
        yield from markdown_parts(alternative)
    if cause.commands:
        yield BLANK
        yield Text(words.mend, style="bold")
    for number, command in enumerate(cause.commands, 1):
        mark = f"{number}. " if len(cause.commands) > 1 else ""
        yield from command_parts(command, mark, words_in(report.language).answers)
    if cause.note:
        yield BLANK
        yield from markdown_parts(cause.note)
    if cause.entry:
        yield Text(f"{clean(cause.entry.title)}: setupbot kb show {clean(cause.entry.entry)}", style=FAINT)


def _marked(status: Status, says: str) -> Iterator[Part]:
    sign, style = MARKS[status]
    for number, part in enumerate(markdown_parts(says)):
        yield Text.assemble((f"{sign} ", style), part) if number == 0 and isinstance(part, Text) else part


def _changes(changes: ShownChanges, words: ReportWords) -> Iterator[Part]:
    yield Text(words.since, style="bold")
    if not (changes.mended or changes.broken):
        yield Text(f"  {words.unchanged}")
    for status, label, titles in (
        (Status.PASS, words.mended, changes.mended),
        (Status.FAIL, words.broken, changes.broken),
        (Status.WARN, words.remaining, changes.remaining),
    ):
        if titles:
            sign, style = MARKS[status]
            yield Text.assemble("  ", (sign, style), f" {label}: {clean(', '.join(titles))}")


def _after(report: ShownReport, words: ReportWords) -> Iterator[Part]:
    if report.unseen or report.notices or (report.passed and not report.causes):
        yield BLANK
    if report.passed and not report.causes:
        yield Text(f"{words.passed}: {clean(' · '.join(report.passed))}", style=FAINT)
    for unseen in report.unseen:
        reason = f" ({clean(unseen.reason)})" if unseen.reason else ""
        titles = clean(", ".join(unseen.titles)) + reason
        yield Text(words.unseen.format(count=len(unseen.titles), titles=titles), style=FAINT)
    for notice in report.notices:
        yield Text.assemble("› ", styled(parse_inline(notice)), style=FAINT)


def _list(report: ShownReport, words: ReportWords) -> Iterator[Part]:
    yield Text(words.all_checks, style="bold")
    for finding in report.findings:
        sign, style = MARKS[finding.status]
        line = Text.assemble("  ", (sign, style), f" {clean(finding.title)}")
        says = words.blocked_by.format(title=finding.blocked_by) if finding.blocked_by else finding.says
        if says and finding.status is not Status.PASS:
            for part in markdown_parts(says):
                if isinstance(part, Text):
                    line = Text.assemble(line, (" — ", FAINT), part)
                    break
        line.append(f"  {finding.check}", style=FAINT)
        yield line
