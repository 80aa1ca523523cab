"""Puts what many ask for at once into one statement: whatever comes while one runs goes into the next.

Alone, a question is asked at once; in a rush of thousands of agents the batches grow by themselves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Given = TypeVar("Given")
Found = TypeVar("Found")

BATCH_MAX = 50
"""All of a batch go on in one turn of the loop: more would hold up everybody else for a moment."""


class Batcher(Generic[Key, Given, Found]):
    """``run`` answers a batch by key; what it leaves out is None. A key stands in a batch once."""

    def __init__(self, run: Callable[[Mapping[Key, Given]], Awaitable[Mapping[Key, Found]]]) -> None:
        self._run = run
        self._queue: list[tuple[Key, Given, asyncio.Future[Found | None]]] = []
        self._running: asyncio.Task[None] | None = None

    async def ask(self, key: Key, given: Given) -> Found | None:
        """The answer for ``key``; raises what ``run`` raised for its batch."""
        future: asyncio.Future[Found | None] = asyncio.get_running_loop().create_future()
        self._queue.append((key, given, future))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._work())
        return await future

    async def _work(self) -> None:
        while self._queue:
            batch, self._queue = _first(self._queue)
            try:
                found = await self._run({key: given for key, given, _ in batch})
            except Exception as fault:  # noqa: BLE001 # it is theirs who asked
                for _, _, future in batch:
                    if not future.done():
                        future.set_exception(fault)
                continue
            for key, _, future in batch:
                if not future.done():
                    future.set_result(found.get(key))


_Queue = list[tuple[Key, Given, "asyncio.Future[Found | None]"]]


def _first(queue: _Queue[Key, Given, Found]) -> tuple[_Queue[Key, Given, Found], _Queue[Key, Given, Found]]:
    """The next batch, and what stays: the second question of a key waits for the answer to the first."""
    batch: _Queue[Key, Given, Found] = []
    rest: _Queue[Key, Given, Found] = []
    keys: set[Key] = set()
    for one in queue:
        if one[0] in keys or len(batch) >= BATCH_MAX:
            rest.append(one)
        else:
            keys.add(one[0])
            batch.append(one)
    return batch, rest
