"""Wakes the polls that wait in this process: one LISTEN connection, made anew whenever it breaks.

Whatever a broken connection may have missed is asked for in one query, for all waiting polls at once.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

import psycopg
import structlog
from psycopg import sql

from bot.hosts.bells import Bells
from bot.storage.database import Database
from bot.storage.faults import StorageError
from bot.storage.hosts.base import CHANNEL

CATCH_UP_S = 15.0
ANSWER_LIMIT_S = 5.0
PAUSE_MAX_S = 5.0
_log = structlog.get_logger(__name__)

Due = Callable[[Collection[UUID]], Awaitable[Collection[UUID]]]


class Listener:
    """Rings ``bells`` for the hosts that NOTIFY names; ``due`` is ``AgentRecords.due``."""

    def __init__(self, database: Database, bells: Bells, due: Due, catch_up_s: float = CATCH_UP_S) -> None:
        self._database, self._bells, self._due, self._catch_up_s = database, bells, due, catch_up_s
        self.ready = asyncio.Event()  #: set while it listens

    async def run(self) -> None:
        """Until it is cancelled."""
        broken = 0
        while True:
            try:
                await self._listen()
            except (StorageError, psycopg.Error, TimeoutError, OSError) as fault:
                broken = 0 if self.ready.is_set() else broken + 1
                _log.warning("listener_lost_database", fault=type(fault).__name__)
            finally:
                self.ready.clear()
            pause_s = min(PAUSE_MAX_S, 0.1 * 2**broken)
            await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))  # noqa: S311  # jitter, no secret

    async def _listen(self) -> None:
        connection = await self._database.connect(autocommit=True)
        async with connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            self.ready.set()
            while True:
                for host_id in await self._due(self._bells.waiting()):
                    self._bells.ring_all(host_id)
                async for notice in connection.notifies(timeout=self._catch_up_s):
                    self._ring(notice.payload)
                async with asyncio.timeout(ANSWER_LIMIT_S):  # a connection may be dead without saying so
                    await connection.execute("SELECT 1")

    def _ring(self, payload: str) -> None:
        try:
            self._bells.ring(UUID(payload))
        except ValueError:
            _log.warning("strange_notification")
