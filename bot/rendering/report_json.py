"""A Report as the object that ``check --json`` prints; its keys are part of the contract and only grow."""

from __future__ import annotations

from typing import Any

from bot.reporting.model import ShownCause, ShownFinding, ShownReport


def report_as_dict(report: ShownReport) -> dict[str, Any]:
    """``host``, ``outcome``, ``title``, ``user``, ``platform``, ``observed_at``, ``causes`` (root cause first),
    ``unseen``, ``changes`` (or null) and ``findings`` (all Checks).

    ``outcome`` is ``healthy``, ``warned``, ``broken`` or ``blind`` (nothing could be seen).
    """
    platform = report.platform
    facts = {"arch": platform.arch, "distro": platform.distro, "release": platform.release}
    changes = report.changes
    return {
        "host": report.host,
        "outcome": report.mood,
        "title": report.title,
        "language": report.language,
        "user": report.user,
        "platform": {name: fact.value if fact else None for name, fact in facts.items()},
        "observed_at": report.observed_at.isoformat() if report.observed_at else None,
        "causes": [_cause(cause) for cause in report.causes],
        "unseen": [{"reason": unseen.reason, "titles": list(unseen.titles)} for unseen in report.unseen],
        "changes": {
            "mended": list(changes.mended),
            "broken": list(changes.broken),
            "remaining": list(changes.remaining),
        }
        if changes
        else None,
        "findings": [_finding(finding) for finding in report.findings],
    }


def _cause(cause: ShownCause) -> dict[str, Any]:
    return {
        **_finding(cause.finding),
        "seen_in": list(cause.seen_in),
        "or_else": list(cause.or_else),
        "entry": cause.entry.entry if cause.entry else None,
        "refusal": list(cause.refusal) if cause.refusal else None,
        "note": cause.note,
        "commands": [
            {
                "does": command.does,
                "run": command.run,
                "shell": command.shell,
                "needs_root": command.needs_root,
                "grants_root": command.grants_root,
            }
            for command in cause.commands
        ],
    }


def _finding(finding: ShownFinding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "title": finding.title,
        "status": finding.status.value,
        "code": finding.code,
        "says": finding.says,
        "blocked_by": finding.blocked_by or None,
        "values": dict(finding.values),
    }
