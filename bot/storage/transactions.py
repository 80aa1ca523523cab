"""Transactions whose database faults come out as StorageErrors, and what happens inside them to questions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import cast
from uuid import UUID

import psycopg
from sqlalchemy import case, exists, literal, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage import rows
from bot.storage.driver_faults import translated
from bot.storage.store import DeferAnswer
from bot.storage.tables import questions, replies


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


async def reopen(connection: AsyncConnection, question_ids: Iterable[UUID], defer: DeferAnswer) -> None:
    """Has questions answered anew: the revision is raised and the job queued. One that is gone is left alone.

    Replies before questions and by id, as whoever delivers takes them: two transactions never wait
    for each other.
    """
    for question_id in sorted(question_ids):
        state = case((replies.c.ts.is_(None), literal("pending")), else_=literal("posted"))
        wanted = exists().where(questions.c.id == question_id, ~questions.c.withdrawn)
        mine = update(replies).where(replies.c.question_id == question_id, wanted)
        await connection.execute(mine.values(state=state, attempts=0, fault=None))
        raised = (
            update(questions)
            .where(questions.c.id == question_id, ~questions.c.withdrawn)
            .values(revision=questions.c.revision + 1)
            .returning(*questions.c)
        )
        row = (await connection.execute(raised)).mappings().one_or_none()
        if row is not None:
            await defer(rows.to_question(row), await driver(connection))
