"""The work-lists that the contract is held against, each with the Store whose outcomes it hears."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text

from bot.storage.database import Database
from bot.storage.memory import MemoryStore
from bot.storage.sql_store import SqlStore
from bot.storage.store import Store
from bot.storage.worklist import SqlWorklist
from bot.storage.worklist_memory import MemoryWorklist
from bot.work.queue import answer_deferrer
from bot.worklist.ports import Worklist
from tests.contract.shifted import ShiftedClock


@dataclass(frozen=True)
class Subject:
    store: Store
    worklist: Worklist
    age: Callable[[timedelta], Awaitable[None]]


def in_memory() -> Subject:
    clock = ShiftedClock()

    store = MemoryStore(now=clock.now)
    return Subject(store, MemoryWorklist(store, clock.now), clock.age)


def in_sql(database: Database) -> Subject:
    async def age(by: timedelta) -> None:
        async with database.engine.begin() as connection:
            for table, column in {"questions": "asked_at", "worklist": "at", "claims": "claimed_at"}.items():
                await connection.execute(text(f"UPDATE {table} SET {column} = {column} - :by"), {"by": by})

    return Subject(SqlStore(database.engine, answer_deferrer()), SqlWorklist(database.engine), age)
