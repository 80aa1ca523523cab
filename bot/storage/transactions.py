"""Transactions whose database faults come out as StorageErrors, and what happens inside them to questions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import ColumnElement, case, exists, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage import rows, statements
from bot.storage.driver_faults import translated
from bot.storage.model import Asked, QuestionRow
from bot.storage.store import DeferAnswer
from bot.storage.tables import people, questions, replies


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Committed at the end of the block, unless it raises. Raises StorageError for the database's faults."""
    with translated():
        async with engine.begin() as connection:
            yield connection


@asynccontextmanager
async def statement(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """For a single statement: ``engine`` commits each by itself, which spares two round trips."""
    with translated():
        async with engine.connect() as connection:
            yield connection


async def driver(connection: AsyncConnection) -> psycopg.AsyncConnection:
    """psycopg's own connection, for jobs that are queued in the same transaction."""
    return cast(psycopg.AsyncConnection, (await connection.get_raw_connection()).driver_connection)


async def put(connection: AsyncConnection, asked: Asked, defer: DeferAnswer) -> None:
    """Keeps a question and queues its answer."""
    made = insert(questions).values(rows.from_asked(asked)).returning(*questions.c)
    question = rows.to_question((await connection.execute(made)).mappings().one())
    await connection.execute(insert(replies).values(question_id=asked.id, state="pending"))
    await defer(question, await driver(connection))


async def tell(connection: AsyncConnection, team: str, user: str, says: str, defer: DeferAnswer) -> UUID:
    """A question that nobody asked, answered like every other: once, whatever dies in between."""
    spoken = select(people.c.language).where(people.c.team == team, people.c.user_id == user)
    language = (await connection.execute(spoken)).scalar_one_or_none()
    asked = Asked(
        id=uuid4(), team=team, channel=user, user_id=user, surface="notice", text=says, language=language
    )
    await put(connection, asked, defer)
    return asked.id


async def reopen(
    connection: AsyncConnection,
    question_ids: Iterable[UUID],
    defer: DeferAnswer,
    *needed: ColumnElement[bool],
    **values: Any,
) -> Sequence[QuestionRow]:
    """Has questions answered anew, with ``values``: the revision is raised and the job queued.

    One that is gone, or is not as ``needed``, is left alone. Replies before questions and by id, as
    whoever delivers takes them: two transactions never wait for each other.
    """
    reopened: list[QuestionRow] = []
    for question_id in sorted(question_ids):
        which = (questions.c.id == question_id, ~questions.c.withdrawn, *needed)
        state = case((replies.c.ts.is_(None), literal("pending")), else_=literal("posted"))
        mine = statements.reply(question_id).where(exists().where(*which))
        await connection.execute(mine.values(state=state, attempts=0, fault=None))
        raised = update(questions).where(*which).values(revision=questions.c.revision + 1, **values)
        row = (await connection.execute(raised.returning(*questions.c))).mappings().one_or_none()
        if row is not None:
            reopened.append(rows.to_question(row))
            await defer(reopened[-1], await driver(connection))
    return reopened
