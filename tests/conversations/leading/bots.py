"""The bot with what follows an answer, in memory; the matcher goes by a word."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import uuid4

from slack_sdk.web.async_client import AsyncWebClient

from bot.answering.answerer import Answerer
from bot.answering.model import Candidate, Match, Reason
from bot.conversations.questions import questions_of
from bot.conversations.reception import Reception
from bot.conversations.replies import Replies
from bot.knowledge.model import Language
from bot.live.edition import standing
from bot.matching.matcher import NearMisses
from bot.overhearing.overhearing import Overhearing
from bot.preferences.desk import PreferencesDesk
from bot.slackfake.fake import SlackFake
from bot.slackfake.people import Person
from bot.slackfake.state import Channel, Message
from bot.storage.forgetting_memory import MemoryForgetting
from bot.storage.leading_memory import MemoryHelp, MemoryRatings, MemoryWalks
from bot.storage.memory import MemoryStore
from bot.storage.open_channels import MemoryOpenChannels
from bot.storage.worklist_memory import MemoryWorklist
from bot.text.redact import redact
from handlers.clients import OneClient
from handlers.courtesies import Courtesies
from handlers.leading_side import Leading
from handlers.metrics import Metrics
from handlers.use_cases import UseCases
from tests.conversations.harness import Bot, http_bot
from tests.conversations.hosts import Groups, knowledge

ENTRIES = {
    "permission denied": "docker-permission-denied",
    "install": "docker-install-ubuntu",
    "설치": "docker-install-ubuntu",
}
MAINTAINER, GROUP = "U0000005", "S0HELP"
"""The id that the third person of the fake gets."""


class WordMatcher:
    """Finds an Entry by a word of the question."""

    def match(self, text: str, language: Language) -> Match | NearMisses:
        why = (Reason(kind="word", what="install", weight=1.0), Reason(kind="gate", what="in", weight=0.9))
        for word, entry in ENTRIES.items():
            if word in text.lower():
                return Match(entry=entry, score=0.9, margin=0.5, candidates=(), why=why, gate=0.99)
        if "docker" in text:
            near = (Candidate(entry="docker-ps", title="List running containers", score=0.3),)
            return NearMisses(reason="close", near=near)
        return NearMisses(reason="outside")


@dataclass(frozen=True)
class LeadingBot:
    bot: Bot
    leading: Leading
    worklist: MemoryWorklist
    groups: Groups
    channel: Channel
    ann: Person
    bob: Person
    maintainer: Person

    @property
    def slack(self) -> SlackFake:
        return self.bot.slack

    @property
    def store(self) -> MemoryStore:
        return self.bot.store

    async def asks(self, text: str) -> Message:
        """Ann asks in the channel; the answer."""
        await self.ann.mentions(self.channel, text)
        await self.bot.work()
        return self.last()

    async def presses(self, person: Person, message: Message, action: str, given: Any = None) -> None:
        delivery = await person.clicks(message, action, given)
        assert delivery.is_acknowledged
        await self.bot.work()

    def last(self, channel: Channel | None = None) -> Message:
        return self.slack.said(channel or self.channel)[-1]

    def root(self) -> Any:
        return next(iter(self.store.questions.values()))


@asynccontextmanager
async def leading_bot(
    *, maintainers: Sequence[str] | None = None, channels: Sequence[str] = (), **options: Any
) -> AsyncIterator[LeadingBot]:
    """With Ann and Bob in a channel, and a maintainer."""
    groups = Groups()
    made: list[tuple[Leading, MemoryWorklist]] = []
    ids = [MAINTAINER] if maintainers is None else list(maintainers)

    def answering(store: MemoryStore) -> Replies:
        editions = standing(Answerer(knowledge(), cast(Any, WordMatcher())))
        worklist, ratings = MemoryWorklist(store), MemoryRatings(store)
        helping, walks = MemoryHelp(store), MemoryWalks(store)
        leading = Leading(
            store=store,
            preferences=PreferencesDesk(store, lambda: editions.now().knowledge),
            ratings=ratings,
            forgetting=MemoryForgetting(
                store=store, ratings=ratings, help=helping, walks=walks, worklist=worklist
            ),
            help=helping,
            walks=walks,
            opened=MemoryOpenChannels(),
            notes=worklist,
            editions=editions,
            groups=cast(Any, groups),
            maintainers=ids,
            channels=channels,
        )
        made.append((leading, worklist))
        talks, feet = leading.talks(None)
        return Replies(editions, questions_of(store), talks=talks, feet=feet, leads=True)

    def completed(use_cases: UseCases, client: AsyncWebClient) -> UseCases:
        (leading, _), clients = made[0], OneClient(client)
        overhears = Overhearing(leading.opened, leading.editions)
        load = questions_of(leading.store)
        inbox = Reception(leading.store, load, Courtesies(clients), redact, uuid4, overhears)
        return replace(use_cases, inbox=inbox, listeners=leading.listeners(clients, Metrics()))

    async with http_bot(answering=answering, completed=completed, **options) as bot:
        channel = bot.slack.add_channel("help")
        ann, bob = bot.slack.add_person("ann", channel), bot.slack.add_person("bob", channel)
        keeper = bot.slack.add_person("mina", channel)
        assert keeper.id == MAINTAINER
        yield LeadingBot(bot, *made[0], groups, channel, ann, bob, keeper)


def seen(message: Message) -> str:
    """All that a reader sees."""
    return str(message.blocks)
