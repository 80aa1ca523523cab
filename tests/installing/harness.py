"""The bot in several workspaces: real pages, real events over HTTP, the store in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import aiohttp
from starlette.types import Receive, Scope, Send

from bot.installing.model import Installations
from bot.slackfake.fake import SlackFake
from bot.slackfake.loopback import LoopbackServer
from bot.slackfake.people import Person
from bot.slackfake.several import CLIENT_ID, CLIENT_SECRET, SeveralSlacks
from bot.slackfake.state import Channel
from bot.storage.installing.memory import MemoryInstallations
from bot.storage.memory import MemoryStore
from bot.work.delivery import Delivery
from bot.work.later import Later
from handlers.assembly import Several, SlackSide, make_slack_side, open_reach
from handlers.oauth.flow import OAuthApp
from tests.conversations.harness import MANIFEST, answer, no_pause

ONE, TWO = "T0000001", "T0000002"


@dataclass
class Page:
    """What a browser was shown or sent to."""

    status: int
    text: str
    location: str
    headers: dict[str, str]


class Browser:
    """Somebody's browser: it keeps cookies and does not follow where it is sent."""

    def __init__(self, home: str) -> None:
        self._home = home
        self.session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def get(self, address: str, **headers: str) -> Page:
        url = address if address.startswith("http") else f"{self._home}{address}"
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.get(url, headers=sent, allow_redirects=False) as told:
            location = told.headers.get("location", "")
            return Page(
                told.status, await told.text(), location, {k.lower(): v for k, v in told.headers.items()}
            )


@dataclass
class World:
    slacks: SeveralSlacks
    side: SlackSide
    store: MemoryStore
    installations: Installations
    delivery: Delivery
    home: str
    browsers: list[Browser]

    def browser(self) -> Browser:
        self.browsers.append(Browser(self.home))
        return self.browsers[-1]

    async def install(self, team: str, browser: Browser | None = None) -> Page:
        person = browser or self.browser()
        began = await person.get("/slack/install")
        return await person.get(self.slacks.agree(began.location, team))

    def place(self, team: str) -> tuple[SlackFake, Channel, Person]:
        """A workspace, a channel in it and a person there."""
        slack = self.slacks.of(team)
        channel = slack.add_channel("help")
        return slack, channel, slack.add_person("ann", channel)

    async def work(self) -> None:
        """Does every queued job until none is left."""
        for _ in range(10):
            for team in (ONE, TWO):
                await self.slacks.of(team).settle()
            queued, self.store.queued[:] = list(self.store.queued), []
            if not queued:
                return
            for question_id in queued:
                await self.try_once(question_id)

    async def try_once(self, question_id: UUID) -> None:
        try:
            await self.delivery.deliver(question_id)
        except Later:
            self.store.queued.append(question_id)


@asynccontextmanager
async def several_workspaces() -> AsyncIterator[World]:
    async def is_ready() -> dict[str, bool]:
        return {"database": True}

    async with SeveralSlacks(MANIFEST, [ONE, TWO], retry_delays_s=(0.0, 0.0, 0.0)) as slacks:
        store = MemoryStore()
        installations = MemoryInstallations(store)

        async def edge(scope: Scope, receive: Receive, send: Send) -> None:
            await side.edge(scope, receive, send)  # which must know the server's address

        server = LoopbackServer(edge)
        await server.start()
        app = OAuthApp(
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            public_url=server.url,
            api_url=slacks.api_url,
        )
        async with open_reach("", slacks.api_url, Several(app=app, installations=installations)) as reach:
            side = make_slack_side(
                reach,
                signing_secrets=[slacks.of(ONE).app.signing_secret],
                store=store,
                is_ready=is_ready,
            )

            for team in (ONE, TWO):
                slacks.of(team).app.request_url = f"{server.url}/slack/events"
            delivery = Delivery(
                store=store, poster_of=side.poster_of, answer=answer,
                gap_s=0.0, settle_s=0.0, sleep=no_pause,
            )  # fmt: skip
            world = World(slacks, side, store, installations, delivery, server.url, [])
            try:
                yield world
            finally:
                for browser in world.browsers:
                    await browser.session.close()
                await server.stop()
