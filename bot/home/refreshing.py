"""Has App Home published anew after a reply: to whoever asked, and to maintainers where nothing answered it."""

from __future__ import annotations

from uuid import UUID

from bot.home.ports import HomeChanges
from bot.storage.store import Outbox
from bot.work.ports import Delivers

UNSERVED = ("abstain", "suggest")


class Refreshing:
    """Implements ``bot.work.ports.Delivers`` around another.

    It is part of the same job: killed in between, the job runs again, finds the reply delivered, and comes here.
    """

    def __init__(self, deliver: Delivers, store: Outbox, homes: HomeChanges) -> None:
        self._inner, self._store, self._homes = deliver, store, homes

    @property
    def gap_s(self) -> float:
        """As the other's."""
        return self._inner.gap_s

    async def deliver(self, question_id: UUID, waits: int = 0) -> None:
        """Delivers, then tells."""
        await self._inner.deliver(question_id, waits)
        loaded = await self._store.load(question_id)
        if loaded is None:
            return
        question = loaded[0]
        await self._homes.changed(question.team, question.user_id)
        if question.outcome in UNSERVED:
            await self._homes.work_changed(question.team)
