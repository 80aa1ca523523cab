"""The fake of Slack as one object: made from the app's manifest, served on the loopback.

async with SlackFake(manifest) as slack:
    channel = slack.add_channel("help")
    ann = slack.add_person("ann", channel)
    slack.app.request_url = "http://127.0.0.1:3000/slack/events"
    await ann.mentions(channel, "how do I install docker?")
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, Self

from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute

from bot.slackfake.delivery import ACK_LIMIT_S, RETRY_DELAYS_S, Carrier, Courier, Delivery, Kind
from bot.slackfake.http_carrier import HttpCarrier
from bot.slackfake.installation import install
from bot.slackfake.loopback import LoopbackServer
from bot.slackfake.payloads import Payloads
from bot.slackfake.people import Person
from bot.slackfake.policy import Policy
from bot.slackfake.response_urls import ResponseUrls
from bot.slackfake.socket_carrier import SocketCarrier
from bot.slackfake.state import Channel, Clock, Json, Message, Workspace
from bot.slackfake.web_api import WebApi

_HISTORY_SCOPES = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}
_MESSAGE_EVENTS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


class SlackFake:
    """A workspace with one app installed; ``workspace`` is the state to assert on.

    ``echoes`` sends the app its own messages too, as Slack does.
    """

    def __init__(
        self,
        manifest: Json,
        *,
        clock: Clock = lambda: datetime.now(UTC),
        with_optional_scopes: bool = True,
        retry_delays_s: Sequence[float] = RETRY_DELAYS_S,
        ack_limit_s: float = ACK_LIMIT_S,
        echoes: bool = True,
        port: int = 0,
    ) -> None:
        self.workspace = Workspace(clock=clock)
        name = manifest["features"]["bot_user"]["display_name"]
        bot = self.workspace.add_user(name, is_bot=True)
        self.app = install(manifest, bot, with_optional=with_optional_scopes)
        self.policy = Policy(clock)
        self.payloads = Payloads(self.workspace, self.app)
        self.response_urls = ResponseUrls(self.workspace, self.app)
        self.web_api = WebApi(self.workspace, self.app, self.policy, lambda: self.socket_url)
        self.http = HttpCarrier(self.app, clock, ack_limit_s)
        self.socket = SocketCarrier(self.workspace, self.app, ack_limit_s)
        self.courier = Courier(retry_delays_s)
        self.asgi = Starlette(
            routes=[
                Route("/api/{method}", self.web_api.answer, methods=["GET", "POST"]),
                Route("/response/{token}", self.response_urls.answer, methods=["POST"]),
                WebSocketRoute("/link", self.socket.serve),
            ]
        )
        self._server = LoopbackServer(self.asgi, port)
        self._echoes = echoes
        self._echoed: set[tuple[str, str, str | None]] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self._server.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.socket.close()
        await self.http.close()
        await self._server.stop()

    @property
    def api_url(self) -> str:
        """What ``SLACK_API_URL`` is set to."""
        return f"{self._server.url}/api/"

    @property
    def socket_url(self) -> str:
        """Where Socket Mode connects."""
        return f"{self._server.url.replace('http', 'ws', 1)}/link"

    def response_url(self, token: str) -> str:
        """The address to answer an interaction at."""
        return f"{self._server.url}/response/{token}"

    def add_channel(
        self, name: str, *, kind: Literal["channel", "group"] = "channel", is_external: bool = False
    ) -> Channel:
        """A channel that the bot is in."""
        return self.workspace.add_channel(name, self.app.bot_user.id, kind=kind, is_external=is_external)

    def add_person(self, name: str, *channels: Channel, team: str | None = None) -> Person:
        """A person, in the channels named."""
        person = Person(self, self.workspace.add_user(name, team=team))
        for channel in channels:
            channel.members.add(person.id)
        return person

    def said(self, channel: Channel | None = None) -> list[Message]:
        """What the bot said (there), private answers included, oldest first."""
        said = self.workspace.said_by(self.app.bot_user.id)
        return [m for m in said if channel is None or m.channel == channel.id]

    async def joins(self, name: str, *channels: Channel, **details: Any) -> Person:
        """A new teammate: the app is told where it asked to be. ``details`` are fields of the User."""
        person = self.add_person(name, *channels)
        for field, value in details.items():
            setattr(person.user, field, value)
        self.workspace.changed()
        if "team_join" in self.app.events and "users:read" in self.app.scopes:
            await self.send("event", self.payloads.wrapped(self.payloads.team_join(person.user)))
        return person

    async def tell_of(self, channel: Channel, message: Message) -> None:
        """Sends the events of a new message: ``message`` where subscribed, ``app_mention`` if named."""
        if f"<@{self.app.bot_user.id}>" in message.text and channel.kind != "im":
            await self.send_event(channel, self.payloads.app_mention(channel, message))
        await self.send_event(channel, self.payloads.message(channel, message))

    async def change(
        self, message: Message, *, text: str | None = None, attachments: list[Json] | None = None
    ) -> None:
        """Edits a message, or (with ``attachments`` alone) unfurls a link in it; tells the app."""
        channel = self.workspace.channels[message.channel]
        before = self.payloads.message(channel, message)
        if text is not None:
            self.workspace.edit_message(message, text, message.blocks)
        message.attachments = attachments or message.attachments
        await self.send_event(channel, self.payloads.message_changed(channel, message, before))

    async def send_event(self, channel: Channel, event: Json) -> Delivery | None:
        """Sends an event if the app subscribed to it, may see it and is there; None otherwise."""
        if not self._may_see(channel, event):
            return None
        return await self.send("event", self.payloads.wrapped(event, is_external=channel.is_external))

    async def send(self, kind: Kind, payload: Json) -> Delivery:
        """Brings a payload to the app by HTTP where it has a request URL, else by Socket Mode."""
        return await self.courier.deliver(self.carrier, kind, payload)

    @property
    def carrier(self) -> Carrier:
        """How the app is reached."""
        return self.http if self.app.request_url else self.socket

    async def settle(self) -> None:
        """Sends the app the echoes of its own messages and waits until all were delivered."""
        if self._echoes:
            for message in self.said():
                self._echo(message)
        while self._tasks:
            await asyncio.gather(*self._tasks)

    def _echo(self, message: Message) -> None:
        mark = (message.channel, message.ts, message.edited_ts)
        if mark in self._echoed or message.visible_to:
            return
        self._echoed.add(mark)
        channel = self.workspace.channels[message.channel]
        event = self.payloads.message(channel, message)
        if message.is_edited:
            event = self.payloads.message_changed(channel, message, event)
        self._spawn(self.send_event(channel, event))

    def _spawn(self, work: Coroutine[Any, Any, object]) -> None:
        async def run() -> None:
            await work

        task = asyncio.get_running_loop().create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _may_see(self, channel: Channel, event: Json) -> bool:
        if self.app.bot_user.id not in channel.members:
            return False
        if event["type"] != "message":
            return event["type"] in self.app.events
        subscribed = _MESSAGE_EVENTS[channel.kind] in self.app.events
        return subscribed and _HISTORY_SCOPES[channel.kind] in self.app.scopes
