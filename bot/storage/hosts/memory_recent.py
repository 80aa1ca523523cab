"""What was said about hosts just before, in memory."""

# ruff: noqa: D102  # the Protocol in bot/hosts/recent.py says what each method does

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from bot.hosts.recent import SPOKEN, WORDS_KEPT_IN_MIND, Checked
from bot.storage.hosts.memory_base import CheckRow, MemoryBase
from bot.storage.model import QuestionRow, ReplyRow


class MemoryRecent(MemoryBase):
    """Implements ``bot.hosts.recent.Recent``."""

    async def checked_by(self, question_id: UUID) -> Checked | None:
        return self._newest(lambda row, question, reply: question.id == question_id)

    async def last_checked(
        self, team: str, user: str, channel: str, thread: str | None = None
    ) -> Checked | None:
        def fits(row: CheckRow, question: QuestionRow, reply: ReplyRow) -> bool:
            asked = question.channel == channel and thread in (None, question.thread)
            stands = reply.channel == channel and thread in (None, reply.thread, reply.ts)
            is_theirs = question.user_id == user or (reply.state == "posted" and not reply.private)
            is_there = question.team == team and row.host_id is not None and not question.withdrawn
            return is_there and is_theirs and (asked or stands)

        return self._newest(fits)

    async def last_words(self, team: str, user: str) -> Sequence[str]:
        mine = [row for row in self._store.questions.values() if (row.team, row.user_id) == (team, user)]
        said = sorted((row for row in mine if row.surface in SPOKEN), key=lambda row: row.asked_at)
        return [row.text for row in reversed(said)][:WORDS_KEPT_IN_MIND]

    def _newest(self, fits: Callable[[CheckRow, QuestionRow, ReplyRow], bool]) -> Checked | None:
        found = None
        for (question_id, host_name), row in self.checks.items():  # in order of arrival
            question = self._store.questions.get(question_id)
            if question and fits(row, question, self._store.replies[question_id]):
                found = Checked(host_name=host_name, user=row.request.user if row.job_id else None)
        return found
