"""The bot with teaching: a small knowledge folder, learning in a thread, stores in memory, real Bolt and HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.questions import questions_of
from bot.conversations.replies import Replies
from bot.live.keeping import Keeper
from bot.matching.limits import Limits
from bot.settings import Settings
from bot.slackfake.loopback import LoopbackServer
from bot.slackfake.people import Person
from bot.slackfake.state import Channel, Message, View
from bot.storage.leading_memory import MemoryRatings
from bot.storage.memory import MemoryStore
from bot.storage.teaching_memory import MemoryTeaching
from bot.storage.worklist_memory import MemoryWorklist
from bot.work.ports import RenderedReply
from handlers.app import build_app
from handlers.edge import build_edge
from handlers.teaching_side import TeachingSide, make_teaching_side
from handlers.use_cases import UseCases
from handlers.views import WebViews
from tests.conversations.harness import Bot, running_bot
from tests.conversations.hosts import Groups
from tests.profiles import KnownProfiles
from tests.unit.live.knowledge_files import HereLearner, made_folder

GROUP = "S0MAINT"


class Classroom:
    """``folder`` has the knowledge; ``tries`` does the job that tries a proposal."""

    def __init__(
        self, bot: Bot, side: TeachingSide, kept: MemoryTeaching, keeper: Keeper, groups: Groups
    ) -> None:
        self.bot, self.side, self.kept, self.keeper, self.groups = bot, side, kept, keeper, groups
        self.channel: Channel = bot.slack.add_channel("help")

    def person(self, name: str, *, teaches: bool = False) -> Person:
        person = self.bot.slack.add_person(name, self.channel)
        if teaches:
            self.groups.members.setdefault(GROUP, set()).add(person.id)
        return person

    async def tries(self) -> None:
        queued, self.kept.queued[:] = list(self.kept.queued), []
        for proposal_id in queued:
            await self.side.trials.run(proposal_id)
        await self.bot.work()

    async def answer(self, person: Person, text: str) -> str:
        """What the bot says to that in the channel, once it has heard of all that was taught."""
        await self.keeper.refresh()
        message = await person.mentions(self.channel, text)
        await self.bot.work()
        (reply,) = self.channel.thread(message.ts)
        return reply.text

    async def opens_form(self, person: Person, text: str) -> tuple[Message, View]:
        """Uses the shortcut on somebody's message."""
        message = await person.says(self.channel, text)
        await person.uses_shortcut(message, "teach_this")
        view = person.modal
        assert view
        return message, view


def shown(person: Person) -> str:
    """All that stands in the modal before them."""
    assert person.modal
    return str(person.modal.content)


class _LateClient:
    """The client comes to be after what needs it."""

    def __init__(self) -> None:
        self.client: AsyncWebClient | None = None

    async def of(self, team: str) -> AsyncWebClient:
        assert self.client
        return self.client

    def forget(self, team: str) -> None:
        """There is one."""


@asynccontextmanager
async def classroom(place: Path, maintainers: tuple[str, ...] = (GROUP,)) -> AsyncIterator[Classroom]:
    folder, kept_in = made_folder(place), place / "kept"
    clients, groups = _LateClient(), Groups()
    settings = Settings(home=place, maintainers=maintainers, language="en")
    made: list[tuple[TeachingSide, MemoryTeaching, Keeper]] = []

    def answering(store: MemoryStore) -> Any:
        worklist = MemoryWorklist(store)
        kept = MemoryTeaching(store, worklist)
        keeper = Keeper(
            folders=[folder],
            kept_in=kept_in,
            learner=HereLearner(folder, kept_in),
            lessons=kept,
            limits=Limits(),
        )

        async def reply(question: Any) -> RenderedReply | None:
            return await replies[0](question)

        async def finish() -> None:
            await keeper.open()
            side = make_teaching_side(
                settings, keeper=keeper, kept=kept, worklist=worklist,
                ratings=MemoryRatings(store), people=store, groups=groups, profiles=KnownProfiles(),
                views=WebViews(clients),
            )  # fmt: skip
            replies.append(Replies(keeper.standing, questions_of(store), notices=[side.notices]))
            made.append((side, kept, keeper))

        replies: list[Replies] = []
        finishing.append(finish)
        return reply

    finishing: list[Any] = []

    async def is_ready() -> dict[str, bool | str]:
        return {"database": True}

    async with running_bot(answering=answering) as bot:
        clients.client = bot.client
        await finishing[0]()
        side, kept, keeper = made[0]
        use_cases = UseCases(inbox=bot.inbox, prompts=bot.courtesies, listeners=tuple(side.listeners))
        bot.app = build_app(client=bot.client, use_cases=use_cases, metrics=bot.metrics)
        edge = build_edge(
            app=bot.app,
            signing_secrets=[bot.slack.app.signing_secret],
            is_ready=is_ready,
            metrics=bot.metrics,
            clock=lambda: datetime.now(UTC),
        )
        server = LoopbackServer(edge)
        await server.start()
        bot.slack.app.request_url = f"{server.url}/slack/events"
        try:
            yield Classroom(bot, side, kept, keeper, groups)
        finally:
            await server.stop()
