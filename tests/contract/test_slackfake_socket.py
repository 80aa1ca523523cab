"""The fake's Socket Mode server, spoken to by a plain WebSocket client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slackfake.fake import SlackFake
from bot.slackfake.people import Person
from bot.slackfake.state import Channel
from tests.contract.test_slackfake_web_api import MANIFEST

Open = Callable[[], Coroutine[Any, Any, aiohttp.ClientWebSocketResponse]]


@pytest.fixture
async def slack() -> AsyncIterator[SlackFake]:
    async with SlackFake(MANIFEST, retry_delays_s=(0.0, 0.0, 0.0), ack_limit_s=0.2) as fake:
        yield fake


@pytest.fixture
async def open_socket(slack: SlackFake) -> AsyncIterator[Open]:
    client = AsyncWebClient(base_url=slack.api_url)
    async with aiohttp.ClientSession() as session:

        async def connect() -> aiohttp.ClientWebSocketResponse:
            answer = await client.apps_connections_open(app_token=slack.app.app_token)
            return await session.ws_connect(answer["url"])

        yield connect


@pytest.fixture
def channel(slack: SlackFake) -> Channel:
    return slack.add_channel("help")


@pytest.fixture
def ann(slack: SlackFake, channel: Channel) -> Person:
    return slack.add_person("ann", channel)


async def test_it_greets_and_counts_its_connections(open_socket: Open) -> None:
    sockets = [await open_socket() for _ in range(2)]
    greetings = [await socket.receive_json() for socket in sockets]
    assert [(g["type"], g["num_connections"]) for g in greetings] == [("hello", 1), ("hello", 2)]


async def test_an_acknowledged_envelope_is_delivered_once(
    slack: SlackFake, open_socket: Open, ann: Person, channel: Channel
) -> None:
    socket = await open_socket()
    await socket.receive_json()
    saying = asyncio.create_task(ann.mentions(channel, "hi"))
    envelope = await socket.receive_json()
    await socket.send_json({"envelope_id": envelope["envelope_id"]})
    await saying
    assert (envelope["type"], envelope["retry_attempt"]) == ("events_api", 0)
    assert envelope["payload"]["event"]["type"] == "app_mention"
    assert slack.courier.deliveries[0].statuses == [200]


async def test_an_envelope_without_an_answer_comes_again_marked(
    slack: SlackFake, open_socket: Open, ann: Person, channel: Channel
) -> None:
    socket = await open_socket()
    await socket.receive_json()
    saying = asyncio.create_task(ann.mentions(channel, "hi"))
    first, second = await socket.receive_json(), await socket.receive_json()
    await socket.send_json({"envelope_id": second["envelope_id"]})
    await saying
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert first["payload"] == second["payload"]


async def test_an_envelope_whose_connection_ended_goes_to_another(
    slack: SlackFake, open_socket: Open, ann: Person, channel: Channel
) -> None:
    one, other = await open_socket(), await open_socket()
    for socket in (one, other):
        await socket.receive_json()
    saying = asyncio.create_task(ann.mentions(channel, "hi"))
    await one.receive_json()
    await one.close()
    envelope = await other.receive_json()
    await other.send_json({"envelope_id": envelope["envelope_id"]})
    await saying
    assert [a.reason for a in slack.courier.deliveries[0].attempts] == ["connection_failed", ""]


async def test_a_commands_answer_may_come_with_its_acknowledgement(
    slack: SlackFake, open_socket: Open, ann: Person, channel: Channel
) -> None:
    socket = await open_socket()
    await socket.receive_json()
    asking = asyncio.create_task(ann.commands("/ask", "x", channel))
    envelope = await socket.receive_json()
    await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "psst"}})
    await asking
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert [m.text for m in ann.answers(channel)] == ["psst"]


async def test_a_connection_is_asked_to_come_again(slack: SlackFake, open_socket: Open) -> None:
    socket = await open_socket()
    await socket.receive_json()
    await slack.workspace.until(lambda: slack.socket.connections)
    await slack.socket.refresh(slack.socket.connections[0])
    farewell = json.loads((await socket.receive()).data)
    assert (farewell["type"], farewell["reason"]) == ("disconnect", "refresh_requested")


async def test_an_eleventh_connection_is_sent_away(slack: SlackFake, open_socket: Open) -> None:
    sockets = [await open_socket() for _ in range(11)]
    last = [await socket.receive_json() for socket in sockets][-1]
    assert last["reason"] == "too_many_websockets"
    await slack.workspace.until(lambda: len(slack.socket.connections) == 10)
