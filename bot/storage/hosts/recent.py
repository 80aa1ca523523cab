"""What was said about hosts just before, in PostgreSQL: for words such as "check again"."""

# ruff: noqa: D102  # the Protocol in bot/hosts/recent.py says what each method does

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from bot.hosts.recent import SPOKEN, WORDS_KEPT_IN_MIND, Checked
from bot.storage.host_tables import checks, host_jobs
from bot.storage.hosts.base import HostsBase
from bot.storage.tables import questions, replies
from bot.storage.transactions import transaction


class SqlRecent(HostsBase):
    """Implements ``bot.hosts.recent.Recent``."""

    async def checked_by(self, question_id: UUID) -> Checked | None:
        return await self._newest(checks.c.question_id == question_id)

    async def last_checked(
        self, team: str, user: str, channel: str, thread: str | None = None
    ) -> Checked | None:
        asked, stands = questions.c.channel == channel, replies.c.channel == channel
        if thread is not None:
            asked = and_(asked, questions.c.thread == thread)
            stands = and_(stands, or_(replies.c.thread == thread, replies.c.ts == thread))
        is_seen = and_(replies.c.state == "posted", replies.c.private.is_(False))
        return await self._newest(
            checks.c.team == team,
            checks.c.host_id.is_not(None),
            questions.c.withdrawn.is_(False),
            or_(questions.c.user_id == user, is_seen),
            or_(asked, stands),
        )

    async def last_words(self, team: str, user: str) -> Sequence[str]:
        said = (
            select(questions.c.text)
            .where(questions.c.team == team, questions.c.user_id == user, questions.c.surface.in_(SPOKEN))
            .order_by(questions.c.asked_at.desc())
            .limit(WORDS_KEPT_IN_MIND)
        )
        async with transaction(self._engine) as connection:
            return (await connection.execute(said)).scalars().all()

    async def _newest(self, *conditions: ColumnElement[bool]) -> Checked | None:
        of_question = checks.c.question_id == questions.c.id
        found = (
            select(checks.c.host_name, host_jobs.c.about_user)
            .join(questions, of_question)
            .join(replies, replies.c.question_id == questions.c.id)
            .outerjoin(host_jobs, host_jobs.c.id == checks.c.job_id)
            .where(*conditions)
            .order_by(checks.c.asked_at.desc())
            .limit(1)
        )
        async with transaction(self._engine) as connection:
            row = (await connection.execute(found)).one_or_none()
        return Checked(host_name=row.host_name, user=row.about_user) if row else None
