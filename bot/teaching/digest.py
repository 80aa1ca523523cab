"""The weekly digest: Monday from 09:00 in the time zone of the machine (``TZ``), once a week for each maintainer."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.onboarding.ports import Profiles
from bot.teaching.maintainers import Maintainers
from bot.teaching.ports import Teaching
from bot.work.ports import Passing, RateLimited, Refused
from bot.worklist.ports import Worklist

HOUR = 9
LATEST_WEEKDAY = 2
"""A bot that was away on Monday sends it until Wednesday; after that the week is let go."""

_log = structlog.get_logger(__name__)


class Digests:
    """Queues them; what is in one is found out when it is delivered."""

    def __init__(
        self, kept: Teaching, worklist: Worklist, maintainers: Maintainers, profiles: Profiles
    ) -> None:
        self._kept, self._worklist = kept, worklist
        self._maintainers, self._profiles = maintainers, profiles

    async def send(self, now: datetime) -> int:
        """Queues those that are due, once each, whenever and however often it is called; returns how many."""
        local = now.astimezone()
        if not is_due(local):
            return 0
        teams, sent = await self._worklist.teams(), 0
        for team in teams:
            for user in await self._maintainers.everyone():
                if len(teams) == 1 or await self._is_in(team, user):
                    sent += await self._kept.queue_digest(team, user, week_of(local))
        return sent

    async def _is_in(self, team: str, user: str) -> bool:
        """Whether the workspace is theirs: of several, a maintainer is told of their own only."""
        try:
            profile = await self._profiles.find(team, user)
        except (Passing, RateLimited, Refused) as fault:
            _log.info("digest_not_now", team=team, fault=type(fault).__name__)
            return False
        return profile is not None and profile.is_teammate


def is_due(local: datetime) -> bool:
    """Whether the digest of this week may go out by now."""
    if local.weekday() == 0:
        return local.hour >= HOUR
    return local.weekday() <= LATEST_WEEKDAY


def week_of(local: datetime) -> str:
    """The ISO week, in an order that sorts: ``2026-W47``."""
    year, week, _ = local.isocalendar()
    return f"{year}-W{week:02d}"
