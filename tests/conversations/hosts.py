"""The bot with hosts: MemoryHosts beside the MemoryStore, the real judges, and Agents that the test plays."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, cast
from uuid import UUID, uuid4

from bot.answering.answerer import Answerer
from bot.answering.model import Match
from bot.conversations.hosts.talk import HostTalk
from bot.conversations.languages import Profiles
from bot.conversations.questions import questions_of
from bot.conversations.replies import Replies
from bot.hosts.model import Host, Subject, notice_text
from bot.hosts.permissions import Permissions
from bot.hosts.ports import Joining, KeptCode
from bot.hosts.secrets import hash_of
from bot.knowledge.base import Knowledge
from bot.knowledge.folders import own_folder
from bot.knowledge.model import Language
from bot.knowledge.source import read_knowledge
from bot.live.edition import standing
from bot.matching.matcher import NearMisses
from bot.slackfake.people import Person
from bot.slackfake.state import Channel, Message
from bot.storage.hosts.memory import MemoryHosts
from bot.storage.memory import MemoryStore
from bot.wiring_hosts import make_host_talk
from tests.conversations.harness import Bot, http_bot

PUBLIC_URL = "https://bot.example.org"
KEPT = "kept"


@cache
def knowledge() -> Knowledge:
    return read_knowledge([own_folder()])


class Installing:
    """What is not about hosts is about installing Docker, or about nothing."""

    def match(self, text: str, language: str) -> Match | NearMisses:
        if "install" in text or "설치" in text:
            return Match(entry="docker-apt-repository", score=1.0, margin=1.0, candidates=(), why=())
        return NearMisses(reason="outside")


class Groups:
    """User groups by id, with their members."""

    def __init__(self) -> None:
        self.members: dict[str, set[str]] = {}

    async def is_member(self, group: str, user: str) -> bool:
        return user in self.members.get(group, set())


@dataclass
class Clock:
    passed: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.passed


class HostBot:
    """A running bot and its hosts; the test does what Agents would."""

    def __init__(self, bot: Bot, hosts: MemoryHosts, talk: HostTalk, clock: Clock, groups: Groups) -> None:
        self.bot, self.hosts, self.talk, self.clock, self.groups = bot, hosts, talk, clock, groups
        self.slack, self.store = bot.slack, bot.store
        self.team = bot.slack.workspace.team

    async def work(self) -> None:
        await self.bot.work()

    async def tries_once(self) -> None:
        """Answers what was taken once; what asks to come back is left for later."""
        await self.bot.try_once()

    async def joined(self, owner: Person, name: str = "web-1", *, is_kept: bool = True) -> Host:
        """A Host that its owner enrolled; nobody is told."""
        code = KeptCode(
            code_id=uuid4().hex[:8], secret_hash=hash_of("s"), team=self.team, owner=owner.id, name=name
        )
        await self.hosts.add_code(code)
        joining = Joining(
            host_id=uuid4(),
            key_hash=hash_of("k"),
            hostname=f"{name}.lan",
            agent_version="1.0.0",
            session="s0",
        )
        host = await self.hosts.enroll(code.code_id, joining)
        assert isinstance(host, Host)
        if is_kept:
            await self.hosts.keep(host.id)
            self.store.queued.clear()
        return host

    async def online(self, owner: Person, name: str = "web-1") -> Host:
        host = await self.joined(owner, name)
        await self.hosts.begin_poll(host.id, "s1", "1.0.0")
        return host

    async def allow(self, host: Host, kind: str, subject: str = "") -> None:
        await self.hosts.allow(host.id, Subject(kind=cast(Any, kind), id=subject), host.owner)

    async def answers(self, host: Host, sent: dict[str, Any]) -> None:
        """The Agent does the job that waits for it."""
        turn = await self.hosts.begin_poll(host.id, "s1", "1.0.0")
        assert turn.job is not None
        assert await self.hosts.finish(host.id, turn.job.id, turn.job.nonce, sent) == "taken"
        await self.work()

    async def reported(
        self, owner: Person, sent: dict[str, Any], channel: Channel | None = None
    ) -> tuple[Host, Message]:
        """A new host and its Report: asked for by command in ``channel``, or in direct messages."""
        host = await self.online(owner)
        if channel:
            await owner.commands("/docker-check", host.name, channel)
        else:
            await owner.writes(f"check {host.name}")
        await self.work()
        await self.answers(host, sent)
        return host, owner.answers(channel)[-1]

    async def refuses(self, host: Host, refusal: str, detail: str = "") -> None:
        turn = await self.hosts.begin_poll(host.id, "s1", "1.0.0")
        assert turn.job is not None
        assert await self.hosts.refuse(host.id, turn.job.id, turn.job.nonce, refusal, detail) == "taken"
        await self.work()

    async def expires(self) -> None:
        self.clock.passed += timedelta(seconds=121)
        await self.hosts.expire()
        await self.work()

    def jobs(self) -> int:
        return len(self.hosts.jobs)


@asynccontextmanager
async def host_bot(
    public_url: str = PUBLIC_URL,
    default_language: Language | None = None,
    profiles: Profiles | None = None,
    **options: Any,
) -> AsyncIterator[HostBot]:
    clock, groups = Clock(), Groups()
    made: list[tuple[MemoryHosts, HostTalk]] = []

    def answering(store: MemoryStore) -> Replies:
        hosts = MemoryHosts(store, now=clock)
        talk = make_host_talk(
            knowledge,
            hosts=hosts,
            people=store,
            permissions=Permissions(groups, maintainers=("S0MAINT",)),
            public_url=public_url,
            default_language=default_language,
            profiles=profiles,
            clock=clock,
        )
        made.append((hosts, talk))
        answerer = Answerer(knowledge(), cast(Any, Installing()))
        return Replies(standing(answerer), questions_of(store), talks=[talk], machines=talk)

    async with http_bot(answering=answering, **options) as bot:
        yield HostBot(bot, *made[0], clock, groups)


def shown(message: Message) -> str:
    """All that a reader sees."""
    return str(message.blocks)


def notice_of(kind: Any, host_id: UUID) -> str:
    return notice_text(kind, host_id)


def private(bot: HostBot, person: Person, channel: Channel) -> list[Message]:
    return [message for message in bot.slack.said(channel) if message.visible_to == person.id]
