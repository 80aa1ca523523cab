"""Weeks from Monday to Sunday, by UTC. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bot.home.model import Week


def mondays(now: datetime, count: int) -> list[date]:
    """Of the last ``count`` weeks with the present one, the oldest first."""
    this = now.date() - timedelta(days=now.weekday())
    return [this - timedelta(weeks=ago) for ago in range(count - 1, -1, -1)]


def weeks_of(counts: Mapping[tuple[date, str], int], now: datetime, count: int) -> tuple[Week, ...]:
    """What was counted by Monday and outcome. Only what ended in an answer, near misses or none was asked."""
    return tuple(
        Week(
            monday=monday,
            asked=sum(counts.get((monday, outcome), 0) for outcome in ("answer", "suggest", "abstain")),
            answered=counts.get((monday, "answer"), 0),
            suggested=counts.get((monday, "suggest"), 0),
            abstained=counts.get((monday, "abstain"), 0),
        )
        for monday in mondays(now, count)
    )
