"""The use cases of teaching, for whoever may: propose, confirm, take back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import UUID

from bot.answering.language import language_of
from bot.answering.model import Candidate
from bot.knowledge.model import Language
from bot.live.keeping import Keeper
from bot.storage.store import Inbox
from bot.teaching.maintainers import Maintainers
from bot.teaching.model import Lesson, Proposal, TaughtLesson
from bot.teaching.overlay import digest_of_lessons, key_of, overlay
from bot.teaching.ports import Teaching
from bot.teaching.soundness import LessonFault, faults_of
from bot.worklist.grouping import group_items
from bot.worklist.nearest import nearest_to
from bot.worklist.ports import Worklist

MOST_SETTLED = 500


class TeachingDesk:
    """``keeper`` has the knowledge that stands; ``people`` what language somebody chose."""

    def __init__(
        self,
        *,
        kept: Teaching,
        worklist: Worklist,
        keeper: Keeper,
        maintainers: Maintainers,
        people: Inbox,
        default_language: Language | None = None,
    ) -> None:
        self.kept, self.worklist, self.keeper, self.maintainers = kept, worklist, keeper, maintainers
        self._people, self._default_language = people, default_language

    async def may_teach(self, user: str) -> bool:
        """Whether they keep the knowledge; nobody does unless they are named."""
        return await self.maintainers.are(user)

    async def language(self, team: str, user: str, text: str = "") -> Language:
        """In which to speak to them: what they chose, the team's, or that of what they look at."""
        known = await self._people.person(team, user)
        chosen = known.language if known else None
        return chosen or self._default_language or language_of(text)

    def suggestions(self, line: str, language: Language) -> tuple[Candidate, ...]:
        """The Entries that come near a line, the best first."""
        return nearest_to(line, self.keeper.standing.now().matcher, language)

    def titles(self, language: Language) -> dict[str, str]:
        """Every Entry's title by its id, in the order of titles."""
        entries = self.keeper.standing.now().knowledge.entries.values()
        titled = ((entry.id, entry.title.in_language(language)) for entry in entries)
        return dict(sorted(titled, key=lambda one: (one[1].casefold(), one[0])))

    async def propose(self, proposal: Proposal, instead: UUID | None = None) -> Proposal | list[LessonFault]:
        """Has it tried, or says at once what is wrong. ``instead`` of another, which is given up."""
        if faults := faults_of(proposal.lesson, self.keeper.standing.now().knowledge):
            return faults
        if instead is not None:
            await self.kept.cancel(instead)
        return await self.kept.propose(proposal)

    async def settles(self, team: str, lesson: Lesson, about: UUID | None) -> tuple[UUID, ...]:
        """The questions of the work-list that the lesson is about: that one and its like."""
        lines = (
            [lesson.line]
            if lesson.line
            else [line for _, line in lesson.draft.utterances]
            if lesson.draft
            else []
        )
        keys = {key_of(line) for line in lines}
        items = await self.worklist.items(team)
        vocabulary = self.keeper.standing.now().vocabulary
        groups = await asyncio.to_thread(group_items, items, vocabulary)
        meant = [
            item.question_id
            for group in groups
            if any(item.question_id == about or key_of(item.text) in keys for item in group)
            for item in group
        ]
        return tuple(meant[:MOST_SETTLED])

    async def teach(self, proposal_id: UUID) -> Proposal | Sequence[LessonFault] | None:
        """Lets it stand; every process hears of it and answers it. See ``Teaching.teach``.

        Nothing is waited for here: laying it over the knowledge can take longer than Slack waits for an answer.
        """
        found = await self.kept.proposal(proposal_id)
        base = self.keeper.base

        def check(lessons: Sequence[Lesson]) -> Sequence[LessonFault]:
            return faults_of(found.lesson, overlay(base, lessons).knowledge) if found else ()

        return await self.kept.teach(proposal_id, digest_of_lessons, check)

    async def undo(self, lesson_id: UUID, by: str) -> TaughtLesson | None:
        """Takes it back; every process hears of it and answers it no more."""
        return await self.kept.undo(lesson_id, by)

    async def taught(self) -> Sequence[TaughtLesson]:
        """All that stands beside the files."""
        return await self.kept.standing()
