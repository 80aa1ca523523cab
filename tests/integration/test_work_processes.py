"""Workers as real processes on a real database: killed, doubled, cut off, and one message each time."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import LiteralString
from uuid import uuid4

import psycopg
import pytest
import pytest_asyncio
from procrastinate import PsycopgConnector
from procrastinate.exceptions import ConnectorException
from sqlalchemy import text

from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.model import Asked, Claim
from bot.storage.sql_store import SqlStore
from bot.work.queue import answer_deferrer
from tests.database import ROOT, until
from tests.integration.work_process import LoopbackSlack, make_worker


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    async with LoopbackSlack().serving() as serving:
        yield serving


@asynccontextmanager
async def worker_process(
    slack: LoopbackSlack, url: str | None, home: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker process that takes jobs; ended politely afterwards unless it is dead by then."""
    setup = json.dumps({"url": url, "home": str(home), "port": slack.port})
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.integration.work_process", setup,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(30):
            while (line := await process.stdout.readline()) != b"ready\n":
                assert line, "the worker ended before it was ready"
        yield process
    finally:
        process.stdin.close()
        try:
            await asyncio.wait_for(process.communicate(), 20)
        except TimeoutError:
            process.kill()
            await process.communicate()
            raise


async def kill(process: asyncio.subprocess.Process) -> None:
    process.send_signal(signal.SIGKILL)
    await process.wait()


async def ask(database: Database, text: str, channel: str = "C1") -> None:
    """Takes a question as a handler does."""
    ts = uuid4().hex
    place = {"team": "T1", "channel": channel, "user_id": "U1", "ts": ts}
    question = Asked(id=uuid4(), surface="mention", text=text, thread=ts, **place)
    claim = Claim(team="T1", surface="mention", channel=channel, ts=ts)
    assert await SqlStore(database.engine, answer_deferrer()).take_question(claim, question)


async def count(database: Database, query: str) -> int:
    async with database.engine.begin() as connection:
        return int((await connection.execute(text(query))).scalar_one())


async def all_settled(database: Database) -> bool:
    left = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'answer_question'"
    return await count(database, left) == 0


async def test_killed_between_post_and_record_leaves_one_message(
    slack: LoopbackSlack, database: Database, database_url: str, tmp_path: Path
) -> None:
    slack.hold("post")
    async with worker_process(slack, database_url, tmp_path) as process:
        await ask(database, "q")
        await until(lambda: len(slack.messages) == 1)
        await kill(process)
    slack.release()
    async with worker_process(slack, database_url, tmp_path):
        await until(lambda: all_settled(database))
    assert slack.texts() == ["answer to q"]
    assert (slack.calls["post"], slack.calls["find"]) == (1, 1)
    assert await count(database, "SELECT count(*) FROM replies WHERE state = 'posted'") == 1


async def test_killed_between_claim_and_post_another_process_takes_over(
    slack: LoopbackSlack, database: Database, database_url: str, tmp_path: Path
) -> None:
    slack.hold("answer")
    async with worker_process(slack, database_url, tmp_path) as first:
        await ask(database, "q")
        await until(lambda: slack.calls["answer"] == 1)
        async with worker_process(slack, database_url, tmp_path):
            await kill(first)
            slack.release()
            await until(lambda: all_settled(database))
    assert slack.texts() == ["answer to q"]
    assert slack.calls["find"] == 0


async def test_two_processes_share_the_work_and_no_question_is_answered_twice(
    slack: LoopbackSlack, database: Database, database_url: str, tmp_path: Path
) -> None:
    both = [worker_process(slack, database_url, tmp_path) for _ in range(2)]
    async with AsyncExitStack() as stack:
        await asyncio.gather(*(stack.enter_async_context(process) for process in both))
        await asyncio.gather(*(ask(database, str(n), channel=f"C{n % 4}") for n in range(24)))
        await until(lambda: all_settled(database))
    assert sorted(slack.texts()) == sorted(f"answer to {n}" for n in range(24))


async def test_a_claim_race_between_two_processes_has_one_winner(
    slack: LoopbackSlack, database: Database, database_url: str, tmp_path: Path
) -> None:
    script = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from bot.storage.database import Database\n"
        "from bot.storage.model import Claim\n"
        "from bot.storage.sql_store import SqlStore\n"
        "from bot.work.queue import answer_deferrer\n"
        "async def main():\n"
        "    async with Database(home=Path('.'), url=sys.argv[1]) as database:\n"
        "        store = SqlStore(database.engine, answer_deferrer())\n"
        "        claims = [Claim(team='T1', surface='dm', channel='C1', ts=str(n)) for n in range(50)]\n"
        "        print(sum([await store.claim(claim) for claim in claims]))\n"
        "asyncio.run(main())\n"
    )
    both = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", script, database_url, stdout=asyncio.subprocess.PIPE, cwd=ROOT
        )
        for _ in range(2)
    ]
    won = [int((await asyncio.wait_for(process.communicate(), 30))[0]) for process in both]
    assert sum(won) == 50


async def test_a_polite_stop_lets_the_running_job_end(
    slack: LoopbackSlack, database: Database, database_url: str, tmp_path: Path
) -> None:
    slack.hold("post")
    stop = asyncio.Event()
    worker = make_worker(database, slack.port)
    running = asyncio.create_task(worker.run(stop))
    await ask(database, "q")
    await until(lambda: len(slack.messages) == 1)
    stop.set()
    await until(lambda: not worker.ready.is_set())
    slack.release()
    await asyncio.wait_for(running, 20)
    assert slack.texts() == ["answer to q"]
    assert await all_settled(database)
    assert await count(database, "SELECT count(*) FROM procrastinate_workers") == 0


async def test_a_crash_of_the_embedded_server_in_the_middle_loses_nothing(
    slack: LoopbackSlack, home: Path
) -> None:
    async with Database(home=home) as database:
        await migrate(database)
        stop = asyncio.Event()
        running = asyncio.create_task(make_worker(database, slack.port).run(stop))
        slack.hold("post")
        await asyncio.gather(*(ask(database, str(n), channel=f"C{n}") for n in range(5)))
        await until(lambda: len(slack.messages) == 5)
        postmaster = int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGKILL)
        slack.release()
        await asyncio.gather(*(ask(database, str(n), channel=f"C{n}") for n in range(5, 10)))
        await until(lambda: all_settled(database), limit_s=40)
        stop.set()
        await asyncio.wait_for(running, 20)
    assert sorted(slack.texts()) == sorted(f"answer to {n}" for n in range(10))


async def test_a_worker_that_could_not_note_a_jobs_end_is_replaced_and_the_job_taken_over(
    slack: LoopbackSlack, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute = PsycopgConnector.execute_query_async
    failed: list[object] = []

    async def fail_once(self: PsycopgConnector, query: LiteralString, **arguments: object) -> None:
        if "procrastinate_finish_job" in query and arguments["job_id"] not in failed:
            failed.append(arguments["job_id"])
            raise ConnectorException from psycopg.OperationalError("the connection was cut")
        await execute(self, query, **arguments)

    monkeypatch.setattr(PsycopgConnector, "execute_query_async", fail_once)
    # procrastinate's own job task ends with the fault, which asyncio reports and pytest would raise.
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
    stop = asyncio.Event()
    running = asyncio.create_task(make_worker(database, slack.port).run(stop))
    await ask(database, "q")
    await until(lambda: all_settled(database))
    assert failed
    stop.set()
    await asyncio.wait_for(running, 20)
    assert slack.texts() == ["answer to q"]


async def test_cut_connections_in_the_middle_lose_nothing(
    slack: LoopbackSlack, database: Database, database_url: str, postgres: str
) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(make_worker(database, slack.port).run(stop))
    slack.hold("post")
    await ask(database, "q")
    await until(lambda: len(slack.messages) == 1)
    with psycopg.connect(postgres, autocommit=True) as connection:
        name = database_url.partition("@/")[2].partition("?")[0]
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        connection.execute(cut, [name])
    slack.release()
    await until(lambda: all_settled(database), limit_s=30)
    stop.set()
    await asyncio.wait_for(running, 20)
    assert slack.texts() == ["answer to q"]
