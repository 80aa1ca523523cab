"""The bot with App Home: real Bolt and HTTP, the real knowledge, stores in memory; ``publishes`` does the jobs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from bot.answering.answerer import Answerer
from bot.conversations.questions import questions_of
from bot.conversations.replies import Replies
from bot.home.quoting import Quoting
from bot.home.refreshing import Refreshing
from bot.hosts.permissions import Permissions
from bot.live.edition import standing
from bot.preferences.desk import PreferencesDesk
from bot.rendering.home_slack import render_asked
from bot.settings import Settings
from bot.slackfake.loopback import LoopbackServer
from bot.slackfake.people import Person
from bot.slackfake.state import View
from bot.storage.home_memory import MemoryHomes
from bot.storage.hosts.memory import MemoryHosts
from bot.storage.leading_memory import MemoryRatings
from bot.storage.memory import MemoryStore
from bot.storage.worklist_memory import MemoryWorklist
from bot.wiring_hosts import make_host_talk
from bot.worklist.desk import WorklistDesk
from handlers.app import build_app
from handlers.clients import OneClient
from handlers.edge import build_edge
from handlers.home_side import HomeSide, make_home_side, make_pictures
from handlers.use_cases import UseCases
from tests.conversations.harness import Bot, running_bot
from tests.conversations.hosts import Clock, Groups, HostBot

MAINTAINERS = "S0MAINT"


@dataclass
class HomeBot:
    """A running bot, its hosts, and App Home."""

    bot: Bot
    host: HostBot
    side: HomeSide
    homes: MemoryHomes
    groups: Groups
    refreshing: Refreshing

    def person(self, name: str = "ann", *, maintains: bool = False) -> Person:
        person = self.bot.slack.add_person(name)
        if maintains:
            self.groups.members.setdefault(MAINTAINERS, set()).add(person.id)
        return person

    async def publishes(self) -> int:
        """Does every queued job; returns how many there were."""
        queued, self.homes.queued[:] = list(self.homes.queued), []
        for team, user in queued:
            while not await self.side.publishing.publish(team, user):
                pass
        return len(queued)

    async def work(self) -> None:
        """Answers what was asked, tells App Home of it, and publishes."""
        store = self.bot.store
        asked = list(store.queued)
        await self.bot.work()
        for question_id in asked:
            await self.refreshing.deliver(question_id)
        await self.publishes()

    async def opens(self, person: Person) -> View:
        """They open the Home tab, and see it."""
        await person.opens_app_home("home")
        await self.publishes()
        view = person.home
        assert view is not None
        return view


def texts(view: View) -> str:
    return str(view.content["blocks"])


@asynccontextmanager
async def home_bot(answerer: Answerer, **settings: Any) -> AsyncIterator[HomeBot]:
    clock, groups, made = Clock(), Groups(), []
    edition = standing(answerer)

    def answering(store: MemoryStore) -> Quoting:
        hosts = MemoryHosts(store, now=clock)
        permissions = Permissions(groups, maintainers=(MAINTAINERS,))
        talk = make_host_talk(
            lambda: answerer.knowledge, hosts=hosts, people=store, permissions=permissions,
            public_url="https://bot.example.org", clock=clock,
        )  # fmt: skip
        made.append((hosts, talk))
        return Quoting(Replies(edition, questions_of(store), talks=[talk], machines=talk), render_asked)

    async def is_ready() -> dict[str, bool | str]:
        return {"database": True}

    async with running_bot(answering=answering) as bot:
        hosts, talk = made[0]
        homes = MemoryHomes(bot.store)
        used = Settings(home=Path(), maintainers=(MAINTAINERS,), slack_bot_token="t", **settings)
        side = make_home_side(
            used, homes=homes, store=bot.store, editions=edition, hosts=hosts,
            worklist=WorklistDesk(MemoryWorklist(bot.store), edition, MemoryRatings(bot.store)), groups=cast(Any, groups),
            clients=OneClient(bot.client), pictures=make_pictures(used), clock=clock,
            preferences=PreferencesDesk(bot.store, lambda: answerer.knowledge),
        )  # fmt: skip
        use_cases = UseCases(inbox=bot.inbox, prompts=bot.courtesies, listeners=tuple(side.listeners))
        bot.app = build_app(client=bot.client, use_cases=use_cases, metrics=bot.metrics)
        edge = build_edge(
            app=bot.app, signing_secrets=[bot.slack.app.signing_secret], is_ready=is_ready,
            metrics=bot.metrics, clock=lambda: datetime.now(UTC),
        )  # fmt: skip
        server = LoopbackServer(edge)
        await server.start()
        bot.slack.app.request_url = f"{server.url}/slack/events"
        try:
            host = HostBot(bot, hosts, talk, clock, groups)
            refreshing = Refreshing(_Done(), bot.store, homes)
            yield HomeBot(bot, host, side, homes, groups, refreshing)
        finally:
            await server.stop()


class _Done:
    """The harness has delivered."""

    gap_s = 0.0

    async def deliver(self, question_id: Any, waits: int = 0) -> None:
        pass
