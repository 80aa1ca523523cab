"""What maintainers are told unasked: the result of a trial, and the weekly digest. ``AnswerQuestion`` for both."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from bot.rendering.slack import SlackMessage
from bot.rendering.teaching_slack import render_proposal_message
from bot.rendering.worklist_slack import DIGEST_GROUPS, render_digest
from bot.storage.model import Outcome, QuestionRow
from bot.teaching.desk import TeachingDesk
from bot.teaching.ports import DIGEST, NOTICE
from bot.words import words_in
from bot.work.ports import RenderedReply
from bot.worklist.desk import WorklistDesk

WEEK = timedelta(days=7)


class TeachingNotices:
    """Makes the message of a notice that is about teaching; None for every other."""

    def __init__(self, desk: TeachingDesk, worklist: WorklistDesk) -> None:
        self._desk, self._worklist = desk, worklist

    async def __call__(self, question: QuestionRow) -> RenderedReply | None:
        """As it stands now; asked again after a crash, or when something changed."""
        if question.text.startswith(NOTICE):
            message = await self._result(question.text.removeprefix(NOTICE))
        elif question.text.startswith(DIGEST):
            message = await self._digest(question)
        else:
            return None
        if message is None:
            return None
        return RenderedReply(text=message.text, blocks=tuple(message.blocks), outcome=Outcome(kind="notice"))

    async def _result(self, named: str) -> SlackMessage | None:
        proposal = await self._desk.kept.proposal(UUID(named))
        if proposal is None:
            return None
        words = words_in(proposal.language).teaching
        return render_proposal_message(words, proposal, self._desk.titles(proposal.language))

    async def _digest(self, question: QuestionRow) -> SlackMessage | None:
        language = await self._desk.language(question.team, question.user_id)
        page = await self._worklist.page(question.team, language, most_groups=DIGEST_GROUPS)
        tally = await self._worklist.kept.tally(question.team, WEEK)
        return render_digest(page, tally, self._desk.titles(language), words_in(language).worklist)
