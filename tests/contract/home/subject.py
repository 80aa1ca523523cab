"""What the contract of App Home is held against, beside the Store whose questions it counts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text

from bot.home.ports import HomeStore
from bot.storage.database import Database
from bot.storage.home import SqlHomes
from bot.storage.home_memory import MemoryHomes
from bot.storage.memory import MemoryStore
from bot.storage.sql_store import SqlStore
from bot.storage.store import Store
from bot.work.home_jobs import publish_deferrer
from bot.work.queue import answer_deferrer
from tests.contract.shifted import ShiftedClock

MOMENTS = (("questions", "asked_at"), ("homes", "opened_at"), ("homes", "published_at"), ("homes", "due_at"))


@dataclass(frozen=True)
class Subject:
    """``queued`` has whose App Home is to be published, a job each."""

    store: Store
    homes: HomeStore
    queued: Callable[[], Awaitable[list[tuple[str, str]]]]
    age: Callable[[timedelta], Awaitable[None]]


def in_memory() -> Subject:
    clock = ShiftedClock()
    store = MemoryStore(now=clock.now)
    homes = MemoryHomes(store, clock.now)

    async def queued() -> list[tuple[str, str]]:
        return homes.queued

    return Subject(store, homes, queued, clock.age)


def in_sql(database: Database) -> Subject:
    async def age(by: timedelta) -> None:
        async with database.engine.begin() as connection:
            for table, column in MOMENTS:
                await connection.execute(text(f"UPDATE {table} SET {column} = {column} - :by"), {"by": by})

    async def queued() -> list[tuple[str, str]]:
        jobs = "SELECT args FROM procrastinate_jobs WHERE task_name = 'publish_home' ORDER BY id"
        async with database.engine.begin() as connection:
            return [(row.args["team"], row.args["user"]) for row in await connection.execute(text(jobs))]

    store = SqlStore(database.engine, answer_deferrer())
    return Subject(store, SqlHomes(database.engine, publish_deferrer()), queued, age)
