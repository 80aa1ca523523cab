"""Hears of lessons that other processes taught: one LISTEN connection, made anew whenever it breaks."""

from __future__ import annotations

import asyncio
import random

import psycopg
import structlog
from psycopg import sql

from bot.live.keeping import Keeper
from bot.storage.database import Database
from bot.storage.faults import StorageError
from bot.storage.teaching import CHANNEL

CATCH_UP_S = 15.0
"""Whatever a broken connection missed is seen by then."""

ANSWER_LIMIT_S = 5.0
PAUSE_MAX_S = 5.0
_log = structlog.get_logger(__name__)


class LessonListener:
    """Has ``keeper`` look at the lessons whenever some process changed them."""

    def __init__(self, database: Database, keeper: Keeper, catch_up_s: float = CATCH_UP_S) -> None:
        self._database, self._keeper, self._catch_up_s = database, keeper, catch_up_s
        self.ready = asyncio.Event()  #: set while it listens

    async def run(self, stop: asyncio.Event) -> None:
        """Until ``stop``."""
        listening, ended = asyncio.create_task(self._forever()), asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({listening, ended}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (listening, ended):
                task.cancel()
            await asyncio.gather(listening, ended, return_exceptions=True)
        if not listening.cancelled() and (fault := listening.exception()):
            raise fault

    async def _forever(self) -> None:
        broken = 0
        while True:
            try:
                await self._listen()
            except (StorageError, psycopg.Error, TimeoutError, OSError) as fault:
                broken = 0 if self.ready.is_set() else broken + 1
                _log.warning("lessons_not_heard", fault=type(fault).__name__)
            finally:
                self.ready.clear()
            pause_s = min(PAUSE_MAX_S, 0.1 * 2**broken)
            await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))  # noqa: S311  # jitter, no secret

    async def _listen(self) -> None:
        async with await self._database.connect(autocommit=True) as connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            self.ready.set()
            while True:
                await self._keeper.refresh()
                async for _ in connection.notifies(timeout=self._catch_up_s, stop_after=1):
                    pass
                async with asyncio.timeout(ANSWER_LIMIT_S):  # a connection may be dead without saying so
                    await connection.execute("SELECT 1")
