"""The weekly digest: Monday from 09:00 in the time zone of the machine (``TZ``), once a week for each maintainer."""

from __future__ import annotations

from datetime import datetime

from bot.teaching.maintainers import Maintainers
from bot.teaching.ports import Teaching
from bot.worklist.ports import Worklist

HOUR = 9
LATEST_WEEKDAY = 2
"""A bot that was away on Monday sends it until Wednesday; after that the week is let go."""


class Digests:
    """Queues them; what is in one is found out when it is delivered."""

    def __init__(self, kept: Teaching, worklist: Worklist, maintainers: Maintainers) -> None:
        self._kept, self._worklist, self._maintainers = kept, worklist, maintainers

    async def send(self, now: datetime) -> int:
        """Queues those that are due, once each, whenever and however often it is called; returns how many."""
        local = now.astimezone()
        if not is_due(local):
            return 0
        sent = 0
        for team in await self._worklist.teams():
            for user in await self._maintainers.everyone():
                sent += await self._kept.queue_digest(team, user, week_of(local))
        return sent


def is_due(local: datetime) -> bool:
    """Whether the digest of this week may go out by now."""
    if local.weekday() == 0:
        return local.hour >= HOUR
    return local.weekday() <= LATEST_WEEKDAY


def week_of(local: datetime) -> str:
    """The ISO week, in an order that sorts: ``2026-W47``."""
    year, week, _ = local.isocalendar()
    return f"{year}-W{week:02d}"
