"""How one reply is delivered: every way in which Slack and a worker can fail, without a database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest_asyncio

from bot.storage.memory import MemoryStore
from bot.storage.model import Asked, Claim, QuestionRow, ReplyRow, ThreadState
from bot.work.delivery import MAX_WAITS, Delivery
from bot.work.later import MAX_ATTEMPTS, Later
from tests.database import until
from tests.integration.work_process import LoopbackPoster, LoopbackSlack


@dataclass
class Desk:
    """A Delivery on an in-memory Store and a loopback Slack; its sleeps are only noted."""

    slack: LoopbackSlack
    store: MemoryStore = field(default_factory=MemoryStore)
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        poster = LoopbackPoster(self.slack.port)
        self.delivery = Delivery(
            store=self.store,
            poster_of=lambda team: poster,
            answer=poster.answer,
            gap_s=0.0,
            sleep=self._sleep,
        )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def ask(self, text: str = "q", ts: str = "1.1", **values: object) -> UUID:
        place = {"team": "T1", "channel": "C1", "user_id": "U1", "surface": "mention", "ts": ts, "thread": ts}
        question = Asked(**({"id": uuid4(), "text": text} | place | values))  # type: ignore[arg-type]
        claim = Claim(team="T1", surface="mention", channel="C1", ts=ts)
        assert await self.store.take_question(claim, question)
        return question.id

    async def deliver(self, question: UUID, waits: int = 0) -> Later | None:
        """None when it is done, else the request to come back."""
        try:
            await self.delivery.deliver(question, waits)
        except Later as later:
            return later
        return None

    def row(self, question: UUID) -> tuple[QuestionRow, ReplyRow]:
        return self.store.questions[question], self.store.replies[question]


@pytest_asyncio.fixture
async def desk() -> AsyncIterator[Desk]:
    async with LoopbackSlack().serving() as slack:
        yield Desk(slack)


async def test_an_answer_stands_in_its_thread_and_names_its_question(desk: Desk) -> None:
    question = await desk.ask("docker ps?")
    assert await desk.deliver(question) is None
    [said] = desk.slack.messages.values()
    assert (said["channel"], said["thread"], said["text"]) == ("C1", "1.1", "answer to docker ps?")
    assert said["metadata"]["event_payload"] == {"reply": str(question)}
    assert await desk.store.thread("T1", "C1", "1.1") == ThreadState(entry="docker-ps")
    assert desk.row(question)[0].outcome == "answer"


async def test_running_the_job_again_changes_nothing(desk: Desk) -> None:
    question = await desk.ask()
    for _ in range(3):
        assert await desk.deliver(question) is None
    assert (len(desk.slack.messages), desk.slack.calls["post"]) == (1, 1)


async def test_two_workers_on_one_question_leave_one_message(desk: Desk) -> None:
    question = await desk.ask()
    desk.slack.hold("post")
    twice = [asyncio.create_task(desk.deliver(question)) for _ in range(2)]
    await until(lambda: desk.slack.calls["post"] == 2)
    desk.slack.release()
    assert await asyncio.gather(*twice) == [None, None]
    assert list(desk.slack.messages) == [desk.row(question)[1].ts]


async def test_a_message_whose_sender_died_is_found_and_not_posted_again(desk: Desk) -> None:
    question = await desk.ask()
    desk.slack.hold("post")
    first = asyncio.create_task(desk.deliver(question))
    await until(lambda: bool(desk.slack.messages))
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    desk.slack.release()
    assert await desk.deliver(question) is None
    assert list(desk.slack.messages) == [desk.row(question)[1].ts]
    assert desk.slept == [0.5]


async def test_a_message_that_cannot_be_looked_up_is_posted_again(desk: Desk) -> None:
    question = await desk.ask()
    await desk.store.begin_post(question)
    desk.slack.fail("find", refused="missing_scope")
    assert await desk.deliver(question) is None
    assert desk.slack.texts() == ["answer to q"]


async def test_a_rate_limit_is_waited_out_and_is_no_attempt(desk: Desk) -> None:
    question = await desk.ask()
    desk.slack.fail("post", limited=30)
    later = await desk.deliver(question)
    assert later is not None
    assert (later.delay_s, later.let_others_pass) == (30, False)
    assert (desk.row(question)[1].attempts, desk.row(question)[1].in_doubt) == (0, False)
    assert 29 < await desk.store.reserve_channel("T1", "C1", 0) <= 30


async def test_a_busy_channel_is_waited_for_before_anything_is_asked(desk: Desk) -> None:
    question = await desk.ask()
    await desk.store.hold_channel("T1", "C1", 5)
    later = await desk.deliver(question)
    assert later is not None
    assert 4 < later.delay_s <= 5
    assert desk.slack.calls == {}


async def test_a_passing_fault_is_tried_again_without_holding_up_the_channel(desk: Desk) -> None:
    question = await desk.ask()
    desk.slack.fail("post", passing="503")
    later = await desk.deliver(question)
    assert later is not None
    assert later.let_others_pass
    assert 0.5 <= later.delay_s <= 1
    assert await desk.deliver(question) is None
    assert desk.slack.texts() == ["answer to q"]


async def test_a_poisonous_question_ends_in_a_dead_letter(desk: Desk) -> None:
    question = await desk.ask()
    desk.slack.fail("answer", times=99, nonsense=True)  # a bug in the answering: no such key
    asked_back = [await desk.deliver(question) is not None for _ in range(MAX_ATTEMPTS + 1)]
    assert asked_back == [True] * MAX_ATTEMPTS + [False]
    assert desk.row(question)[1].fault == "too_many_attempts"
    assert desk.slack.messages == {}


async def test_endless_waiting_ends_in_a_dead_letter(desk: Desk) -> None:
    question = await desk.ask()
    assert await desk.deliver(question, waits=MAX_WAITS + 1) is None
    assert desk.row(question)[1].state == "failed"


async def test_a_refusal_is_given_up_at_once(desk: Desk) -> None:
    question = await desk.ask()
    desk.slack.fail("post", refused="is_archived")
    assert await desk.deliver(question) is None
    assert (desk.row(question)[1].state, desk.row(question)[1].fault) == ("failed", "is_archived")
    assert await desk.deliver(question) is None
    assert desk.slack.calls["post"] == 1


async def test_an_edit_is_answered_in_place(desk: Desk) -> None:
    question = await desk.ask()
    await desk.deliver(question)
    await desk.store.take_edit(Claim(team="T1", surface="edit", event="e"), "C1", "1.1", "on arm?")
    assert await desk.deliver(question) is None
    assert desk.slack.texts() == ["answer to on arm?"]
    assert desk.slack.calls["post"] == 1


async def test_an_edit_before_the_answer_is_answered_once(desk: Desk) -> None:
    question = await desk.ask()
    await desk.store.take_edit(Claim(team="T1", surface="edit", event="e"), "C1", "1.1", "on arm?")
    assert [await desk.deliver(question), await desk.deliver(question)] == [None, None]
    assert desk.slack.texts() == ["answer to on arm?"]


async def test_an_edit_of_a_question_whose_answer_someone_removed_is_left_alone(desk: Desk) -> None:
    question = await desk.ask()
    await desk.deliver(question)
    desk.slack.messages.clear()
    await desk.store.take_edit(Claim(team="T1", surface="edit", event="e"), "C1", "1.1", "on arm?")
    assert await desk.deliver(question) is None
    assert (desk.slack.messages, desk.row(question)[1].state) == ({}, "withdrawn")


async def test_an_edit_that_is_no_question_any_more_takes_the_answer_back(desk: Desk) -> None:
    question = await desk.ask()
    await desk.deliver(question)
    await desk.store.take_edit(Claim(team="T1", surface="edit", event="e"), "C1", "1.1", "silence")
    assert await desk.deliver(question) is None
    assert desk.slack.messages == {}
    assert desk.row(question)[0].outcome == "silent"


async def test_a_deleted_question_takes_its_answer_along(desk: Desk) -> None:
    question = await desk.ask()
    await desk.deliver(question)
    await desk.store.take_withdrawal(Claim(team="T1", surface="edit", event="d"), "C1", "1.1")
    assert await desk.deliver(question) is None
    assert (desk.slack.messages, desk.row(question)[1].state) == ({}, "withdrawn")


async def test_a_private_answer_goes_to_its_response_url_and_waits_for_no_channel(desk: Desk) -> None:
    question = await desk.ask(response_url="https://hooks/1")
    await desk.store.hold_channel("T1", "C1", 60)
    assert await desk.deliver(question) is None
    assert (desk.slack.whispers, desk.slack.messages) == (["answer to q"], {})
    assert desk.row(question)[0].response_url is None


async def test_a_private_answer_whose_response_url_expired_goes_to_the_asker(desk: Desk) -> None:
    question = await desk.ask(response_url="https://hooks/1")
    desk.slack.fail("respond", refused="expired_url")
    assert await desk.deliver(question) is None
    [said] = desk.slack.messages.values()
    assert (said["channel"], said["thread"]) == ("U1", None)
