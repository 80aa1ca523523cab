"""Replies that change: "looking…" becomes the result in the same message, in private too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest

from bot.platforms.model import Known, Platform
from bot.storage.memory import MemoryStore
from bot.storage.model import Asked, Claim, Outcome, Person, QuestionRow
from bot.work.delivery import HOLD_BACK_S, Delivery
from bot.work.later import Later
from bot.work.ports import Block, Posted, Refused, RenderedReply

URL = "https://hooks.example.org/r/1"
UBUNTU = Platform(distro=Known(value="ubuntu", origin="saved"))
DEBIAN = Platform(distro=Known(value="debian", origin="saved"))


@dataclass
class Desk:
    """A Delivery that gives the ``answers`` one after the other; ``said`` is what reached Slack, in order."""

    answers: list[RenderedReply]
    store: MemoryStore = field(default_factory=MemoryStore)
    said: list[tuple[Any, ...]] = field(default_factory=list)
    is_url_spent: bool = False

    def __post_init__(self) -> None:
        self.delivery = Delivery(store=self.store, poster_of=lambda team: self, answer=self.answer, gap_s=0.0)

    async def answer(self, question: QuestionRow) -> RenderedReply:
        return self.answers[min(question.revision, len(self.answers)) - 1]

    async def ask(self, url: str | None = None) -> UUID:
        place = {"team": "T1", "channel": "C1", "user_id": "U1"}
        asked = Asked(id=uuid4(), surface="mention", text="q", response_url=url, **place)
        await self.store.take_question(Claim(team="T1", surface="mention", event=str(asked.id)), asked)
        return asked.id

    async def deliver(self, question: UUID) -> float:
        """0.0 when it is done, else after how long to come back."""
        try:
            await self.delivery.deliver(question)
        except Later as later:
            return later.delay_s
        return 0.0

    async def comes_in(self, question: UUID) -> None:
        """The result is there: the question's revision is raised."""
        self.store.reopen(question)

    async def post(
        self,
        channel: str,
        thread_ts: str | None,
        text: str,
        blocks: Sequence[Block],
        metadata: Mapping[str, Any],
    ) -> Posted:
        self.said.append(("post", channel, text))
        return Posted(channel="D1" if channel == "U1" else channel, ts="9.9")

    async def update(self, channel: str, ts: str, text: str, blocks: Sequence[Block]) -> None:
        self.said.append(("update", channel, ts, text))

    async def delete(self, channel: str, ts: str) -> None:
        self.said.append(("delete", channel, ts))

    async def find_posted(self, channel: str, thread_ts: str | None, reply_id: str) -> str | None:
        return None

    async def respond(
        self, response_url: str, text: str, blocks: Sequence[Block], *, replaces: bool = False
    ) -> None:
        if self.is_url_spent:
            raise Refused("used_url")
        self.said.append(("respond", text, replaces))

    async def point(self, channel: str, thread_ts: str | None, user: str, text: str) -> None:
        self.said.append(("point", channel, user, text))


def reply(text: str, **values: Any) -> RenderedReply:
    return RenderedReply(text=text, blocks=(), outcome=Outcome(kind="host"), **values)


async def test_an_open_message_is_changed_in_place() -> None:
    desk = Desk([reply("looking", is_interim=True), reply("report")])
    question = await desk.ask()
    assert await desk.deliver(question) == 0.0
    await desk.comes_in(question)
    assert await desk.deliver(question) == 0.0
    assert desk.said == [("post", "C1", "looking"), ("update", "C1", "9.9", "report")]


async def test_a_direct_message_is_changed_in_the_channel_that_it_stands_in() -> None:
    desk = Desk([reply("looking", private=True, is_interim=True), reply("report", private=True)])
    question = await desk.ask()
    await desk.deliver(question)
    await desk.comes_in(question)
    await desk.deliver(question)
    assert desk.said == [("post", "U1", "looking"), ("update", "D1", "9.9", "report")]


async def test_where_they_asked_the_person_is_pointed_to_their_direct_messages_once() -> None:
    desk = Desk(
        [reply("looking", private=True, is_interim=True, pointer="over there"), reply("report", private=True)]
    )
    question = await desk.ask()
    await desk.deliver(question)
    await desk.comes_in(question)
    await desk.deliver(question)
    assert [one for one in desk.said if one[0] == "point"] == [("point", "C1", "U1", "over there")]


async def test_what_a_command_is_told_first_cannot_change_so_it_is_held_back_for_a_moment() -> None:
    desk = Desk([reply("looking", private=True, is_interim=True), reply("report", private=True)])
    question = await desk.ask(URL)
    assert await desk.deliver(question) == HOLD_BACK_S
    await desk.comes_in(question)
    assert await desk.deliver(question) == 0.0
    assert desk.said == [("respond", "report", False)]


async def test_a_slow_result_follows_the_interim_reply() -> None:
    desk = Desk([reply("looking", private=True, is_interim=True), reply("report", private=True)])
    question = await desk.ask(URL)
    await desk.deliver(question)
    assert await desk.deliver(question) == 0.0
    await desk.comes_in(question)
    await desk.deliver(question)
    assert desk.said == [("respond", "looking", False), ("respond", "report", False)]


async def test_a_pressed_private_message_is_replaced_at_once_and_again() -> None:
    looking = reply("looking", private=True, is_interim=True, replaces=True)
    desk = Desk([looking, reply("report", private=True, replaces=True)])
    question = await desk.ask(URL)
    assert await desk.deliver(question) == 0.0
    await desk.comes_in(question)
    await desk.deliver(question)
    assert desk.said == [("respond", "looking", True), ("respond", "report", True)]
    assert desk.store.questions[question].response_url is None


async def test_a_result_whose_address_is_spent_comes_as_a_direct_message() -> None:
    desk = Desk([reply("looking", private=True, is_interim=True), reply("report", private=True)])
    question = await desk.ask(URL)
    await desk.deliver(question)
    await desk.deliver(question)
    desk.is_url_spent = True
    await desk.comes_in(question)
    await desk.deliver(question)
    assert desk.said == [("respond", "looking", False), ("post", "U1", "report")]


async def test_a_settled_reply_is_not_said_again() -> None:
    desk = Desk([reply("report", private=True)])
    question = await desk.ask(URL)
    for _ in range(3):
        assert await desk.deliver(question) == 0.0
    assert len(desk.said) == 1


@pytest.mark.parametrize(
    ("known", "then"),
    [
        (None, Person(platform=UBUNTU)),
        (Person(language="ko"), Person(language="ko", platform=UBUNTU)),
        (Person(platform=DEBIAN), Person(platform=DEBIAN)),
    ],
)
async def test_a_machine_is_learnt_only_of_whom_none_is_known(known: Person | None, then: Person) -> None:
    desk = Desk([reply("report", learn=Person(platform=UBUNTU))])
    if known:
        await desk.store.keep_person("T1", "U1", known)
    await desk.deliver(await desk.ask())
    assert await desk.store.person("T1", "U1") == then


async def test_nothing_is_learnt_of_a_reply_that_did_not_arrive() -> None:
    desk = Desk([reply("report", learn=Person(platform=UBUNTU))])

    async def refuse(*given: Any) -> Posted:
        raise Refused("is_archived")

    desk.post = refuse  # type: ignore[method-assign]
    await desk.deliver(await desk.ask())
    assert await desk.store.person("T1", "U1") is None
