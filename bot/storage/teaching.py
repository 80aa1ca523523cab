"""Teaching in PostgreSQL. Every process that answers hears of a lesson by NOTIFY."""

# ruff: noqa: D102  # the Protocol in bot/teaching/ports.py says what each method does

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

import msgspec
import psycopg
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.model import OPENLY
from bot.storage.store import DeferAnswer
from bot.storage.tables import questions
from bot.storage.teaching_tables import digest_readers, lessons, proposals
from bot.storage.transactions import driver, reopen, tell, transaction
from bot.storage.worklist_statements import settled
from bot.teaching.model import Lesson, Proposal, TaughtLesson, Trial
from bot.teaching.ports import DIGEST, NOTICE, Check
from bot.teaching.soundness import LessonFault
from bot.worklist.model import WHYS

CHANNEL = "setupbot_lessons"
"""Of NOTIFY, without a payload."""

TEACH_LOCK = 0x5E70B09
"""One lesson after the other: each is checked beside all that stand."""


class DeferTrial(Protocol):
    """Queues the job that tries a proposal, inside the caller's transaction."""

    async def __call__(self, proposal_id: UUID, connection: psycopg.AsyncConnection) -> None:
        """Raises the driver's own faults."""
        ...


class SqlTeaching:
    """Implements Teaching. ``defer_trial`` and ``defer_answer`` queue jobs on the connection that they are given."""

    def __init__(self, engine: AsyncEngine, defer_answer: DeferAnswer, defer_trial: DeferTrial) -> None:
        self._engine = engine
        self._defer_answer, self._defer_trial = defer_answer, defer_trial

    # Lessons

    async def standing(self) -> Sequence[TaughtLesson]:
        async with transaction(self._engine) as connection:
            return await _standing(connection)

    async def put_aside(self, ids: Collection[UUID]) -> None:
        seen = update(lessons).where(lessons.c.id.in_(list(ids)), lessons.c.written_at.is_(None))
        async with transaction(self._engine) as connection:
            done = await connection.execute(seen.values(written_at=func.now()))
            if done.rowcount:
                await _notify(connection)

    async def undo(self, lesson_id: UUID, by: str) -> TaughtLesson | None:
        taken = (
            update(lessons)
            .where(lessons.c.id == lesson_id, lessons.c.forgotten_at.is_(None))
            .values(forgotten_at=func.now(), forgotten_by=by)
            .returning(*lessons.c)
        )
        async with transaction(self._engine) as connection:
            row = (await connection.execute(taken)).mappings().one_or_none()
            if row is None:
                return None
            await self._set(connection, lesson_id, state="undone")
            await _notify(connection)
        return _to_lesson(row)

    async def asked(self, team: str, limit: int) -> Sequence[str]:
        answered = (
            questions.c.team == team,
            questions.c.outcome == "answer",
            questions.c.text != "",  # of what was withdrawn or forgotten nothing is left
            questions.c.surface.in_(OPENLY),
        )
        latest = (
            select(questions.c.text)
            .where(*answered)
            .group_by(questions.c.text)
            .order_by(func.max(questions.c.asked_at).desc())
            .limit(limit)
        )
        async with transaction(self._engine) as connection:
            return (await connection.execute(latest)).scalars().all()

    # Proposals

    async def propose(self, proposal: Proposal) -> Proposal:
        made = insert(proposals).values(
            id=proposal.id, team=proposal.team, by=proposal.by, language=proposal.language,
            lesson=msgspec.to_builtins(proposal.lesson), state="checking", view_id=proposal.view_id,
            settles=[str(one) for one in proposal.settles],
        )  # fmt: skip
        async with transaction(self._engine) as connection:
            new = await connection.execute(made.on_conflict_do_nothing().returning(proposals.c.id))
            if new.one_or_none() is not None:
                await self._defer_trial(proposal.id, await driver(connection))
            kept = await self._locked(connection, proposal.id)
        return kept or proposal

    async def proposal(self, proposal_id: UUID) -> Proposal | None:
        async with transaction(self._engine) as connection:
            row = await connection.execute(select(proposals).where(proposals.c.id == proposal_id))
            found = row.mappings().one_or_none()
        return _to_proposal(found) if found else None

    async def record_trial(self, proposal_id: UUID, base: str, trial: Trial) -> Proposal | None:
        async with transaction(self._engine) as connection:
            kept = await self._locked(connection, proposal_id)
            if kept is None or kept.state != "checking":
                return kept
            state = "unsound" if trial.faults else "ready"
            values = {"state": state, "base": base, "trial": msgspec.to_builtins(trial)}
            return await self._set(connection, proposal_id, **values)

    async def close_view(self, proposal_id: UUID) -> None:
        async with transaction(self._engine) as connection:
            await self._set(connection, proposal_id, view_id=None)

    async def tell(self, proposal_id: UUID) -> None:
        async with transaction(self._engine) as connection:
            kept = await self._locked(connection, proposal_id)
            if kept is None:
                return
            if kept.notice_id is not None:
                await reopen(connection, [kept.notice_id], self._defer_answer)
                return
            notice = await tell(connection, kept.team, kept.by, f"{NOTICE}{kept.id}", self._defer_answer)
            await self._set(connection, proposal_id, notice_id=notice)

    async def cancel(self, proposal_id: UUID) -> Proposal | None:
        async with transaction(self._engine) as connection:
            kept = await self._locked(connection, proposal_id)
            if kept is None or kept.state not in ("checking", "ready", "unsound"):
                return kept
            return await self._set(connection, proposal_id, state="cancelled")

    async def teach(
        self, proposal_id: UUID, name: Callable[[Sequence[Lesson]], str], check: Check
    ) -> Proposal | Sequence[LessonFault] | None:
        async with transaction(self._engine) as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": TEACH_LOCK})
            kept = await self._locked(connection, proposal_id)
            if kept is None or kept.state != "ready":
                return kept
            standing = [one.lesson for one in await _standing(connection)]
            if faults := check(standing):
                return faults
            if kept.base != name(standing):
                await self._defer_trial(proposal_id, await driver(connection))
                return await self._set(connection, proposal_id, state="checking")
            row = {"id": kept.id, "team": kept.team, "taught_by": kept.by}
            await connection.execute(insert(lessons).values(**row, lesson=msgspec.to_builtins(kept.lesson)))
            if kept.settles:
                await connection.execute(settled(list(kept.settles), list(WHYS), "taught", kept.by))
            await _notify(connection)
            return await self._set(connection, proposal_id, state="taught")

    async def forget_proposals(self, after: timedelta) -> int:
        async with transaction(self._engine) as connection:
            gone = await connection.execute(delete(proposals).where(proposals.c.at < func.now() - after))
        return gone.rowcount

    # Digests

    async def queue_digest(self, team: str, user_id: str, week: str) -> bool:
        made = insert(digest_readers).values(team=team, user_id=user_id, week=week)
        is_due = (~digest_readers.c.opted_out) & (digest_readers.c.week < week)
        claimed = made.on_conflict_do_update(
            index_elements=["team", "user_id"], set_={"week": week}, where=is_due
        ).returning(digest_readers.c.week)
        async with transaction(self._engine) as connection:
            if (await connection.execute(claimed)).one_or_none() is None:
                return False
            await tell(connection, team, user_id, f"{DIGEST}{week}", self._defer_answer)
        return True

    async def set_digest(self, team: str, user_id: str, *, wanted: bool) -> None:
        made = insert(digest_readers).values(team=team, user_id=user_id, opted_out=not wanted)
        changed = made.on_conflict_do_update(
            index_elements=["team", "user_id"], set_={"opted_out": not wanted}
        )
        async with transaction(self._engine) as connection:
            await connection.execute(changed)

    async def _locked(self, connection: AsyncConnection, proposal_id: UUID) -> Proposal | None:
        one = select(proposals).where(proposals.c.id == proposal_id).with_for_update()
        row = (await connection.execute(one)).mappings().one_or_none()
        return _to_proposal(row) if row else None

    async def _set(self, connection: AsyncConnection, proposal_id: UUID, **values: Any) -> Proposal | None:
        changed = update(proposals).where(proposals.c.id == proposal_id).values(**values)
        row = (await connection.execute(changed.returning(*proposals.c))).mappings().one_or_none()
        return _to_proposal(row) if row else None


async def _standing(connection: AsyncConnection) -> list[TaughtLesson]:
    which = (lessons.c.forgotten_at.is_(None), lessons.c.written_at.is_(None))
    found = select(lessons).where(*which).order_by(lessons.c.taught_at, lessons.c.id)
    return [_to_lesson(row) for row in (await connection.execute(found)).mappings()]


async def _notify(connection: AsyncConnection) -> None:
    await connection.execute(select(func.pg_notify(CHANNEL, "")))


def _to_lesson(row: Any) -> TaughtLesson:
    return TaughtLesson(
        id=row["id"],
        team=row["team"],
        lesson=msgspec.convert(row["lesson"], Lesson),
        taught_by=row["taught_by"],
        taught_at=row["taught_at"],
    )


def _to_proposal(row: Any) -> Proposal:
    plain = {
        name: row[name]
        for name in ("id", "team", "by", "language", "state", "base", "view_id", "notice_id", "at")
    }
    return Proposal(
        **plain,
        lesson=msgspec.convert(row["lesson"], Lesson),
        trial=msgspec.convert(row["trial"], Trial) if row["trial"] else None,
        settles=tuple(map(UUID, row["settles"])),
    )
