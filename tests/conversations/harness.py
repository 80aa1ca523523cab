"""The bot around the fake of Slack: real Bolt, real HTTP, the store in memory, replies that say what was asked."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.questions import questions_of
from bot.conversations.reception import Reception
from bot.slackfake.fake import SlackFake
from bot.slackfake.loopback import LoopbackServer
from bot.slackfake.people import Person
from bot.slackfake.pings import as_typed
from bot.slackfake.state import Channel
from bot.storage.memory import MemoryStore
from bot.storage.model import Outcome, QuestionRow, ThreadState
from bot.text.redact import redact
from bot.work.delivery import Delivery
from bot.work.later import Later
from bot.work.ports import AnswerQuestion, RenderedReply
from handlers.app import build_app
from handlers.client import open_client
from handlers.clients import OneClient
from handlers.courtesies import Courtesies
from handlers.edge import build_edge
from handlers.metrics import Metrics
from handlers.poster import WebPoster
from handlers.use_cases import UseCases

MANIFEST = json.loads((Path(__file__).parents[2] / "manifest.json").read_text())
UNKNOWN = "unknown"


def button(action_id: str, token: str) -> dict[str, Any]:
    label = {"type": "plain_text", "text": action_id}
    return {"type": "button", "action_id": action_id, "text": label, "value": token}


async def answer(question: QuestionRow) -> RenderedReply | None:
    """Says what it was asked; keeps quiet in a follow-up that it does not know."""
    if question.surface == "follow-up" and UNKNOWN in question.text:
        return None
    arch = question.platform.arch.value if question.platform.arch else "any"
    words = question.text.rpartition(" ")[0] if question.surface == "button" else question.text
    said = f"{question.surface} [{as_typed(words)}] about {question.about} on {arch}"
    pressable = ["choose_entry:docker-ps", "choose_arch:arm64", "show_rest:1", "share_answer"]
    blocks = (
        {"type": "section", "text": {"type": "mrkdwn", "text": said}},
        {"type": "actions", "elements": [button(action_id, str(question.id)) for action_id in pressable]},
    )
    return RenderedReply(
        text=said,
        blocks=blocks,
        outcome=Outcome(kind="answer", entry="docker-install-ubuntu"),
        private=question.response_url is not None and "share_answer" not in question.text,
        keep=ThreadState(entry=question.about or "docker-install-ubuntu", platform=question.platform),
    )


async def no_pause(seconds: float) -> None:
    """In place of the pause before a message is looked up."""


class Bot:
    """The running bot; ``work`` answers what was taken, so that nothing has to wait."""

    def __init__(
        self,
        slack: SlackFake,
        store: MemoryStore,
        delivery: Delivery,
        client: AsyncWebClient,
        completed: Callable[[UseCases, AsyncWebClient], UseCases] = lambda use_cases, client: use_cases,
    ) -> None:
        self.slack, self.store, self._delivery, self.client = slack, store, delivery, client
        self.metrics = Metrics()
        self.courtesies = Courtesies(OneClient(client))
        self.inbox = Reception(store, questions_of(store), self.courtesies, redact, uuid4)
        use_cases = UseCases(inbox=self.inbox, prompts=self.courtesies)
        self.app: AsyncApp = build_app(
            client=client, use_cases=completed(use_cases, client), metrics=self.metrics
        )

    async def work(self) -> None:
        """Does every queued job until none is left, and lets Slack echo the bot's messages."""
        for _ in range(10):
            await self.slack.settle()
            if not self.store.queued:
                return
            await self.try_once()
        raise AssertionError("the bot talks to itself")

    async def try_once(self) -> None:
        """Does every queued job once."""
        queued, self.store.queued[:] = list(self.store.queued), []
        for question_id in queued:
            await self._deliver(question_id)

    async def _deliver(self, question_id: Any) -> None:
        try:
            await self._delivery.deliver(question_id)
        except Later:
            self.store.queued.append(question_id)

    def texts(self, channel: Channel | None = None) -> list[str]:
        """What the bot said, oldest first."""
        return [message.text for message in self.slack.said(channel)]


@asynccontextmanager
async def running_bot(
    answering: Callable[[MemoryStore], AnswerQuestion] = lambda store: answer,
    completed: Callable[[UseCases, AsyncWebClient], UseCases] = lambda use_cases, client: use_cases,
    **options: Any,
) -> AsyncIterator[Bot]:
    """A bot without a way in yet; ``answering`` makes what answers, here a stand-in that echoes.

    ``completed`` adds use cases and listeners.
    """
    options = {"retry_delays_s": (0.0, 0.0, 0.0), **options}
    async with (
        SlackFake(MANIFEST, **options) as slack,
        open_client(slack.app.bot_token, slack.api_url) as client,
    ):
        store = MemoryStore()
        poster = WebPoster(client, Metrics())
        delivery = Delivery(
            store=store, poster_of=lambda team: poster, answer=answering(store),
            gap_s=0.0, settle_s=0.0, sleep=no_pause,
        )  # fmt: skip
        yield Bot(slack, store, delivery, client, completed)


@asynccontextmanager
async def http_bot(**options: Any) -> AsyncIterator[Bot]:
    """A bot that Slack reaches at its request URL."""

    async def is_ready() -> dict[str, bool]:
        return {"database": True, "knowledge": True}

    async with running_bot(**options) as bot:
        edge = build_edge(
            app=bot.app,
            signing_secrets=["an-older-secret", bot.slack.app.signing_secret],
            is_ready=is_ready,
            metrics=bot.metrics,
            clock=lambda: datetime.now(UTC),
        )
        server = LoopbackServer(edge)
        await server.start()
        bot.slack.app.request_url = f"{server.url}/slack/events"
        try:
            yield bot
        finally:
            await server.stop()


def some_person(bot: Bot, *channels: Channel) -> Person:
    return bot.slack.add_person("ann", *channels)
