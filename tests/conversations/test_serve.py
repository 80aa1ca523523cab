"""The whole process with a real database: HTTP, Socket Mode and the worker, to a drained end."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.slackfake.fake import SlackFake
from bot.slackfake.people import Person
from bot.slackfake.policy import Trouble
from bot.slackfake.state import Channel, Message
from bot.storage.database import Database
from bot.storage.memory import MemoryStore
from bot.storage.sql_store import SqlStore
from bot.storage.store import Store
from bot.work.delivery import Delivery
from bot.work.queue import answer_deferrer
from bot.work.worker import Worker
from handlers.assembly import SlackSide, make_slack_side, open_reach
from handlers.serve import listen, serve
from handlers.socket_mode import Sockets
from tests.conversations.harness import MANIFEST, answer
from tests.database import until


@dataclass
class Process:
    """One running ``serve``."""

    slack: SlackFake
    running: asyncio.Task[None]
    stop: asyncio.Event
    store: SqlStore

    async def said(self, channel: Channel, count: int) -> list[Message]:
        await self.slack.workspace.until(lambda: len(self.slack.said(channel)) >= count)
        return self.slack.said(channel)


@asynccontextmanager
async def process(
    slack: SlackFake, database: Database, *, app_token: str | None = None
) -> AsyncIterator[Process]:
    stop = asyncio.Event()
    listener = listen("127.0.0.1", 0)
    store = SqlStore(database.engine, answer_deferrer())
    async with slack_side(slack, store) as side:
        delivery = Delivery(store=store, poster_of=side.poster_of, answer=answer, gap_s=0.0, settle_s=0.0)
        work = Worker(database=database, delivery=delivery, upkeep=store)
        sockets = Sockets(side.app, side.client, app_token) if app_token else None
        serving = serve(edge=side.edge, listener=listener, sockets=sockets, work=work, stop=stop)
        running = asyncio.create_task(serving)
        if not app_token:
            slack.app.request_url = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
        try:
            yield Process(slack, running, stop, store)
        finally:
            stop.set()
            await running


@asynccontextmanager
async def slack_side(slack: SlackFake, store: Store) -> AsyncIterator[SlackSide]:
    async def is_ready() -> dict[str, bool]:
        return {"database": True}

    async with open_reach(slack.app.bot_token, slack.api_url) as reach:
        yield make_slack_side(
            reach, signing_secrets=[slack.app.signing_secret], store=store, is_ready=is_ready
        )


async def is_known(store: SqlStore, slack: SlackFake, root: Message) -> bool:
    return await store.thread(slack.workspace.team, root.channel, root.ts) is not None


@pytest.fixture
async def slack() -> AsyncIterator[SlackFake]:
    async with SlackFake(MANIFEST, retry_delays_s=(0.0, 0.0, 0.0)) as fake:
        yield fake


@pytest.fixture
def channel(slack: SlackFake) -> Channel:
    return slack.add_channel("help")


@pytest.fixture
def ann(slack: SlackFake, channel: Channel) -> Person:
    return slack.add_person("ann", channel)


async def test_a_mention_over_http_is_kept_answered_and_followed_up(
    slack: SlackFake, database: Database, ann: Person, channel: Channel
) -> None:
    async with process(slack, database) as running:
        asked = await ann.mentions(channel, "도커 설치", copies=2)
        await running.said(channel, 1)
        await until(lambda: is_known(running.store, slack, asked))
        await ann.says(channel, "and on arm?", thread=asked)
        said = await running.said(channel, 2)
    assert [(m.text, m.thread_ts) for m in said] == [
        ("mention [도커 설치] about None on any", asked.ts),
        ("follow-up [and on arm?] about docker-install-ubuntu on any", asked.ts),
    ]


async def test_a_mention_in_socket_mode_is_answered(
    slack: SlackFake, database: Database, ann: Person, channel: Channel
) -> None:
    async with process(slack, database, app_token=slack.app.app_token) as running:
        await slack.workspace.until(lambda: len(slack.socket.connections) == 2)
        await ann.mentions(channel, "docker ps")
        said = await running.said(channel, 1)
    assert len(said) == 1
    assert slack.socket.connections == []


async def test_what_was_acknowledged_without_a_worker_is_answered_by_the_next_process(
    slack: SlackFake, database: Database, ann: Person, channel: Channel
) -> None:
    body = slack.payloads.wrapped(slack.payloads.app_mention(channel, await ann.mentions(channel, "x")))
    async with slack_side(slack, SqlStore(database.engine, answer_deferrer())) as side:
        taken = await side.app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
    assert (taken.status, slack.said(channel)) == (200, [])
    async with process(slack, database) as running:
        assert len(await running.said(channel, 1)) == 1


async def test_a_request_under_way_is_answered_before_the_end(
    slack: SlackFake, database: Database, ann: Person, channel: Channel
) -> None:
    hold = asyncio.Event()
    slack.policy.trouble_next("auth.test", Trouble(hold=hold))
    async with process(slack, database) as running:
        asking = asyncio.create_task(ann.commands("/ask", "docker ps", channel))
        await slack.workspace.until(lambda: slack.web_api.count("auth.test"))
        running.stop.set()
        hold.set()
        delivery = await asking
    assert delivery.statuses == [200]


async def test_sigterm_ends_it(slack: SlackFake, database: Database, ann: Person, channel: Channel) -> None:
    async with process(slack, database) as running:
        await ann.mentions(channel, "docker ps")
        await running.said(channel, 1)
        os.kill(os.getpid(), signal.SIGTERM)
        await running.running
    assert running.stop.is_set()


async def test_a_part_that_breaks_ends_the_others(slack: SlackFake) -> None:
    class Broken:
        async def run(self, stop: asyncio.Event) -> None:
            raise RuntimeError("no database")

    async with slack_side(slack, MemoryStore()) as side:
        listener = listen("127.0.0.1", 0)
        with pytest.RaisesGroup(RuntimeError):
            await serve(edge=side.edge, listener=listener, work=Broken())


async def test_it_ends_even_while_slack_cannot_be_reached(slack: SlackFake) -> None:
    slack.policy.trouble_next("apps.connections.open", Trouble(status=503), times=100)
    stop = asyncio.Event()
    async with slack_side(slack, MemoryStore()) as side:
        sockets = Sockets(side.app, side.client, "xapp-fake")
        serving = serve(edge=side.edge, listener=listen("127.0.0.1", 0), sockets=sockets, stop=stop)
        running = asyncio.create_task(serving)
        await slack.workspace.until(lambda: slack.web_api.count("apps.connections.open"))
        stop.set()
        await running
    assert slack.socket.opened == 0


def test_a_taken_port_is_known_at_once() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            listen("127.0.0.1", taken.getsockname()[1])
