"""App Home in PostgreSQL."""

# ruff: noqa: D102  # the Protocols in bot/home/ports.py say what each method does

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Row, case, cast, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.home.model import Answered, Home, Week
from bot.home.pace import Waiting, next_due
from bot.home.ports import DeferPublish, HomeChanges
from bot.home.weeks import mondays, weeks_of
from bot.storage.home_tables import homes
from bot.storage.model import Person
from bot.storage.sql_store import SqlStore
from bot.storage.store import DeferAnswer
from bot.storage.tables import questions
from bot.storage.teaching import DeferTrial, SqlTeaching
from bot.storage.transactions import driver, transaction
from bot.storage.worklist_statements import NEVER_NOTED, UNASKED
from bot.teaching.model import Lesson, Proposal
from bot.teaching.ports import Check
from bot.teaching.soundness import LessonFault


class TellingStore(SqlStore):
    """The Store, which tells App Home where it keeps something new of a person."""

    def __init__(self, engine: AsyncEngine, defer: DeferAnswer, homes: HomeChanges) -> None:
        super().__init__(engine, defer)
        self._homes = homes

    async def keep_person(self, team: str, user_id: str, person: Person) -> None:
        await super().keep_person(team, user_id, person)
        await self._homes.changed(team, user_id)

    async def change_person(self, team: str, user_id: str, change: Callable[[Person], Person]) -> Person:
        changed = await super().change_person(team, user_id, change)
        await self._homes.changed(team, user_id)
        return changed


class TellingTeaching(SqlTeaching):
    """Teaching, which tells App Home that what was taught has left the work-list."""

    def __init__(
        self,
        engine: AsyncEngine,
        defer_answer: DeferAnswer,
        defer_trial: DeferTrial,
        homes: HomeChanges,
    ) -> None:
        super().__init__(engine, defer_answer, defer_trial)
        self._homes = homes

    async def teach(
        self, proposal_id: UUID, name: Callable[[Sequence[Lesson]], str], check: Check
    ) -> Proposal | Sequence[LessonFault] | None:
        done = await super().teach(proposal_id, name, check)
        if isinstance(done, Proposal) and done.state == "taught":
            await self._homes.changed(done.team, done.by)
            await self._homes.work_changed(done.team)
        return done


class SqlHomes:
    """Implements HomeStore. ``defer`` queues the publishing job on the connection that it is given."""

    def __init__(self, engine: AsyncEngine, defer: DeferPublish) -> None:
        self._engine, self._defer = engine, defer

    async def opened(self, team: str, user: str) -> None:
        made = insert(homes).values(team=team, user_id=user)
        async with transaction(self._engine) as connection:
            await connection.execute(made.on_conflict_do_nothing())
            await connection.execute(update(homes).where(*_of(team, user)).values(opened_at=func.now()))
            await self._want(connection, timedelta(), *_of(team, user))

    async def asked(self, team: str, user: str) -> None:
        async with transaction(self._engine) as connection:
            counted = update(homes).where(*_of(team, user)).values(questions=homes.c.questions + 1)
            await connection.execute(counted)
            await self._want(connection, timedelta(), *_of(team, user))

    async def changed(self, team: str, user: str) -> None:
        async with transaction(self._engine) as connection:
            await self._want(connection, Waiting.OWN, *_of(team, user))

    async def work_changed(self, team: str) -> None:
        async with transaction(self._engine) as connection:
            await self._want(connection, Waiting.WORK, homes.c.team == team, homes.c.shows_work)

    async def _want(self, connection: AsyncConnection, gap: timedelta, *which: ColumnElement[bool]) -> None:
        """Rows are taken in one order, so that two who want never wait for each other."""
        recent = homes.c.opened_at > func.now() - Waiting.FORGOTTEN
        rows = (
            select(homes, func.clock_timestamp().label("now")).where(recent, *which).order_by(homes.c.user_id)
        )
        for row in (await connection.execute(rows.with_for_update())).all():
            due_at, is_new = next_due(row.now, row.due_at, row.published_at, gap)
            wanted = {"wanted": homes.c.wanted + 1, "due_at": due_at}
            await connection.execute(update(homes).where(*_of(row.team, row.user_id)).values(wanted))
            if is_new:
                at = due_at if due_at > row.now else None
                await self._defer(row.team, row.user_id, at, await driver(connection))

    async def home(self, team: str, user: str) -> Home | None:
        async with transaction(self._engine) as connection:
            row = (await connection.execute(select(homes).where(*_of(team, user)))).one_or_none()
        return _home(row) if row else None

    async def published(self, home: Home, view_hash: str, *, shows_work: bool = False) -> bool:
        is_all = homes.c.wanted == home.wanted
        stands = {
            "shown": func.greatest(homes.c.shown, home.wanted),
            "view_hash": view_hash,
            "shows_work": shows_work,
            "published_at": func.clock_timestamp(),
            "due_at": case((is_all, None), else_=homes.c.due_at),
        }
        done = update(homes).where(*_of(home.team, home.user)).values(stands).returning(homes.c.wanted)
        async with transaction(self._engine) as connection:
            wanted = (await connection.execute(done)).scalar_one_or_none()
        return wanted is None or bool(wanted == home.wanted)

    async def answered(self, team: str, user: str, limit: int) -> Sequence[Answered]:
        last = func.max(questions.c.asked_at)
        mine = (questions.c.team == team, questions.c.user_id == user)
        newest = (
            select(questions.c.entry, last.label("asked_at"))
            .where(*mine, *_ANSWERED)
            .group_by(questions.c.entry)
            .order_by(last.desc())
            .limit(limit)
            .subquery()
        )
        found = (
            select(questions.c.id, questions.c.entry, questions.c.asked_at)
            .join(newest, (questions.c.entry == newest.c.entry) & (questions.c.asked_at == newest.c.asked_at))
            .where(*mine, *_ANSWERED)
            .order_by(questions.c.asked_at.desc(), questions.c.id)
        )
        async with transaction(self._engine) as connection:
            rows = (await connection.execute(found)).all()
        once = {
            row.entry: Answered(question_id=row.id, entry=row.entry, asked_at=row.asked_at) for row in rows
        }
        return list(once.values())

    async def asked_most(self, team: str, within: timedelta, limit: int) -> Sequence[tuple[str, int]]:
        count = func.count()
        counted = (
            select(questions.c.entry, count)
            .where(questions.c.team == team, questions.c.asked_at > func.now() - within, *_ANSWERED, *_WORDED)
            .group_by(questions.c.entry)
            .order_by(count.desc(), questions.c.entry)
            .limit(limit)
        )
        async with transaction(self._engine) as connection:
            return [(row[0], row[1]) for row in (await connection.execute(counted)).all()]

    async def weeks(self, team: str, count: int) -> Sequence[Week]:
        async with transaction(self._engine) as connection:
            now: datetime = (await connection.execute(select(func.now()))).scalar_one()
            first = mondays(now, count)[0]
            monday = cast(func.date_trunc("week", func.timezone("UTC", questions.c.asked_at)), Date)
            counted = (
                select(monday, questions.c.outcome, func.count())
                .where(questions.c.team == team, monday >= first, ~questions.c.withdrawn, *_CALLED)
                .group_by(monday, questions.c.outcome)
            )
            rows = (await connection.execute(counted)).all()
        counts: dict[tuple[date, str], int] = {(row[0], row[1] or ""): row[2] for row in rows}
        return weeks_of(counts, now, count)


_ANSWERED = (questions.c.outcome == "answer", questions.c.entry.is_not(None), ~questions.c.withdrawn)
_WORDED = (questions.c.surface.not_in(NEVER_NOTED),)
_CALLED = (*_WORDED, questions.c.surface != UNASKED)


def _of(team: str, user: str) -> tuple[ColumnElement[bool], ...]:
    return (homes.c.team == team, homes.c.user_id == user)


def _home(row: Row[Any]) -> Home:
    return Home(
        team=row.team,
        user=row.user_id,
        wanted=row.wanted,
        shown=row.shown,
        view_hash=row.view_hash,
        questions=row.questions,
    )
