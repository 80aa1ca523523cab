"""What the doctor finds: one line each, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "warning", "fault"]
EXITS: dict[Status, int] = {"ok": 0, "warning": 1, "fault": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """``about`` names what was looked at; ``do`` is empty where there is nothing to do. Neither holds a secret."""

    about: str
    status: Status
    says: str
    do: str = ""


def ok(about: str, says: str, do: str = "") -> Finding:
    """It is as it should be."""
    return Finding(about=about, status="ok", says=says, do=do)


def warning(about: str, says: str, do: str) -> Finding:
    """The bot works without, or it could not be looked at."""
    return Finding(about=about, status="warning", says=says, do=do)


def fault(about: str, says: str, do: str) -> Finding:
    """The bot, or a part of it, does not work like this."""
    return Finding(about=about, status="fault", says=says, do=do)


def exit_of(findings: Sequence[Finding]) -> int:
    """0 if all is well, 1 with warnings, 2 with faults."""
    return max((EXITS[finding.status] for finding in findings), default=0)
