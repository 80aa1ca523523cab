"""The work-list as people use it: grouped, with the nearest Entries, and taken off when somebody saw to it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from bot.errors import BotError
from bot.feedback.ports import Rating, Ratings
from bot.knowledge.model import Language
from bot.live.edition import Edition, Editions
from bot.platforms.choosing import describe
from bot.platforms.reading import read_platform
from bot.worklist.grouping import group_items
from bot.worklist.model import Item, Served, WorklistGroup, WorklistPage
from bot.worklist.nearest import nearest_to
from bot.worklist.ports import Worklist

MOST_GROUPS = 10


@dataclass(frozen=True, slots=True)
class WorklistDesk:
    """The use cases; ``editions`` tell what would be answered now, ``ratings`` what was thought of what was answered."""

    kept: Worklist
    editions: Editions
    ratings: Ratings

    async def page(
        self, team: str, language: Language, *, most_groups: int = MOST_GROUPS, settled: bool = False
    ) -> WorklistPage:
        """What is to be done, the most asked first; titles are in ``language``."""
        items = await self.kept.items(team, settled=settled)
        edition = self.editions.now()
        faults = tuple(str(fault) for fault in self.editions.faults())
        # Grouping a thousand questions takes a good part of a second.
        page = await asyncio.to_thread(make_page, items, edition, language, most_groups, faults)
        groups = [await self._with_served(group, edition, language) for group in page.groups]
        return replace(page, groups=tuple(groups))

    async def group(self, team: str, ref: str, language: Language) -> WorklistGroup:
        """The group that a question or group of this name belongs to, settled ones included. Raises BotError."""
        page = await self.page(team, language, most_groups=1_000_000, settled=True)
        wanted = ref.strip().lower()
        for group in page.groups:
            if any(item.question_id.hex.startswith(wanted) for item in group.items):
                return group
        raise BotError(f"Nothing on the work-list is called {ref!r}. See: setupbot inbox")

    async def _with_served(self, group: WorklistGroup, edition: Edition, language: Language) -> WorklistGroup:
        served = []
        for item in group.items:
            rated = await self.ratings.ratings(item.question_id) if "rated" in item.whys else ()
            bad = [one for one in rated if not one.is_good]
            served.append(served_of(item, bad[-1] if bad else None, edition, language))
        return replace(group, served=tuple(served))

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


def served_of(item: Item, rated: Rating | None, edition: Edition, language: Language) -> Served:
    """What was answered, for which machine and how well it fitted: of the reply that was rated, if one was. Pure."""
    if item.is_check:
        return Served()
    knowledge = edition.knowledge
    entry = (rated.entry if rated else None) or item.entry
    platform = read_platform(item.text, knowledge.catalogue).over(item.platform)
    if rated:
        platform = rated.platform.over(platform)
    known = knowledge.entries.get(entry or "")
    return Served(
        title=known.title.in_language(language) if known else entry or "",
        machine=describe(platform, knowledge.catalogue),
        score=rated.score if rated and rated.score is not None else item.score,
    )


def _group(items: tuple[Item, ...], edition: Edition, language: Language) -> WorklistGroup:
    return WorklistGroup(items=items, nearest=nearest_to(items[-1].text, edition.matcher, language))
