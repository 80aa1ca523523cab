"""``/readyz`` over the bot's own HTTP edge: what stands, and what is wrong with the files while it does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import httpx
from sqlalchemy.ext.asyncio import create_async_engine

from bot.answering.answerer import Answerer
from bot.knowledge.faults import Fault
from bot.live.edition import Standing, standing
from bot.storage.database import Database
from handlers.edge import build_edge
from handlers.metrics import Metrics
from handlers.running import readiness
from handlers.socket_mode import Sockets
from tests.edge import SeenByBolt

BROKEN = Fault(path=Path("entries/web.yaml"), line=16, what="unknown key 'utterence'")


@asynccontextmanager
async def edge_over(database: Database, editions: Standing) -> AsyncIterator[httpx.AsyncClient]:
    edge = build_edge(
        app=SeenByBolt(),
        signing_secrets=["s"],
        is_ready=lambda: readiness(database, editions),
        metrics=Metrics(),
        clock=lambda: datetime.now(UTC),
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=edge), base_url="http://127.0.0.1"
    ) as client:
        yield client


async def told(client: httpx.AsyncClient) -> tuple[int, Mapping[str, object]]:
    answer = await client.get("/readyz")
    return answer.status_code, answer.json()


async def test_sound_files_and_a_database_are_all_there_is_to_tell(
    database: Database, answerer: Answerer
) -> None:
    async with edge_over(database, standing(answerer)) as client:
        assert await told(client) == (200, {"database": True, "knowledge": True})


async def test_broken_files_are_told_while_the_last_good_ones_answer_until_they_are_mended(
    database: Database, answerer: Answerer
) -> None:
    editions = standing(answerer)
    async with edge_over(database, editions) as client:
        editions.blame([BROKEN])
        status, there = await told(client)
        assert (status, there["knowledge"]) == (200, True)
        assert there["knowledge_files"] == f"broken, the last good ones stand: {BROKEN}"
        assert "web.yaml:16" in str(there["knowledge_files"])
        editions.blame([])
        assert await told(client) == (200, {"database": True, "knowledge": True})


async def test_without_a_database_it_is_not_ready_and_says_which_is_missing(answerer: Answerer) -> None:
    engine = create_async_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    gone = cast(Database, SimpleNamespace(engine=engine))
    async with edge_over(gone, standing(answerer)) as client:
        assert await told(client) == (503, {"database": False, "knowledge": True})
    await engine.dispose()


async def test_in_socket_mode_it_is_ready_once_slack_answers_on_a_connection(
    database: Database, answerer: Answerer
) -> None:
    class Connections:
        alive = False

        async def are_connected(self) -> bool:
            return self.alive

    sockets = Connections()
    editions = standing(answerer)
    assert (await readiness(database, editions, cast(Sockets, sockets)))["socket_mode"] is False
    sockets.alive = True
    assert (await readiness(database, editions, cast(Sockets, sockets)))["socket_mode"] is True
