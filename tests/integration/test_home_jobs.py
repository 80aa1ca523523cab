"""App Home on a real queue: many wishes are published once or twice, a fault of Slack's costs none, nor does a restart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from bot.home.model import Home, HomePage
from bot.home.publishing import Publishing
from bot.rendering.home_slack import render_home
from bot.storage.database import Database
from bot.storage.home import SqlHomes
from bot.storage.sql_store import SqlStore
from bot.work.home_jobs import home_jobs, publish_deferrer
from bot.work.ports import Passing, RateLimited, Refused
from bot.work.queue import answer_deferrer
from bot.work.worker import Pace, Worker
from tests.database import until

QUICK = Pace(poll_s=0.05, heartbeat_s=0.2, stalled_s=1.0, drain_s=1.0, restart_s=0.05)


class Slack:
    """Keeps the last view and its hash; ``faults`` meet the next calls."""

    def __init__(self) -> None:
        self.calls = 0
        self.hash = ""
        self.language = ""
        self.faults: list[Exception] = []

    async def publish(self, team: str, user: str, view: Mapping[str, Any], view_hash: str) -> str:
        self.calls += 1
        if self.faults:
            raise self.faults.pop(0)
        if view_hash and view_hash != self.hash:
            raise Refused("hash_conflict")
        self.hash = f"hash-{self.calls}"
        self.language = "ko" if "안녕하세요" in str(view) else "en"
        return self.hash


class Pages:
    """What there is to show, which a test changes."""

    def __init__(self) -> None:
        self.korean = False

    async def page(self, home: Home) -> HomePage:
        return HomePage(language="ko" if self.korean else "en")


class Nothing:
    gap_s = 0.0

    async def deliver(self, question_id: UUID, waits: int = 0) -> None:
        raise AssertionError("nobody asked anything")


@asynccontextmanager
async def working(database: Database, slack: Slack, pages: Pages) -> AsyncIterator[SqlHomes]:
    homes = SqlHomes(database.engine, publish_deferrer())
    publishing = Publishing(homes=homes, pages=pages, render=render_home, publisher=slack)
    worker = Worker(
        database=database,
        delivery=Nothing(),
        upkeep=SqlStore(database.engine, answer_deferrer()),
        pace=QUICK,
        more=[home_jobs(publishing)],
    )
    stop = asyncio.Event()
    running = asyncio.create_task(worker.run(stop))
    try:
        yield homes
    finally:
        stop.set()
        await running


async def is_shown(homes: SqlHomes) -> bool:
    home = await homes.home("T1", "U1")
    return home is not None and not home.is_due


async def test_many_wishes_are_published_once_or_twice(database: Database) -> None:
    slack = Slack()
    async with working(database, slack, Pages()) as homes:
        await asyncio.gather(*(homes.opened("T1", "U1") for _ in range(10)))
        await until(lambda: is_shown(homes))
    assert 1 <= slack.calls <= 3


async def test_slack_away_or_asking_to_wait_costs_no_view(database: Database) -> None:
    slack = Slack()
    slack.faults = [Passing("timeout"), RateLimited(0.05)]
    async with working(database, slack, Pages()) as homes:
        await homes.opened("T1", "U1")
        await until(lambda: is_shown(homes))
    assert (slack.calls, slack.hash) == (3, "hash-3")


async def test_another_view_in_between_is_replaced_by_what_there_is(database: Database) -> None:
    slack, pages = Slack(), Pages()
    async with working(database, slack, pages) as homes:
        await homes.opened("T1", "U1")
        await until(lambda: is_shown(homes))
        slack.hash, pages.korean = "somebody else's", True
        await homes.opened("T1", "U1")
        await until(lambda: is_shown(homes))
    assert slack.language == "ko"


async def test_what_was_wanted_while_no_worker_ran_is_published_by_the_next(database: Database) -> None:
    slack = Slack()
    await SqlHomes(database.engine, publish_deferrer()).opened("T1", "U1")
    async with working(database, slack, Pages()) as homes:
        await until(lambda: is_shown(homes))
    assert slack.calls == 1


async def test_what_slack_refuses_for_good_is_tried_again_with_the_next_change(database: Database) -> None:
    slack = Slack()
    slack.faults = [Refused("user_not_found")]
    async with working(database, slack, Pages()) as homes:
        await homes.opened("T1", "U1")
        await until(lambda: is_shown(homes))
        assert slack.hash == ""
        await homes.opened("T1", "U1")
        await until(lambda: bool(slack.hash))
