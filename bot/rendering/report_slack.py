"""A Report as a Slack message, and the list of all its Checks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.checks.model import Status
from bot.rendering.budget import Block, pages
from bot.rendering.markup import parse_inline, plain
from bot.rendering.slack import SlackMessage
from bot.rendering.slack_commands import render_command
from bot.rendering.slack_parts import (
    Element,
    actions,
    button,
    context,
    context_notices,
    elements_of,
    emoji,
    escape,
    feedback,
    header,
    one_line,
    prose,
    rich_text,
    section,
    text,
)
from bot.reporting.model import Mood, ShownCause, ShownChanges, ShownFinding, ShownReport
from bot.words import ReportWords, words_in

FALLBACK_CHARS = 3_000
TITLE_CHARS = 75
TITLES_SHOWN = 6  # of Checks in one line
LIST_ITEMS = 20
SIGNS: dict[Mood, str] = {"healthy": "🟢", "warned": "🟡", "broken": "🔴", "blind": "⚪"}
STATUS_EMOJI = {
    Status.PASS: "white_check_mark",
    Status.WARN: "warning",
    Status.FAIL: "x",
    Status.SKIP: "heavy_minus_sign",
    Status.UNKNOWN: "grey_question",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPlace:
    """Where a Report is shown. ``token`` comes back with every button; the flags decide which there are.

    ``offers_feedback``: the two thumbs, as under an answer.
    """

    token: str = ""
    can_check: bool = True
    can_share: bool = False
    offers_feedback: bool = False


def render_report(report: ShownReport, place: ReportPlace = ReportPlace()) -> SlackMessage:
    """The message.

    Buttons: ``check_again:<host>``, ``all_checks:<page>``, ``choose_entry:<id>``, ``share_answer``; thumbs: ``rate``.
    """
    words = words_in(report.language).reports
    body = pages(_groups(report, words), [context("…")])[0]
    title = header(f"{SIGNS[report.mood]} {report.title}")
    blocks = [title, *body, *_tail(report, words), actions(_buttons(report, place, words))]
    if place.offers_feedback:
        leading = words_in(report.language).leading
        blocks.append(feedback(leading.thumbs_up, leading.thumbs_down, place.token))
    return SlackMessage(blocks, _fallback(report, words))


def render_checks(report: ShownReport, token: str, page: int = 0) -> SlackMessage:
    """Every Check with its status, by what it is about; a page that does not exist is the last one."""
    words = words_in(report.language).reports
    made = pages(_areas(report, words), [context("…")])
    page = min(max(page, 0), len(made) - 1)
    title = words.all_title.format(host=report.host)
    if len(made) > 1:
        title = words_in(report.language).answers.page.format(title=title, page=page + 1, pages=len(made))
    tally = _tally(report, words)
    blocks = [header(title), context(" · ".join([*report.facts, tally])), *made[page]]
    if page + 1 < len(made):
        blocks.append(actions([button(words.next_page, f"all_checks:{page + 1}", token)]))
    return SlackMessage(blocks, f"*{_flat(title)}*\n{_flat(tally)}", page, len(made))


def _groups(report: ShownReport, words: ReportWords) -> Iterator[list[Block]]:
    if report.facts:
        yield [context(" · ".join(report.facts))]
    yield from ([block] for block in prose(report.lead))
    if report.changes:
        yield [_changes(report.changes, words)]
    if report.causes:
        yield from _root(report.causes[0], report, words)
        if len(report.causes) > 1:
            yield [_list(words.also, tuple(cause.finding for cause in report.causes[1:]))]
    if report.remarks:
        yield [_list(words.remarks, report.remarks)]


def _tail(report: ShownReport, words: ReportWords) -> Iterator[Block]:
    """What is said however long the Remedy is."""
    if report.passed and not report.causes:
        yield context(f"{words.passed}: {' · '.join(report.passed)}")
    if report.unseen:
        yield context(_unseen(report, words))
    if report.notices:
        yield context_notices(report.notices)


def _root(cause: ShownCause, report: ShownReport, words: ReportWords) -> Iterator[list[Block]]:
    """The root cause, what was seen, and the commands that mend it."""
    label = text(f"{words.cause}: ", bold=True)
    blocks = prose(cause.finding.says or cause.finding.title, label)
    for other in cause.or_else:
        blocks += prose(words.or_else.format(says=other))
    if cause.seen_in:
        blocks.append(context(words.seen_in.format(how=" · ".join(cause.seen_in))))
    yield blocks
    if cause.refusal:
        reason, alternative = cause.refusal
        yield prose(reason, emoji("no_entry_sign"), text(" "))
        yield prose(alternative, text(f"{words_in(report.language).answers.instead}: ", bold=True))
    if cause.commands:
        yield [rich_text(section(text(words.mend, bold=True)))]
    for number, command in enumerate(cause.commands, 1):
        mark = f"{number}. " if len(cause.commands) > 1 else ""
        yield render_command(command, mark, words_in(report.language).answers)
    if cause.note:
        yield prose(cause.note)
    if cause.left_out:
        yield [context(words.more_steps.format(count=cause.left_out))]
    if cause.entry and not (cause.commands or cause.refusal or cause.note):
        yield [context(words.mend_nothing)]


def _list(title: str, findings: tuple[ShownFinding, ...]) -> Block:
    items = [_item(finding, finding.says or finding.title) for finding in findings]
    return rich_text(section(text(title, bold=True)), _bullets(items))


def _changes(changes: ShownChanges, words: ReportWords) -> Block:
    """One line for each kind of change, or that there was none."""
    items = []
    for sign, label, titles in (
        ("white_check_mark", words.mended, changes.mended),
        ("rotating_light", words.broken, changes.broken),
        ("hourglass", words.remaining, changes.remaining),
    ):
        if titles:
            line = f" {label}: {_titles(titles, words)}"
            items.append(section(emoji(sign), text(line)))
    if not (changes.mended or changes.broken):
        items.insert(0, section(text(words.unchanged)))
    return rich_text(section(text(words.since, bold=True)), _bullets(items))


def _bullets(items: list[Element]) -> Element:
    return {"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": items}


def _item(finding: ShownFinding, says: str) -> Element:
    runs = parse_inline(" ".join(says.split("\n")))
    return section(emoji(STATUS_EMOJI[finding.status]), text(" "), *elements_of(runs))


def _unseen(report: ShownReport, words: ReportWords) -> str:
    """One line: how many, which, and why."""
    parts = []
    for unseen in report.unseen:
        reason = f" ({unseen.reason})" if unseen.reason else ""
        parts.append(f"{_titles(unseen.titles, words)}{reason}")
    count = sum(len(unseen.titles) for unseen in report.unseen)
    return words.unseen.format(count=count, titles="; ".join(parts))


def _titles(titles: tuple[str, ...], words: ReportWords) -> str:
    shown = ", ".join(one_line(title, TITLE_CHARS) for title in titles[:TITLES_SHOWN])
    rest = len(titles) - TITLES_SHOWN
    return f"{shown} {words.and_more.format(count=rest)}" if rest > 0 else shown


def _areas(report: ShownReport, words: ReportWords) -> Iterator[list[Block]]:
    by_area: dict[str, list[ShownFinding]] = {}
    for finding in report.findings:
        by_area.setdefault(words.area(finding.check), []).append(finding)
    for area, findings in by_area.items():
        for start in range(0, len(findings), LIST_ITEMS):
            items = [_line(finding, words) for finding in findings[start : start + LIST_ITEMS]]
            yield [rich_text(section(text(area, bold=True)), _bullets(items))]


def _line(finding: ShownFinding, words: ReportWords) -> Element:
    """The title; and what was found, where it is more than that all is well."""
    says = finding.says if finding.status is not Status.PASS else ""
    if finding.blocked_by:
        says = words.blocked_by.format(title=finding.blocked_by)
    title = f" {one_line(finding.title, TITLE_CHARS)}"
    tail = elements_of(parse_inline(f" — {' '.join(says.split())}")) if says else []
    named = text(title) if finding.status is Status.PASS else text(title, bold=True)
    return section(emoji(STATUS_EMOJI[finding.status]), named, *tail)


def _tally(report: ShownReport, words: ReportWords) -> str:
    counts = dict.fromkeys(Status, 0)
    for finding in report.findings:
        counts[finding.status] += 1
    return words.tally.format(
        passed=counts[Status.PASS],
        warned=counts[Status.WARN],
        failed=counts[Status.FAIL],
        skipped=counts[Status.SKIP],
        unknown=counts[Status.UNKNOWN],
    )


def _buttons(report: ShownReport, place: ReportPlace, words: ReportWords) -> Iterator[Element]:
    if place.can_check:
        is_primary = report.mood == "broken"
        yield button(words.check_again, f"check_again:{report.host}", place.token, is_primary=is_primary)
    yield button(words.all_checks, "all_checks:0", place.token)
    for cause in report.causes:
        if cause.entry:
            yield button(cause.entry.title, f"choose_entry:{cause.entry.entry}", place.token)
    if place.can_share:
        yield button(words.share, "share_answer", place.token)


def _fallback(report: ShownReport, words: ReportWords) -> str:
    """The Report without blocks: title, cause, and as many whole commands as fit."""
    parts = [f"*{_flat(report.title)}*", escape(" · ".join(report.facts)), escape(plain(report.lead))]
    for cause in report.causes[:1]:
        parts.append(f"{words.cause}: {escape(plain(cause.finding.says or cause.finding.title))}")
        parts += [
            f"```\n{escape(command.run)}\n```" for command in cause.commands if "```" not in command.run
        ]
    kept, size = [], 0
    for part in filter(str.strip, parts):
        if size + len(part) + 1 > FALLBACK_CHARS:
            break
        kept.append(part)
        size += len(part) + 1
    return "\n".join(kept)


def _flat(line: str) -> str:
    return escape(one_line(line.replace("*", ""), 150))
