"""Polls that wait in this process, and how each is told to look again: no database, no task, one future each."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

OPEN_MAX = 3
"""Polls of one Host at once: a connection that broke unnoticed may stand beside the one that replaced it.
One more ends the oldest, so that nobody with a copy of the key can hold all places."""


class TooManyPollsError(Exception):
    """All together hold as many polls as they may."""


class Bell:
    """One poll's way to wait."""

    __slots__ = ("_is_rung", "_waiting", "is_left")

    def __init__(self) -> None:
        self._is_rung = False
        self.is_left = False
        self._waiting: asyncio.Future[None] | None = None

    def ring(self) -> None:
        """Ends the wait, or the next one at once."""
        self._is_rung = True
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def leave(self) -> None:
        """Nobody waits any more: whoever asked is gone, or has asked again since."""
        self.is_left = True
        self.ring()

    async def wait_until(self, deadline: float) -> bool:
        """False if nobody rang before ``deadline`` (the loop's time)."""
        loop = asyncio.get_running_loop()
        if not self._is_rung and loop.time() < deadline:
            self._waiting = loop.create_future()
            timer = loop.call_at(deadline, _end, self._waiting)
            try:
                await self._waiting
            finally:
                timer.cancel()
                self._waiting = None
        rung, self._is_rung = self._is_rung, False
        return rung


class Bells:
    """All of this process, by Host."""

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._count = 0
        self._by_host: dict[UUID, list[Bell]] = {}
        self.is_closed = False

    def __len__(self) -> int:
        return self._count

    @contextmanager
    def hang(self, host_id: UUID) -> Iterator[Bell]:
        """A bell for one poll, as long as the block lasts. Raises TooManyPollsError."""
        if self._count >= self._most:
            raise TooManyPollsError
        mine = self._by_host.setdefault(host_id, [])
        if len(mine) >= OPEN_MAX:
            mine.pop(0).leave()
        bell = Bell()
        mine.append(bell)
        self._count += 1
        try:
            yield bell
        finally:
            if bell in mine:
                mine.remove(bell)
            self._count -= 1
            if not mine and self._by_host.get(host_id) is mine:
                del self._by_host[host_id]

    def ring(self, host_id: UUID) -> None:
        """Tells the newest poll of that Host: an older one may be a connection that broke unnoticed."""
        if mine := self._by_host.get(host_id):
            mine[-1].ring()

    def ring_all(self, host_id: UUID) -> None:
        """Tells every poll of that Host."""
        for bell in self._by_host.get(host_id, []):
            bell.ring()

    def waiting(self) -> Collection[UUID]:
        """The hosts whose polls wait here."""
        return list(self._by_host)

    def close(self) -> None:
        """This process ends: nobody waits any more."""
        self.is_closed = True
        for host_id in self.waiting():
            self.ring_all(host_id)


def _end(waiting: asyncio.Future[None]) -> None:
    if not waiting.done():
        waiting.set_result(None)
