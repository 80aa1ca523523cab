"""Hears of lessons that other processes taught."""

from __future__ import annotations

import asyncio

from bot.live.keeping import Keeper
from bot.storage.database import Database
from bot.storage.listening import CATCH_UP_S, Listening
from bot.storage.teaching import CHANNEL


class LessonListener:
    """Has ``keeper`` look at the lessons whenever some process changed them."""

    def __init__(self, database: Database, keeper: Keeper, catch_up_s: float = CATCH_UP_S) -> None:
        self._listening = Listening(
            database, CHANNEL, look=keeper.refresh, catch_up_s=catch_up_s, stop_after=1
        )
        self.ready = self._listening.ready  #: set while it listens

    async def run(self, stop: asyncio.Event) -> None:
        """Until ``stop``."""
        listening, ended = asyncio.create_task(self._listening.run()), asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({listening, ended}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (listening, ended):
                task.cancel()
            await asyncio.gather(listening, ended, return_exceptions=True)
        if not listening.cancelled() and (fault := listening.exception()):
            raise fault
