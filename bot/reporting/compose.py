"""Puts a Report into words: what is the matter, why, what mends it, and what could not be seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice

from bot.checks.comparing import compare
from bot.checks.model import Finding, Report, Status
from bot.checks.observation import NotSeen, Observation
from bot.checks.remedies import remedy
from bot.checks.wording import say, say_or_else
from bot.knowledge.base import Knowledge
from bot.knowledge.model import Language
from bot.platforms.choosing import describe
from bot.reporting.model import (
    Mood,
    ShownCause,
    ShownChanges,
    ShownFinding,
    ShownReport,
    ShownUnseen,
)
from bot.words import Name, ReportWords, words_in

COMMANDS_SHOWN = 8
REMARKS_SHOWN = 3
PLACES_SHOWN = 2  # where the facts of a cause were seen
PLACE_CHARS = 60
USER_CHARS = 40
KEPT_BACK = ("not_granted", "denied")


def compose_report(
    report: Report,
    seen: Observation,
    knowledge: Knowledge,
    language: Language,
    *,
    host: str,
    now: datetime,
    received_at: datetime | None = None,
    before: Report | None = None,
) -> ShownReport:
    """The Report of ``host`` in one language; ``before`` is an earlier one to compare it with.

    Its age is counted from ``received_at`` where that is known: a Host's own clock may be wrong.
    """
    words = words_in(language).reports
    found = {finding.check: _shown(finding, knowledge, language) for finding in report.findings}
    mood = mood_of(report)
    remarks = _remarks(report)
    passed = [finding for finding in report.findings if finding.status is Status.PASS]
    seen_at = received_at or report.observed_at
    age_s = (now - seen_at).total_seconds() if seen_at else None
    return ShownReport(
        language=language,
        host=host,
        mood=mood,
        title=_title(mood, report, words, host),
        lead=_lead(mood, len(passed), bool(remarks), words) + _not_granted(report, language),
        facts=tuple(_facts(report, age_s, knowledge, words)),
        findings=tuple(found.values()),
        platform=report.platform,
        causes=tuple(_cause(cause, report, seen, knowledge, language) for cause in report.causes),
        remarks=tuple(found[finding.check] for finding in remarks[:REMARKS_SHOWN]),
        unseen=tuple(_unseen(report.unseen, found, words)),
        changes=_changes(before, report, found) if before else None,
        notices=_hints(report, language),
        passed=tuple(dict.fromkeys(words.area(finding.check) for finding in passed)),
        user=report.user,
        observed_at=seen_at,
        age_s=age_s,
    )


def mood_of(report: Report) -> Mood:
    """How the Host is, in a word."""
    statuses = {finding.status for finding in report.findings}
    if Status.FAIL in statuses:
        return "broken"
    if report.causes:
        return "warned"
    return "healthy" if Status.PASS in statuses else "blind"


def _title(mood: Mood, report: Report, words: ReportWords, host: str) -> str:
    failed = sum(cause.status is Status.FAIL for cause in report.causes)
    template = {
        "healthy": words.healthy,
        "warned": words.warned,
        "broken": words.one_to_mend if failed == 1 else words.some_to_mend,
        "blind": words.blind,
    }[mood]
    return template.format(host=Name(host), count=failed)


def _lead(mood: Mood, passed: int, has_remarks: bool, words: ReportWords) -> str:
    match mood:
        case "healthy":
            return (words.lead_remarks if has_remarks else words.lead_healthy).format(count=passed)
        case "warned":
            return words.lead_warned
        case "blind":
            return words.lead_blind
        case _:
            return ""


def _not_granted(report: Report, language: Language) -> str:
    """What the owner can do where the policy showed nothing at all."""
    if mood_of(report) != "blind" or not any(one.code in KEPT_BACK for one in report.unseen):
        return ""
    return f"\n\n{words_in(language).checking.nothing_granted}"


def _hints(report: Report, language: Language) -> tuple[str, ...]:
    """How to see more, where only the Docker API was kept back."""
    kept_back = any(one.check == "api.ping" and one.code == "not_granted" for one in report.unseen)
    return (words_in(language).checking.more_granted,) if kept_back and mood_of(report) != "blind" else ()


def _facts(report: Report, age_s: float | None, knowledge: Knowledge, words: ReportWords) -> Iterator[str]:
    """Small facts beside the headline: how old it is, and what it is about."""
    if age_s is not None:
        yield words.age(age_s)
    platform = describe(report.platform, knowledge.catalogue)
    if platform:
        yield platform
    if report.user:
        yield words.for_user.format(user=report.user[:USER_CHARS])


def _remarks(report: Report) -> list[Finding]:
    """Warnings that are no cause: nothing mends them."""
    causes = {cause.check for cause in report.causes}
    return [one for one in report.findings if one.status is Status.WARN and one.check not in causes]


def _shown(finding: Finding, knowledge: Knowledge, language: Language) -> ShownFinding:
    blocker = knowledge.checks.get(finding.blocked_by)
    return ShownFinding(
        check=finding.check,
        title=knowledge.checks[finding.check].title.in_language(language),
        status=finding.status,
        says="" if finding.blocked_by else say(finding, knowledge, language),
        code=finding.code,
        blocked_by=blocker.title.in_language(language) if blocker else "",
        values=finding.values,
    )


def _cause(
    cause: Finding, report: Report, seen: Observation, knowledge: Knowledge, language: Language
) -> ShownCause:
    mends = remedy(cause, report, knowledge, language)
    return ShownCause(
        finding=_shown(cause, knowledge, language),
        seen_in=tuple(islice(_places(cause, seen, knowledge), PLACES_SHOWN)),
        or_else=say_or_else(cause, knowledge, language),
        entry=mends.entry,
        commands=mends.commands[:COMMANDS_SHOWN],
        refusal=mends.refusal,
        note=mends.note,
        left_out=max(0, len(mends.commands) - COMMANDS_SHOWN),
    )


def _places(cause: Finding, seen: Observation, knowledge: Knowledge) -> Iterator[str]:
    """How the facts were obtained that the judge of this cause looked at, the most telling first.

    What a third of all judges look at (which engines there are) tells nothing about this one.
    """
    used = Counter(name for check in knowledge.checks.values() for name in check.facts)
    telling = [
        name
        for name in knowledge.checks[cause.check].facts
        if name in seen.facts and not _is_unseen(seen, name) and used[name] * 3 < len(knowledge.checks)
    ]
    for how in dict.fromkeys(seen.facts[name].how for name in sorted(telling, key=lambda name: used[name])):
        if how:
            yield how if len(how) <= PLACE_CHARS else how[: PLACE_CHARS - 1] + "…"


def _is_unseen(seen: Observation, name: str) -> bool:
    return isinstance(seen.facts[name].value, NotSeen)


def _unseen(
    unseen: Iterable[Finding], found: Mapping[str, ShownFinding], words: ReportWords
) -> Iterator[ShownUnseen]:
    """The Checks that could not be looked at, by the reason."""
    by_reason: dict[str, list[str]] = {}
    for finding in unseen:
        by_reason.setdefault(words.reason(finding.code), []).append(found[finding.check].title)
    for reason, titles in by_reason.items():
        yield ShownUnseen(reason=reason, titles=tuple(titles))


def _changes(before: Report, after: Report, found: Mapping[str, ShownFinding]) -> ShownChanges | None:
    """None where the two are not about the same: another user's groups say nothing of this one's."""
    if before.user != after.user:
        return None
    comparison = compare(before, after)
    causes = {cause.check for cause in after.causes}
    return ShownChanges(
        mended=tuple(found[change.check].title for change in comparison.mended),
        broken=tuple(found[change.check].title for change in comparison.broken),
        remaining=tuple(
            found[change.check].title for change in comparison.remaining if change.check in causes
        ),
    )
