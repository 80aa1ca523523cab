"""The work-list and what was taught, from the terminal: for whoever holds the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.cli.operator import only_team, terminal_user
from bot.compiled import load
from bot.known import kept_knowledge, knowledge_folders
from bot.live.edition import Standing, make_edition
from bot.logs import only_warnings
from bot.settings import Settings, read_settings
from bot.storage.database import Database
from bot.storage.leading import SqlRatings
from bot.storage.migrate import migrate
from bot.storage.teaching import SqlTeaching
from bot.storage.worklist import SqlWorklist
from bot.teaching.overlay import overlay
from bot.wiring import LIMITS
from bot.work.learning_jobs import trial_deferrer
from bot.work.queue import answer_deferrer
from bot.worklist.desk import WorklistDesk

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The use cases as the operator has them."""

    team: str
    taught: SqlTeaching
    worklist: WorklistDesk

    @property
    def who(self) -> str:
        """As which the operator is noted."""
        return terminal_user()


@asynccontextmanager
async def open_taught(settings: Settings) -> AsyncIterator[SqlTeaching]:
    """What was taught, on the bot's own database."""
    async with Database(home=settings.home, url=settings.database_url or None) as database:
        await migrate(database)
        yield SqlTeaching(database.engine, answer_deferrer(), trial_deferrer())


@asynccontextmanager
async def open_office(settings: Settings, team: str) -> AsyncIterator[Office]:
    """On the bot's own database, with the knowledge that it answers from."""
    knowledge, trained = await asyncio.to_thread(
        load, knowledge_folders(settings), kept_knowledge(settings.home)
    )
    async with Database(home=settings.home, url=settings.database_url or None) as database:
        await migrate(database)
        taught = SqlTeaching(database.engine, answer_deferrer(), trial_deferrer())
        kept, ratings = SqlWorklist(database.engine), SqlRatings(database.engine)
        lessons = [one.lesson for one in await taught.standing()]
        laid = overlay(knowledge, lessons).knowledge
        standing = Standing(make_edition(knowledge.digest, laid, trained, LIMITS))
        yield Office(
            team=team or only_team(await kept.teams()),
            taught=taught,
            worklist=WorklistDesk(kept, standing, ratings),
        )


def in_office(work: Callable[[Office], Coroutine[Any, Any, T]], team: str) -> T:
    """Does ``work`` as the operator."""

    async def do() -> T:
        async with open_office(read_settings(), team) as office:
            return await work(office)

    only_warnings()
    return asyncio.run(do())


def with_taught(work: Callable[[SqlTeaching], Coroutine[Any, Any, T]]) -> T:
    """Does ``work`` on what was taught."""

    async def do() -> T:
        async with open_taught(read_settings()) as taught:
            return await work(taught)

    only_warnings()
    return asyncio.run(do())
