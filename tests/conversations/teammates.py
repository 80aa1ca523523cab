"""The bot with onboarding: the real use cases and steps, everything in memory, hosts whose Agents the test plays."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any, cast
from uuid import UUID

from slack_sdk.web.async_client import AsyncWebClient

from bot.answering.answerer import Answerer
from bot.conversations.questions import questions_of
from bot.conversations.replies import Replies
from bot.hosts.permissions import Permissions
from bot.live.edition import standing
from bot.onboarding.model import Onboarding, Profile
from bot.slackfake.people import Person
from bot.slackfake.state import Message
from bot.storage.hosts.memory import MemoryHosts
from bot.storage.memory import MemoryStore
from bot.storage.onboarding_memory import MemoryOnboardings
from bot.teaching.maintainers import Maintainers
from bot.wiring_hosts import make_host_talk
from bot.work.ports import AnswerQuestion
from handlers.clients import OneClient
from handlers.onboarding import OnboardingSide, make_onboarding_side
from handlers.profiles import SlackProfiles
from handlers.use_cases import UseCases
from tests.conversations.harness import Bot, http_bot
from tests.conversations.hosts import Clock, Groups, HostBot, Installing, knowledge

KEEPERS = "S0KEEPERS"


class Keepers:
    """The user group of the maintainers, with its members."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    async def is_member(self, group: str, user: str) -> bool:
        return user in self.ids

    async def members(self, group: str) -> list[str]:
        return self.ids


class LateProfiles:
    """Profiles once there is a client."""

    def __init__(self) -> None:
        self.real: SlackProfiles | None = None

    async def find(self, team: str, user: str) -> Profile | None:
        assert self.real
        return await self.real.find(team, user)


class OnboardingBot:
    """A running bot with onboarding; ``host`` plays the Agents."""

    def __init__(
        self, bot: Bot, host: HostBot, side: OnboardingSide, kept: MemoryOnboardings, keepers: Keepers
    ) -> None:
        self.bot, self.host, self.side, self.kept, self.keepers = bot, host, side, kept, keepers
        self.slack, self.store, self.clock = bot.slack, bot.store, host.clock

    async def work(self) -> None:
        await self.bot.work()

    async def joins(self, name: str, **details: Any) -> Person:
        person = await self.slack.joins(name, **details)
        await self.work()
        return person

    async def onboarded(self, name: str = "mina", **details: Any) -> Person:
        """Somebody who asked for their own checklist."""
        person = self.slack.add_person(name)
        for field, value in details.items():
            setattr(person.user, field, value)
        await person.commands("/onboard")
        await self.work()
        return person

    def of(self, person: Person) -> Onboarding:
        return next(one for one in self.kept.kept.values() if one.user == person.id)

    def keeper(self, name: str = "ann") -> Person:
        """A maintainer."""
        person = self.slack.add_person(name)
        self.keepers.ids.append(person.id)
        return person

    def checklist(self, person: Person) -> Message:
        """The one message that goes along."""
        notice = self.of(person).notice
        assert notice is not None
        ts = self.store.replies[notice].ts
        return next(message for message in person.direct.visible() if message.ts == ts)

    async def clicks(self, person: Person, action: str) -> None:
        await person.clicks(self.checklist(person), action)
        await self.work()

    async def seen(self, host_id: UUID, observation_id: UUID | None = None) -> None:
        """The job that the store queues when a Host has joined or was seen."""
        await self.side.judging.run(host_id, observation_id)
        await self.work()

    async def passes(self, **time: float) -> None:
        """Time goes by, and the hourly job runs."""
        self.clock.passed += timedelta(**time)
        await self.side.checklists.nudge()
        await self.work()


@asynccontextmanager
async def onboarding_bot(
    greets: str = "", *, is_kept: bool = True, **options: Any
) -> AsyncIterator[OnboardingBot]:
    """``is_kept``: there are maintainers, whom the test puts into ``keepers``."""
    clock, profiles, keepers = Clock(), LateProfiles(), Keepers()
    made: list[tuple[MemoryHosts, MemoryOnboardings, OnboardingSide, Any]] = []
    sides: list[OnboardingSide] = []

    def answering(store: MemoryStore) -> AnswerQuestion:
        hosts = MemoryHosts(store, now=clock)
        kept = MemoryOnboardings(store, hosts)
        side = make_onboarding_side(
            kept,
            greets=greets,
            asking=store,
            profiles=profiles,
            maintainers=Maintainers(keepers, (KEEPERS,) if is_kept else ()),
            knowledge=knowledge,
            zone=UTC,
            clock=clock,
        )
        talk = make_host_talk(
            knowledge, hosts=hosts, people=store, permissions=Permissions(Groups(), ()), clock=clock
        )
        made.append((hosts, kept, side, talk))
        sides.append(side)
        answerer = Answerer(knowledge(), cast(Any, Installing()))
        replies = Replies(standing(answerer), questions_of(store), talks=[side.talk, talk], machines=talk)
        return side.watched(replies)

    def completed(use_cases: UseCases, client: AsyncWebClient) -> UseCases:
        profiles.real = SlackProfiles(OneClient(client))
        return replace(use_cases, listeners=sides[0].listeners)

    async with http_bot(answering=answering, completed=completed, **options) as bot:
        hosts, kept, side, talk = made[0]
        host = HostBot(bot, hosts, talk, clock, Groups())
        yield OnboardingBot(bot, host, side, kept, keepers)


def shown(message: Message) -> str:
    """All that a reader sees."""
    return str(message.blocks)
