"""Wakes the polls that wait in this process.

Whatever a broken connection may have missed is asked for in one query, for all waiting polls at once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

import structlog

from bot.hosts.bells import Bells
from bot.storage.database import Database
from bot.storage.hosts.base import CHANNEL
from bot.storage.listening import CATCH_UP_S, Listening

_log = structlog.get_logger(__name__)

Due = Callable[[Collection[UUID]], Awaitable[Collection[UUID]]]


class Listener:
    """Rings ``bells`` for the hosts that NOTIFY names; ``due`` is ``AgentRecords.due``."""

    def __init__(self, database: Database, bells: Bells, due: Due, catch_up_s: float = CATCH_UP_S) -> None:
        self._bells, self._due = bells, due
        self._listening = Listening(
            database, CHANNEL, look=self._catch_up, hear=self._ring, catch_up_s=catch_up_s
        )
        self.ready = self._listening.ready  #: set while it listens

    async def run(self) -> None:
        """Until it is cancelled."""
        await self._listening.run()

    async def _catch_up(self) -> None:
        for host_id in await self._due(self._bells.waiting()):
            self._bells.ring_all(host_id)

    def _ring(self, payload: str) -> None:
        try:
            self._bells.ring(UUID(payload))
        except ValueError:
            _log.warning("strange_notification")
