"""What judges are made of: the two ways to end one, and how an Observation is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.checks.model import Verdict
from bot.checks.observation import NotSeen, Observation
from bot.checks.tables import Tables

Judge = Callable[[Observation, Tables], Verdict]


@dataclass(frozen=True, slots=True)
class Bound:
    """A judge; ``gives`` names the values (blanks between them) of each code that it may give."""

    judge: Judge
    gives: Mapping[str, str]


def gives(code: str, /, *or_else: str, **values: object) -> Verdict:
    """The verdict ``code``; ``or_else`` are what the same evidence would also explain."""
    return Verdict(
        code=code, values={name: str(value) for name, value in values.items()}, or_else=tuple(or_else)
    )


def unseen(*facts: object) -> Verdict:
    """The verdict where the first of ``facts`` that is a NotSeen kept from judging; its code is the reason."""
    missing = next(fact for fact in facts if isinstance(fact, NotSeen))
    return Verdict(code=missing.because, values={"fact": missing.fact, "detail": missing.detail})


def listed(words: Iterable[str]) -> str:
    """Several words as one value."""
    return ", ".join(dict.fromkeys(words))
