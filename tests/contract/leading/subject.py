"""What follows an answer, as it is kept: in PostgreSQL and in memory, each with the Store of its questions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text

from bot.feedback.ports import Ratings
from bot.guides.ports import Walks
from bot.helping.ports import Help
from bot.onboarding.ports import Onboardings
from bot.preferences.ports import Forgetting
from bot.storage.database import Database
from bot.storage.forgetting import SqlForgetting
from bot.storage.forgetting_memory import MemoryForgetting
from bot.storage.hosts.memory import MemoryHosts
from bot.storage.leading import SqlHelp, SqlRatings, SqlWalks
from bot.storage.leading_memory import MemoryHelp, MemoryRatings, MemoryWalks
from bot.storage.memory import MemoryStore
from bot.storage.onboarding import SqlOnboardings
from bot.storage.onboarding_memory import MemoryOnboardings
from bot.storage.sql_store import SqlStore
from bot.storage.store import Store
from bot.storage.teaching import SqlTeaching
from bot.storage.teaching_memory import MemoryTeaching
from bot.storage.worklist import SqlWorklist
from bot.storage.worklist_memory import MemoryWorklist
from bot.teaching.ports import Teaching
from bot.work.learning_jobs import trial_deferrer
from bot.work.queue import answer_deferrer
from bot.worklist.ports import Worklist
from tests.contract.shifted import ShiftedClock


@dataclass(frozen=True)
class Subject:
    store: Store
    ratings: Ratings
    forgetting: Forgetting
    help: Help
    walks: Walks
    worklist: Worklist
    onboardings: Onboardings
    teaching: Teaching
    age: Callable[[timedelta], Awaitable[None]]


def in_memory() -> Subject:
    clock = ShiftedClock()
    store = MemoryStore(now=clock.now)
    ratings, helping, walks = (
        MemoryRatings(store),
        MemoryHelp(store, clock.now),
        MemoryWalks(store, clock.now),
    )
    worklist, onboardings = MemoryWorklist(store, clock.now), MemoryOnboardings(store, MemoryHosts(store))
    forgetting = MemoryForgetting(
        store=store, ratings=ratings, help=helping, walks=walks, worklist=worklist, onboardings=onboardings
    )
    teaching = MemoryTeaching(store, worklist)
    return Subject(store, ratings, forgetting, helping, walks, worklist, onboardings, teaching, clock.age)


def in_sql(database: Database) -> Subject:
    async def age(by: timedelta) -> None:
        async with database.engine.begin() as connection:
            await connection.execute(text("UPDATE handovers SET handed_at = handed_at - :by"), {"by": by})

    engine, defer = database.engine, answer_deferrer()
    return Subject(
        SqlStore(engine, defer),
        SqlRatings(engine),
        SqlForgetting(engine, defer),
        SqlHelp(engine, defer),
        SqlWalks(engine, defer),
        SqlWorklist(engine),
        SqlOnboardings(engine, defer),
        SqlTeaching(engine, defer, trial_deferrer()),
        age,
    )
