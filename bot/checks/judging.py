"""Makes a Report of an Observation: every Check in the order of its needs, then what is behind the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.checks.catalogue import JUDGES
from bot.checks.model import MOST_CAUSES, Finding, Report, Status, Verdict
from bot.checks.observation import Observation
from bot.checks.platform import platform_of
from bot.checks.tables import Tables
from bot.knowledge.checks import Check, Outcome

BAD = (Status.FAIL, Status.WARN)


def judge(seen: Observation, checks: Sequence[Check], tables: Tables) -> Report:
    """The Report on what was seen, by the Checks given.

    A Check behind a failed one is not judged: it is a SKIP that names the one that failed. One that
    could not be looked at, or only warns, holds up nothing.
    """
    findings: dict[str, Finding] = {}
    for check in in_order(checks):
        blocker = next((root for name in check.needs if (root := _blocker(findings.get(name)))), "")
        if blocker:
            findings[check.id] = Finding(check=check.id, status=Status.SKIP, blocked_by=blocker)
        else:
            findings[check.id] = _finding(check, JUDGES[check.id].judge(seen, tables))
    told = tuple(findings[check.id] for check in checks)
    return Report(
        findings=told,
        causes=tuple(_causes(told, checks))[:MOST_CAUSES],
        unseen=tuple(finding for finding in told if finding.status is Status.UNKNOWN),
        platform=platform_of(seen, tables.catalogue),
        user=seen.user,
        observed_at=seen.observed_at,
    )


def in_order(checks: Iterable[Check]) -> Iterator[Check]:
    """The Checks, each after those it needs, otherwise in the order given; ``kb check`` has refused circles."""
    open_ = {check.id: check for check in checks}
    while open_:
        check = next(
            (one for one in open_.values() if not any(name in open_ for name in one.needs)),
            next(iter(open_.values())),
        )
        yield open_.pop(check.id)


def _blocker(need: Finding | None) -> str:
    """The failed Check that is behind the finding of a need, if one is."""
    if need is None:
        return ""
    return need.check if need.status is Status.FAIL else need.blocked_by


def _finding(check: Check, verdict: Verdict) -> Finding:
    outcome = check.findings.get(verdict.code)
    return Finding(
        check=check.id,
        # Without an outcome the code is the reason why nothing was seen.
        status=Status(outcome.status.upper()) if outcome else Status.UNKNOWN,
        code=verdict.code,
        values=verdict.values,
        or_else=verdict.or_else,
    )


def _causes(findings: Sequence[Finding], checks: Sequence[Check]) -> Iterator[Finding]:
    """What fails or warns with nothing else behind it: what fails first, and what only leads up to a
    Check that passes after the rest."""
    by_id = {check.id: check for check in checks}
    found = {finding.check: finding for finding in findings}
    bad = [
        finding
        for finding in findings
        if _is_cause(finding, by_id) and not _is_explained(finding, by_id, found)
    ]
    yield from sorted(
        bad, key=lambda finding: (BAD.index(finding.status), _is_beside(by_id[finding.check], found))
    )


def _is_cause(finding: Finding, checks: Mapping[str, Check]) -> bool:
    """A failure, or a warning that something mends; any other warning is a remark."""
    if finding.status is Status.WARN:
        return bool(_outcome(finding, checks).mends)
    return finding.status is Status.FAIL


def _is_explained(finding: Finding, checks: Mapping[str, Check], found: Mapping[str, Finding]) -> bool:
    behind = [found[name] for name in _outcome(finding, checks).explained_by if name in found]
    return any(_is_cause(one, checks) and _outcome(one, checks).explains for one in behind)


def _outcome(finding: Finding, checks: Mapping[str, Check]) -> Outcome:
    return checks[finding.check].findings[finding.code]


def _is_beside(check: Check, found: Mapping[str, Finding]) -> bool:
    """Whether what this Check leads up to is there all the same."""
    goal = found.get(check.until)
    return goal is not None and goal.status not in BAD and not goal.blocked_by
