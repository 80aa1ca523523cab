"""One channel's messages keep their distance and order; no channel waits for another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest_asyncio
from sqlalchemy import text

from bot.storage.database import Database
from tests.database import until
from tests.integration.test_work_processes import all_settled, ask, count
from tests.integration.work_process import LoopbackSlack, make_worker


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    async with LoopbackSlack().serving() as serving:
        yield serving


@asynccontextmanager
async def working(database: Database, slack: LoopbackSlack, gap_s: float = 0.05) -> AsyncIterator[None]:
    stop = asyncio.Event()
    running = asyncio.create_task(make_worker(database, slack.port, gap_s).run(stop))
    yield
    stop.set()
    await asyncio.wait_for(running, 20)


async def test_messages_of_a_channel_keep_the_gap_and_their_order(
    slack: LoopbackSlack, database: Database
) -> None:
    for n in range(4):
        await ask(database, str(n))
    async with working(database, slack, gap_s=0.3):
        await until(lambda: all_settled(database))
    assert slack.texts() == [f"answer to {n}" for n in range(4)]
    assert all(later - earlier >= 0.3 for earlier, later in pairwise(slack.posted_at))


async def test_a_limited_channel_waits_and_the_others_go_on(slack: LoopbackSlack, database: Database) -> None:
    slack.fail("post", limited=1)
    async with working(database, slack):
        await ask(database, "limited", channel="C1")
        await until(lambda: slack.calls["post"] == 1)
        await ask(database, "next", channel="C1")
        await ask(database, "other", channel="C2")
        await until(lambda: all_settled(database))
    assert slack.texts() == ["answer to other", "answer to limited", "answer to next"]


async def test_a_question_that_keeps_failing_does_not_hold_up_its_channel(
    slack: LoopbackSlack, database: Database
) -> None:
    slack.fail("post", passing="503")
    async with working(database, slack):
        await ask(database, "unlucky")
        await until(lambda: slack.calls["post"] == 1)
        await ask(database, "next")
        await until(lambda: all_settled(database))
    assert slack.texts() == ["answer to next", "answer to unlucky"]


async def test_what_is_old_is_forgotten_when_a_worker_starts(
    slack: LoopbackSlack, database: Database, tmp_path: Path
) -> None:
    async with working(database, slack):
        await ask(database, "old")
        await until(lambda: all_settled(database))
    async with database.engine.begin() as connection:
        long_ago = {"by": timedelta(days=3)}
        await connection.execute(text("UPDATE claims SET claimed_at = claimed_at - :by"), long_ago)
        await connection.execute(text("UPDATE questions SET asked_at = asked_at - :by"), long_ago)
        # as if an hour had passed since the last time
        await connection.execute(text("DELETE FROM procrastinate_periodic_defers"))
    async with working(database, slack):
        await until(lambda: _is_empty(database))
    assert await count(database, "SELECT count(*) FROM replies") == 0


async def _is_empty(database: Database) -> bool:
    return (
        await count(database, "SELECT (SELECT count(*) FROM claims) + (SELECT count(*) FROM questions)") == 0
    )
