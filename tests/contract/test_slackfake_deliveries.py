"""How the fake brings things to the app: signed, within three seconds, again when not taken."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.slackfake.fake import SlackFake
from bot.slackfake.loopback import LoopbackServer
from bot.slackfake.people import NotThereError, Person
from bot.slackfake.state import Channel
from handlers.signature import is_signed
from tests.contract.test_slackfake_web_api import MANIFEST, SECTION


@dataclass
class App:
    """An app that answers each delivery as it is told, and keeps what it got."""

    answers: list[Callable[[], Awaitable[Response]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    async def take(self, request: Request) -> Response:
        self.headers.append(dict(request.headers))
        self.bodies.append(await request.body())
        return await self.answers.pop(0)() if self.answers else Response()


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
async def slack(app: App) -> AsyncIterator[SlackFake]:
    server = LoopbackServer(Starlette(routes=[Route("/slack/events", app.take, methods=["POST"])]))
    await server.start()
    async with SlackFake(MANIFEST, retry_delays_s=(0.0, 0.0, 0.0), ack_limit_s=0.2) as fake:
        fake.app.request_url = f"{server.url}/slack/events"
        yield fake
    await server.stop()


@pytest.fixture
def channel(slack: SlackFake) -> Channel:
    return slack.add_channel("help")


@pytest.fixture
def ann(slack: SlackFake, channel: Channel) -> Person:
    return slack.add_person("ann", channel)


def answering(status: int) -> Callable[[], Awaitable[Response]]:
    async def answer() -> Response:
        return Response(status_code=status)

    return answer


async def test_an_event_is_signed_and_names_its_message(
    slack: SlackFake, app: App, ann: Person, channel: Channel
) -> None:
    said = await ann.mentions(channel, "hi")
    assert is_signed([slack.app.signing_secret], app.headers[0], app.bodies[0])
    event = json.loads(app.bodies[0])
    assert (event["event"]["type"], event["event"]["ts"]) == ("app_mention", said.ts)


async def test_a_failed_event_comes_again_with_its_number_and_reason(
    slack: SlackFake, app: App, ann: Person, channel: Channel
) -> None:
    app.answers = [answering(500), answering(503)]
    await ann.mentions(channel, "hi")
    (delivery,) = slack.courier.deliveries
    assert delivery.statuses == [500, 503, 200]
    retries = [(h.get("x-slack-retry-num"), h.get("x-slack-retry-reason")) for h in app.headers]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert len({json.loads(body)["event_id"] for body in app.bodies}) == 1


async def test_an_app_that_does_not_answer_in_time_is_asked_again(
    slack: SlackFake, app: App, ann: Person, channel: Channel
) -> None:
    released = asyncio.Event()

    async def hang() -> Response:
        await released.wait()
        return Response()

    app.answers = [hang]
    await ann.mentions(channel, "hi")
    released.set()
    (delivery,) = slack.courier.deliveries
    assert [(a.status, a.reason) for a in delivery.attempts] == [(None, "http_timeout"), (200, "")]


async def test_an_app_that_is_away_is_tried_three_times_more(
    slack: SlackFake, ann: Person, channel: Channel
) -> None:
    slack.app.request_url = "http://127.0.0.1:1/slack/events"
    await ann.mentions(channel, "hi")
    (delivery,) = slack.courier.deliveries
    assert [a.reason for a in delivery.attempts] == ["connection_failed"] * 4
    assert not delivery.is_acknowledged


async def test_a_command_is_not_repeated(slack: SlackFake, app: App, ann: Person, channel: Channel) -> None:
    app.answers = [answering(500)]
    assert (await ann.commands("/ask", "x", channel)).statuses == [500]


@pytest.mark.parametrize(
    ("is_escaped", "sent"),
    [
        (True, "allow <@{ann}|ann> <#{channel}|help> <!subteam^S01|@team> a &lt; b"),
        (False, "allow @ann #help @team a &lt; b"),
    ],
)
async def test_a_command_names_people_by_id_only_where_the_manifest_wants_it(
    slack: SlackFake, ann: Person, channel: Channel, is_escaped: bool, sent: str
) -> None:
    slack.app.offered = [{"command": "/ask", "should_escape": is_escaped}]
    typed = f"allow <@{ann.id}> <#{channel.id}|help> <!subteam^S01|@team> a &lt; b"
    delivery = await ann.commands("/ask", typed, channel)
    assert delivery.payload["text"] == sent.format(ann=ann.id, channel=channel.id)


async def test_a_commands_immediate_answer_is_private(app: App, ann: Person, channel: Channel) -> None:
    async def answer() -> Response:
        return JSONResponse({"text": "psst", "blocks": [SECTION]})

    app.answers = [answer]
    await ann.commands("/ask", "x", channel)
    assert [(m.text, m.visible_to) for m in ann.answers(channel)] == [("psst", ann.id)]


async def test_events_that_the_app_did_not_subscribe_to_stay_away(
    slack: SlackFake, ann: Person, channel: Channel
) -> None:
    await ann.says(channel, "to everybody")
    await ann.opens_app_home()
    assert slack.courier.deliveries == []
    await ann.writes("to the bot")
    assert [d.payload["event"]["channel_type"] for d in slack.courier.deliveries] == ["im"]


async def test_a_button_that_is_not_there_cannot_be_pressed(ann: Person, channel: Channel) -> None:
    message = await ann.says(channel, "no buttons")
    with pytest.raises(NotThereError):
        await ann.clicks(message, "go")


async def respond(slack: SlackFake, token: str, body: dict[str, Any]) -> tuple[int, str]:
    url = slack.response_url(token)
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status, await response.text()


async def test_a_response_url_serves_five_times(slack: SlackFake, ann: Person, channel: Channel) -> None:
    token = slack.response_urls.issue(ann.id, channel.id)
    answers = [await respond(slack, token, {"text": str(n)}) for n in range(6)]
    assert [status for status, _ in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1][1]
    assert [m.text for m in ann.answers(channel)] == ["0", "1", "2", "3", "4"]


async def test_a_response_url_can_replace_and_delete_what_it_came_from(
    slack: SlackFake, ann: Person, channel: Channel
) -> None:
    first = slack.response_urls.issue(ann.id, channel.id)
    await respond(slack, first, {"text": "a"})
    second = slack.response_urls.issue(ann.id, channel.id, ann.answers(channel)[0])
    await respond(slack, second, {"text": "b", "replace_original": True})
    assert [m.text for m in ann.answers(channel)] == ["b"]
    await respond(slack, second, {"delete_original": True})
    assert ann.answers(channel) == []


async def test_a_response_url_ends_after_half_an_hour(
    slack: SlackFake, ann: Person, channel: Channel
) -> None:
    token = slack.response_urls.issue(ann.id, channel.id)
    issued = slack.workspace.response_urls[token].issued
    slack.workspace.response_urls[token].issued = issued.replace(year=issued.year - 1)
    assert await respond(slack, token, {"text": "late"}) == (404, '{"ok":false,"error":"expired_url"}')
