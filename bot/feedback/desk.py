"""Taking a rating: kept once a person and reply, and told to those who keep the knowledge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.answering.language import language_of
from bot.conversations.answer_path import AnswerPath
from bot.conversations.questions import Load, chain_of
from bot.feedback.ports import WHYS, Rating, Ratings
from bot.knowledge.model import Language
from bot.platforms.model import Platform
from bot.storage.model import QuestionRow
from bot.worklist.ports import WorklistNotes


@dataclass(frozen=True, slots=True)
class FeedbackDesk:
    """``load`` finds the question that a thumb is about, ``path`` what it was answered, knowing of no Host."""

    ratings: Ratings
    notes: WorklistNotes
    load: Load
    redact: Callable[[str], str]
    path: AnswerPath

    async def language(self, team: str, token: str) -> Language | None:
        """Of the reply; None where its question is gone, or another workspace's."""
        chain = await self._chain(team, token)
        if not chain:
            return None
        root = chain[-1]
        if language_of(root.text) == "ko":
            return "ko"
        return next((row.language for row in chain if row.language), None) or language_of(root.text)

    async def rate(
        self,
        team: str,
        user: str,
        token: str,
        *,
        is_good: bool,
        reason: str = "",
        words: str = "",
        may_ask: bool = False,
    ) -> bool:
        """Keeps it in place of what they thought before; False if that is the same, or the question is gone."""
        chain = await self._chain(team, token)
        if not chain:
            return False
        rated, root = chain[0], chain[-1]
        why = next((one for one in WHYS if one == reason), None)
        rating = Rating(
            question_id=rated.id,
            root_id=root.id,
            user=user,
            is_good=is_good,
            reason=why,
            words=self.redact(words),
            may_ask=may_ask,
            entry=rated.entry,
            platform=await self._platform(chain),
            score=rated.score,
        )
        is_new = await self.ratings.rate(rating)
        if not is_good:
            # Said again when a click is repeated, in case that the first was cut off between the two.
            by = user if may_ask else ""
            await self.notes.note_bad_rating(root.id, by=by, reason=why or "", words=rating.words)
        return is_new

    async def _platform(self, chain: list[QuestionRow]) -> Platform:
        """What the answer was chosen for; whoever reads the rating may not be meant to know of a Host."""
        told = await self.path.told(chain)
        return told.reply.platform.each(lambda fact: None if fact.origin == "host" else fact)

    async def _chain(self, team: str, token: str) -> list[QuestionRow]:
        question = await self.load(token)
        if question is None or question.withdrawn or question.team != team:
            return []
        return await chain_of(question, self.load)
