"""What an Agent sent, as values: each fact, or why it is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, TypeVar, get_args

import msgspec

from bot.checks.facts import FACTS

Fact = TypeVar("Fact")
Because = Literal[
    "absent",  # there is nothing to look at (no dpkg, no systemd)
    "no_permission",
    "not_granted",  # the owner did not grant the level
    "denied",  # the owner denied this fact
    "timeout",
    "not_supported",  # the system or the Agent cannot
    "failed",  # it was tried and broke
    "malformed",  # sent, but not in its shape
    "not_sent",  # not asked for, or an Agent too old to know it
]


_NAMES = {kind: name for name, kind in reversed(FACTS.items())}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSeen:
    """An honest "could not look"; ``detail`` is from the host, for people to read; ``fact`` names what was not seen."""

    because: Because
    detail: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One fact: ``value`` is of the class that FACTS names, or a NotSeen; ``how`` says how it was obtained."""

    value: Any
    how: str = ""
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """All facts of one run, by name."""

    agent: str = ""
    observed_at: datetime | None = None
    took_ms: float = 0.0
    user: str = ""
    facts: Mapping[str, Seen] = field(default_factory=dict)

    def see(self, kind: type[Fact], name: str | None = None) -> Fact | NotSeen:
        """The fact of that class; ``name`` where the class stands for two facts."""
        name = name or _NAMES[kind]
        seen = self.facts.get(name)
        value = seen.value if seen else NotSeen(because="not_sent")
        return replace(value, fact=name) if isinstance(value, NotSeen) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class _SentFact:
    value: Any = None
    how: str = ""
    took_ms: float = 0.0
    could_not: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    agent: str = ""
    observed_at: datetime | None = None
    took_ms: float = 0.0
    user: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


MOST_TEXT = 300


def read_observation(sent: object) -> Observation:
    """Parses decoded JSON; unknown facts and fields are ignored, a malformed fact becomes a NotSeen.

    Raises:
        ValueError: it is no Observation at all.
    """
    try:
        outer = msgspec.convert(sent, _Sent, strict=True)
    except msgspec.ValidationError as fault:
        raise ValueError(f"no Observation: {fault}") from fault
    return Observation(
        agent=outer.agent[:MOST_TEXT],
        observed_at=outer.observed_at,
        took_ms=outer.took_ms,
        user=outer.user[:MOST_TEXT],
        facts={name: _read(outer.facts[name], kind) for name, kind in FACTS.items() if name in outer.facts},
    )


def _read(sent: object, kind: type) -> Seen:
    try:
        fact = msgspec.convert(sent, _SentFact, strict=True)
        if fact.could_not:
            because = fact.could_not if fact.could_not in get_args(Because) else "failed"
            value: Any = NotSeen(because=because, detail=fact.detail[:MOST_TEXT])  # type: ignore[arg-type] # checked in the line above
        else:
            value = msgspec.convert(fact.value, kind, strict=True)
    except msgspec.ValidationError:
        return Seen(value=NotSeen(because="malformed"))
    return Seen(value=value, how=fact.how[:MOST_TEXT], took_ms=fact.took_ms)
