"""Where the work-list is kept. ``SqlWorklist`` and its twin ``MemoryWorklist`` pass one contract suite.

That a question was not answered is noted by the Store itself, in the transaction that records the outcome.
Every method is one transaction, may be repeated, and raises StorageDown when the database does not answer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from bot.worklist.model import Item, Settled, Tally


class WorklistNotes(Protocol):
    """What makes items, besides outcomes. A question that is gone or withdrawn makes none."""

    async def note_bad_rating(self, question_id: UUID, *, by: str, reason: str, words: str = "") -> None:
        """Somebody rated the answer badly; ``words`` have no secrets any more. A later rating replaces it."""
        ...

    async def note_handed(self, question_id: UUID, *, by: str) -> None:
        """Somebody gave the question to a person."""
        ...

    async def note_resolved(self, question_id: UUID, *, by: str) -> None:
        """A person resolved it: all that is left is to teach what they found, or not to."""
        ...


class Worklist(WorklistNotes, Protocol):
    """All of it."""

    async def items(self, team: str, *, settled: bool = False, limit: int = 1_000) -> Sequence[Item]:
        """The newest ``limit``, the oldest of them first; with ``settled`` also those that are done with.

        What was offered near misses comes only after ten minutes, for as long as one may still be chosen.
        """
        ...

    async def item(self, question_id: UUID) -> Item | None:
        """One, settled or not; None if it is not on the list."""
        ...

    async def settle(self, question_ids: Collection[UUID], how: Settled, by: str) -> int:
        """Takes questions off the list; returns how many were on it."""
        ...

    async def tally(self, team: str, within: timedelta) -> Tally:
        """What was asked lately, by words (buttons, hosts and notices aside)."""
        ...

    async def teams(self) -> Sequence[str]:
        """The workspaces that have asked anything."""
        ...
