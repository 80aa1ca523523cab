"""Hears what other processes NOTIFY: one LISTEN connection, made anew whenever it breaks."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable

import psycopg
import structlog
from psycopg import sql

from bot.storage.database import Database
from bot.storage.faults import StorageError

CATCH_UP_S = 15.0
"""Whatever a broken connection missed is seen by then."""

ANSWER_LIMIT_S = 5.0
PAUSE_MAX_S = 5.0
_log = structlog.get_logger(__name__)


class Listening:
    """On one ``channel``: ``look`` is asked at the start of each round, and ``hear`` is given what was notified.

    A round ends after ``catch_up_s``, or after ``stop_after`` notifications.
    """

    def __init__(
        self,
        database: Database,
        channel: str,
        *,
        look: Callable[[], Awaitable[None]],
        hear: Callable[[str], None] = lambda payload: None,
        catch_up_s: float = CATCH_UP_S,
        stop_after: int | None = None,
    ) -> None:
        self._database, self._channel, self._look, self._hear = database, channel, look, hear
        self._catch_up_s, self._stop_after = catch_up_s, stop_after
        self.ready = asyncio.Event()  #: set while it listens

    async def run(self) -> None:
        """Until it is cancelled."""
        broken = 0
        while True:
            try:
                await self._listen()
            except (StorageError, psycopg.Error, TimeoutError, OSError) as fault:
                broken = 0 if self.ready.is_set() else broken + 1
                _log.warning("listener_lost_database", channel=self._channel, fault=type(fault).__name__)
            finally:
                self.ready.clear()
            pause_s = min(PAUSE_MAX_S, 0.1 * 2**broken)
            await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))  # noqa: S311  # jitter, no secret

    async def _listen(self) -> None:
        async with await self._database.connect(autocommit=True) as connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._channel)))
            self.ready.set()
            while True:
                await self._look()
                heard = connection.notifies(timeout=self._catch_up_s, stop_after=self._stop_after)
                async for notice in heard:
                    self._hear(notice.payload)
                async with asyncio.timeout(ANSWER_LIMIT_S):  # a connection may be dead without saying so
                    await connection.execute("SELECT 1")
