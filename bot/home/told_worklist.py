"""The work-list, which tells App Home of what leaves it or comes onto it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from bot.home.ports import HomeChanges
from bot.worklist.model import Item, Settled, Tally
from bot.worklist.ports import Worklist


class ToldWorklist:
    """Implements ``bot.worklist.ports.Worklist`` around another."""

    def __init__(self, kept: Worklist, homes: HomeChanges) -> None:
        self._kept, self._homes = kept, homes

    async def note_bad_rating(self, question_id: UUID, *, by: str, reason: str, words: str = "") -> None:
        """Then tells all maintainers."""
        await self._kept.note_bad_rating(question_id, by=by, reason=reason, words=words)
        await self._tell(question_id)

    async def note_handed(self, question_id: UUID, *, by: str) -> None:
        """Then tells all maintainers."""
        await self._kept.note_handed(question_id, by=by)
        await self._tell(question_id)

    async def note_resolved(self, question_id: UUID, *, by: str) -> None:
        """Then tells all maintainers."""
        await self._kept.note_resolved(question_id, by=by)
        await self._tell(question_id)

    async def items(self, team: str, *, settled: bool = False, limit: int = 1_000) -> Sequence[Item]:
        """As they are kept."""
        return await self._kept.items(team, settled=settled, limit=limit)

    async def item(self, question_id: UUID) -> Item | None:
        """As it is kept."""
        return await self._kept.item(question_id)

    async def settle(self, question_ids: Collection[UUID], how: Settled, by: str) -> int:
        """Then tells all maintainers, and sooner who did it."""
        count = await self._kept.settle(question_ids, how, by)
        for question_id in list(question_ids)[:1]:
            await self._tell(question_id, by)
        return count

    async def tally(self, team: str, within: timedelta) -> Tally:
        """As it is kept."""
        return await self._kept.tally(team, within)

    async def teams(self) -> Sequence[str]:
        """As they are kept."""
        return await self._kept.teams()

    async def _tell(self, question_id: UUID, by: str = "") -> None:
        item = await self._kept.item(question_id)
        if item is None:
            return
        if by:
            await self._homes.changed(item.team, by)
        await self._homes.work_changed(item.team)
