"""The values of judging: a Verdict of one judge, the Finding made of it, the Report over all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.platforms.model import Platform

MOST_CAUSES = 3


class Status(StrEnum):
    """What became of a Check. UNKNOWN: it could not be looked at, which is never FAIL and never PASS."""

    PASS = "PASS"  # noqa: S105  # a status, no secret
    WARN = "WARN"
    FAIL = "FAIL"
    SKIP = "SKIP"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a judge says: the ``code`` of a finding of its Check in ``checks.yaml``, and what goes into its text.

    ``values`` come from the host. ``or_else`` are codes that the same evidence would also explain.
    """

    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    or_else: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One verdict on one Host. ``code`` is empty for a SKIP that ``blocked_by`` explains (the id of a Check)."""

    check: str
    status: Status
    code: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    or_else: tuple[str, ...] = ()
    blocked_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The Findings of one run, in the order of the catalogue.

    ``causes`` are at most MOST_CAUSES findings (FAIL before WARN) that nothing else explains, the root
    cause first; ``unseen`` are the UNKNOWN ones. ``platform`` is what the Host was seen to be.
    """

    findings: tuple[Finding, ...]
    causes: tuple[Finding, ...]
    unseen: tuple[Finding, ...]
    platform: Platform
    user: str = ""
    observed_at: datetime | None = None

    @property
    def is_healthy(self) -> bool:
        """Nothing failed, and something was seen to pass."""
        statuses = {finding.status for finding in self.findings}
        return Status.FAIL not in statuses and Status.PASS in statuses


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a Check stands against the Report before."""

    check: str
    before: Finding
    after: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two Reports of one Host: ``mended`` now pass, ``broken`` do not any more, ``remaining`` still fail or warn."""

    mended: tuple[Change, ...]
    broken: tuple[Change, ...]
    remaining: tuple[Change, ...]
