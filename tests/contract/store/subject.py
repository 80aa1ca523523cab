"""The Stores that the contract is held against, and what is put into them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import text

from bot.platforms.model import Known, Platform
from bot.storage.database import Database
from bot.storage.memory import MemoryStore
from bot.storage.model import Asked, Claim
from bot.storage.sql_store import SqlStore
from bot.storage.store import Store
from bot.work.queue import answer_deferrer
from tests.contract.shifted import ShiftedClock

PI = Platform(arch=Known(value="armhf", origin="question"), distro=Known(value="raspbian", origin="saved"))


@dataclass(frozen=True)
class Subject:
    """A Store, the answers that it queued, and a way to let time pass for what it keeps."""

    store: Store
    queued: Callable[[], Awaitable[list[UUID]]]
    age: Callable[[timedelta], Awaitable[None]]


def in_memory() -> Subject:
    clock = ShiftedClock()

    async def queued() -> list[UUID]:
        return store.queued

    store = MemoryStore(now=clock.now)
    return Subject(store, queued, clock.age)


def in_sql(database: Database) -> Subject:
    moments = {
        "claims": "claimed_at",
        "questions": "asked_at",
        "threads": "updated_at",
        "channels": "free_at",
    }

    async def age(by: timedelta) -> None:
        async with database.engine.begin() as connection:
            for table, column in moments.items():
                await connection.execute(text(f"UPDATE {table} SET {column} = {column} - :by"), {"by": by})

    async def queued() -> list[UUID]:
        async with database.engine.begin() as connection:
            jobs = await connection.execute(text("SELECT args FROM procrastinate_jobs ORDER BY id"))
            return [UUID(row.args["question_id"]) for row in jobs]

    return Subject(SqlStore(database.engine, answer_deferrer()), queued, age)


def a_claim(ts: str = "1.1", event: str | None = None) -> Claim:
    return Claim(team="T1", surface="mention", channel="C1", ts=ts, event=event or uuid4().hex)


def asked(ts: str | None = "1.1", **values: object) -> Asked:
    place = {"team": "T1", "channel": "C1", "user_id": "U1", "surface": "mention", "ts": ts, "thread": ts}
    return Asked(**({"id": uuid4(), "text": "install docker?"} | place | values))  # type: ignore[arg-type]


async def taken(subject: Subject, ts: str = "1.1", **values: object) -> UUID:
    question = asked(ts, **values)
    assert await subject.store.take_question(a_claim(ts), question)
    return question.id


async def posted(subject: Subject, question: UUID, ts: str = "9.9", **values: object) -> str | None:
    place = {"channel": "C1", "thread": "1.1", "revision": 1}
    return await subject.store.record_posted(question, ts=ts, **(place | values))  # type: ignore[arg-type]
