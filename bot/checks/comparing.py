"""What changed on a Host between two Reports."""

from __future__ import annotations

from bot.checks.judging import BAD
from bot.checks.model import Change, Comparison, Report, Status


def compare(before: Report, after: Report) -> Comparison:
    """What was mended, what broke, what still fails or warns.

    A Check that only now could be looked at, and fails, is among the ``remaining``: nothing says that it
    was well before. What cannot be looked at any more is in none of them.
    """
    first = {finding.check: finding for finding in before.findings}
    changes = [
        Change(check=finding.check, before=first[finding.check], after=finding)
        for finding in after.findings
        if finding.check in first
    ]
    return Comparison(
        mended=tuple(one for one in changes if _was_bad(one) and one.after.status is Status.PASS),
        broken=tuple(one for one in changes if _got_worse(one)),
        remaining=tuple(one for one in changes if one.after.status in BAD and not _got_worse(one)),
    )


def _was_bad(change: Change) -> bool:
    return change.before.status in BAD


def _got_worse(change: Change) -> bool:
    before, after = change.before.status, change.after.status
    return (before is Status.PASS and after in BAD) or (before is Status.WARN and after is Status.FAIL)
