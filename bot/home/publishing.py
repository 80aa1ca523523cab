"""Publishes a person's App Home so that nothing is lost, whoever else does so at the same time.

The view only shows what the store holds. It is published in place of the view that was published
before: where another stands by now (``hash_conflict``), everything is read again and published anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import structlog

from bot.home.model import Home, HomePage
from bot.home.ports import Homes, ViewPublisher
from bot.work.ports import Refused

STALE = "hash_conflict"
TRIES = 3
_log = structlog.get_logger(__name__)


class Pages(Protocol):
    """What gathers it (``bot.home.page.HomePages``)."""

    async def page(self, home: Home) -> HomePage:
        """What there is to show now."""
        ...


Render = Callable[[HomePage], Mapping[str, Any]]


class Publishing:
    """The work behind the job ``publish_home``; safe to run twice, also at the same time."""

    def __init__(self, *, homes: Homes, pages: Pages, render: Render, publisher: ViewPublisher) -> None:
        self._homes, self._pages, self._render, self._publisher = homes, pages, render, publisher

    async def publish(self, team: str, user: str) -> bool:
        """Brings it up to date. False where something changed meanwhile, so that it is to be done again.

        Raises RateLimited and Passing; what Slack refuses for good is let go until the next change.
        """
        home = await self._homes.home(team, user)
        if home is None or not home.is_due:
            return True
        try:
            stands = await self._placed(home)
        except Refused as refusal:
            _log.error("home_refused", team=team, user=user, code=refusal.code)
            return await self._homes.published(home, "")
        return stands

    async def _placed(self, home: Home) -> bool:
        named = home.view_hash
        for tried in range(1, TRIES + 1):
            page = await self._pages.page(home)
            view = self._render(page)
            try:
                stands = await self._publisher.publish(home.team, home.user, view, named)
            except Refused as refusal:
                if refusal.code != STALE or tried == TRIES:
                    raise
                _log.info("home_was_stale", team=home.team, user=home.user)
                fresh = await self._homes.home(home.team, home.user) or home
                # The same name still: the view that stands is nobody's that we know of, and gives way.
                named = fresh.view_hash if fresh.view_hash != named else ""
                home = fresh
                continue
            return await self._homes.published(home, stands, shows_work=page.worklist is not None)
        raise AssertionError("unreachable")

    async def give_up(self, team: str, user: str) -> None:
        """Slack was away for too long: the next change, or their next look, begins anew."""
        home = await self._homes.home(team, user)
        if home is not None:
            await self._homes.published(home, home.view_hash)
