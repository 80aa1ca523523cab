"""The work-list as people use it: grouped, with the nearest Entries, and taken off when somebody saw to it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from bot.answering.language import language_of
from bot.answering.model import Match
from bot.errors import BotError
from bot.knowledge.model import Language
from bot.live.edition import Edition, Editions
from bot.text.normalise import normalise
from bot.worklist.grouping import group_items
from bot.worklist.model import Item, WorklistGroup, WorklistPage
from bot.worklist.ports import Worklist

MOST_GROUPS = 10


@dataclass(frozen=True, slots=True)
class WorklistDesk:
    """The use cases; ``editions`` tell what would be answered now."""

    kept: Worklist
    editions: Editions

    async def page(
        self, team: str, language: Language, *, most_groups: int = MOST_GROUPS, settled: bool = False
    ) -> WorklistPage:
        """What is to be done, the most asked first; titles are in ``language``."""
        items = await self.kept.items(team, settled=settled)
        edition = self.editions.now()
        faults = tuple(str(fault) for fault in self.editions.faults())
        # Grouping a thousand questions takes a good part of a second.
        return await asyncio.to_thread(make_page, items, edition, language, most_groups, faults)

    async def group(self, team: str, ref: str, language: Language) -> WorklistGroup:
        """The group that a question or group of this name belongs to, settled ones included. Raises BotError."""
        page = await self.page(team, language, most_groups=1_000_000, settled=True)
        wanted = ref.strip().lower()
        for group in page.groups:
            if any(item.question_id.hex.startswith(wanted) for item in group.items):
                return group
        raise BotError(f"Nothing on the work-list is called {ref!r}. See: setupbot inbox")

    async def dismiss_like(self, team: str, question_id: UUID, by: str) -> int:
        """Takes a question and its like off the list."""
        items = await self.kept.items(team)
        vocabulary = self.editions.now().vocabulary
        groups = await asyncio.to_thread(group_items, items, vocabulary)
        meant = {question_id}
        for group in groups:
            ids = {item.question_id for item in group}
            if question_id in ids:
                meant |= ids
        return await self.dismiss(meant, by)

    async def dismiss(self, question_ids: Collection[UUID], by: str) -> int:
        """Takes questions off the list that are nobody's to answer here."""
        return await self.kept.settle(question_ids, "dismissed", by)


def make_page(
    items: Sequence[Item],
    edition: Edition,
    language: Language,
    most_groups: int,
    faults: tuple[str, ...] = (),
) -> WorklistPage:
    """The items as a page. Pure."""
    grouped = group_items(items, edition.vocabulary)
    return WorklistPage(
        language=language,
        groups=tuple(_group(group, edition, language) for group in grouped[:most_groups]),
        total=sum(map(len, grouped)),
        all_groups=len(grouped),
        faults=faults,
    )


def _group(items: tuple[Item, ...], edition: Edition, language: Language) -> WorklistGroup:
    text = normalise(items[-1].text)
    found = edition.matcher.match(text, language_of(text))
    near = found.candidates if isinstance(found, Match) else found.near
    return WorklistGroup(items=items, nearest=edition.matcher.titled(near, language))
