"""Between rows of onboarding and its values, and what a change of one leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import msgspec

from bot.onboarding.model import Mark, Onboarding

_PLAIN = tuple(field.name for field in fields(Onboarding) if field.name not in ("user", "marks", "read"))


@dataclass(frozen=True, slots=True)
class Progress:
    """What is kept as JSON."""

    marks: dict[str, Mark]
    read: tuple[str, ...] = ()


def from_onboarding(onboarding: Onboarding) -> dict[str, Any]:
    """The columns."""
    plain = {name: getattr(onboarding, name) for name in _PLAIN}
    progress = Progress(dict(onboarding.marks), onboarding.read)
    return {**plain, "user_id": onboarding.user, "progress": msgspec.to_builtins(progress)}


def to_onboarding(row: Mapping[Any, Any]) -> Onboarding:
    """The value."""
    kept = msgspec.convert(row["progress"], Progress)
    plain = {name: row[name] for name in _PLAIN}
    return Onboarding(**plain, user=row["user_id"], marks=kept.marks, read=kept.read)


def shows_other(before: Onboarding, after: Onboarding) -> bool:
    """Whether the checklist reads differently now."""

    def shown(one: Onboarding) -> tuple[Any, ...]:
        return one.language, one.state, one.marks, one.read

    return shown(before) != shown(after)


def told_by(before: Onboarding, after: Onboarding) -> Iterator[str]:
    """What they are told besides, each in a message of its own."""
    if after.is_told and not before.is_told:
        yield "done"
    if after.nudges > before.nudges:
        yield f"nudge{after.nudges}"
