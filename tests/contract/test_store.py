"""What every Store must do; each test runs over the one in PostgreSQL and its twin in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from bot.platforms.model import Known, Platform
from bot.storage.database import Database
from bot.storage.memory import MemoryStore
from bot.storage.model import Asked, Claim, Outcome, Person, ThreadState
from bot.storage.sql_store import SqlStore
from bot.storage.store import Store
from bot.work.queue import answer_deferrer

PI = Platform(arch=Known(value="armhf", origin="question"), distro=Known(value="raspbian", origin="saved"))


@dataclass(frozen=True)
class Subject:
    """A Store, the answers that it queued, and a way to let time pass for what it keeps."""

    store: Store
    queued: Callable[[], Awaitable[list[UUID]]]
    age: Callable[[timedelta], Awaitable[None]]


@pytest.fixture(params=["memory", "sql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def subject(kind: str, request: pytest.FixtureRequest) -> Subject:
    return in_memory() if kind == "memory" else in_sql(request.getfixturevalue("database"))


def in_memory() -> Subject:
    passed = timedelta()

    def now() -> datetime:
        return datetime.now(UTC) + passed

    async def age(by: timedelta) -> None:
        nonlocal passed
        passed += by

    async def queued() -> list[UUID]:
        return store.queued

    store = MemoryStore(now=now)
    return Subject(store, queued, age)


def in_sql(database: Database) -> Subject:
    moments = {
        "claims": "claimed_at",
        "questions": "asked_at",
        "threads": "updated_at",
        "channels": "free_at",
    }

    async def age(by: timedelta) -> None:
        async with database.engine.begin() as connection:
            for table, column in moments.items():
                await connection.execute(text(f"UPDATE {table} SET {column} = {column} - :by"), {"by": by})

    async def queued() -> list[UUID]:
        async with database.engine.begin() as connection:
            jobs = await connection.execute(text("SELECT args FROM procrastinate_jobs ORDER BY id"))
            return [UUID(row.args["question_id"]) for row in jobs]

    return Subject(SqlStore(database.engine, answer_deferrer()), queued, age)


def a_claim(ts: str = "1.1", event: str | None = None) -> Claim:
    return Claim(team="T1", surface="mention", channel="C1", ts=ts, event=event or uuid4().hex)


def asked(ts: str | None = "1.1", **values: object) -> Asked:
    place = {"team": "T1", "channel": "C1", "user_id": "U1", "surface": "mention", "ts": ts, "thread": ts}
    return Asked(**({"id": uuid4(), "text": "install docker?"} | place | values))  # type: ignore[arg-type]


async def taken(subject: Subject, ts: str = "1.1", **values: object) -> UUID:
    question = asked(ts, **values)
    assert await subject.store.take_question(a_claim(ts), question)
    return question.id


async def posted(subject: Subject, question: UUID, ts: str = "9.9", **values: object) -> str | None:
    place = {"channel": "C1", "thread": "1.1", "revision": 1}
    return await subject.store.record_posted(question, ts=ts, **(place | values))  # type: ignore[arg-type]


async def test_a_message_is_taken_once_though_two_events_bring_it(subject: Subject) -> None:
    first = await subject.store.take_question(a_claim(event="Ev1"), asked())
    second = await subject.store.take_question(a_claim(event="Ev2"), asked())
    assert (first, second) == (True, False)
    assert len(await subject.queued()) == 1


async def test_an_event_is_taken_once_though_it_has_no_message(subject: Subject) -> None:
    command = Claim(team="T1", surface="command", event="command:13345224609.738")
    assert [await subject.store.claim(command) for _ in range(3)] == [True, False, False]


async def test_the_same_ts_elsewhere_is_another_message(subject: Subject) -> None:
    here = Claim(team="T1", surface="dm", channel="C1", ts="1.1")
    elsewhere = [
        Claim(team="T1", surface="dm", channel="C2", ts="1.1"),
        Claim(team="T2", surface="dm", channel="C1", ts="1.1"),
    ]
    assert await subject.store.claim(here)
    assert [await subject.store.claim(claim) for claim in elsewhere] == [True, True]


async def test_of_twenty_that_take_a_message_at_once_one_wins(subject: Subject) -> None:
    wins = await asyncio.gather(*(subject.store.take_question(a_claim(), asked()) for _ in range(20)))
    assert sum(wins) == 1
    assert len(await subject.queued()) == 1


async def test_a_question_comes_back_as_it_was_asked(subject: Subject) -> None:
    question = asked(platform=PI, about="docker-ps", language="ko", response_url="https://hooks/1")
    await subject.store.take_question(a_claim(), question)
    loaded = await subject.store.load(question.id)
    assert loaded is not None
    row, reply = loaded
    assert {name: getattr(row, name) for name in Asked.__slots__} == {
        name: getattr(question, name) for name in Asked.__slots__
    }
    assert (row.revision, row.withdrawn, row.outcome) == (1, False, None)
    assert (reply.state, reply.in_doubt, reply.attempts, reply.ts) == ("pending", False, 0, None)


async def test_an_unknown_question_is_none(subject: Subject) -> None:
    assert await subject.store.load(uuid4()) is None


async def test_an_edit_raises_the_revision_and_queues_the_answer_anew(subject: Subject) -> None:
    question = await taken(subject)
    assert await subject.store.take_edit(a_claim(ts="e1"), "C1", "1.1", "on arm?") == question
    loaded = await subject.store.load(question)
    assert loaded is not None
    assert (loaded[0].text, loaded[0].revision) == ("on arm?", 2)
    assert await subject.queued() == [question, question]


async def test_an_edit_is_taken_once(subject: Subject) -> None:
    await taken(subject)
    edit = Claim(team="T1", surface="edit", event="edit:C1:1.1:2.0")
    assert await subject.store.take_edit(edit, "C1", "1.1", "on arm?") is not None
    assert await subject.store.take_edit(edit, "C1", "1.1", "on arm?") is None


async def test_an_edit_that_says_the_same_or_of_no_question_is_nothing(subject: Subject) -> None:
    question = await taken(subject)
    assert await subject.store.take_edit(a_claim(ts="e1"), "C1", "1.1", "install docker?") is None
    assert await subject.store.take_edit(a_claim(ts="e2"), "C1", "7.7", "hello") is None
    assert await subject.queued() == [question]


async def test_an_edit_gives_a_failed_reply_another_chance(subject: Subject) -> None:
    question = await taken(subject)
    await subject.store.count_attempt(question)
    await subject.store.record_failed(question, "is_archived")
    await subject.store.take_edit(a_claim(ts="e1"), "C1", "1.1", "on arm?")
    loaded = await subject.store.load(question)
    assert loaded is not None
    assert (loaded[1].state, loaded[1].attempts, loaded[1].fault) == ("pending", 0, None)


async def test_a_withdrawn_question_loses_its_text(subject: Subject) -> None:
    question = await taken(subject)
    assert await subject.store.take_withdrawal(a_claim(ts="d1"), "C1", "1.1") == question
    assert await subject.store.take_withdrawal(a_claim(ts="d2"), "C1", "1.1") is None
    loaded = await subject.store.load(question)
    assert loaded is not None
    assert (loaded[0].text, loaded[0].withdrawn, loaded[0].revision) == ("", True, 2)


async def test_attempts_are_counted_and_taken_back(subject: Subject) -> None:
    question = await taken(subject)
    assert [await subject.store.count_attempt(question) for _ in range(2)] == [1, 2]
    await subject.store.uncount_attempt(question)
    assert await subject.store.count_attempt(question) == 2


async def test_an_intent_leaves_the_reply_in_doubt_until_its_end_is_known(subject: Subject) -> None:
    question = await taken(subject)
    seen = []
    for step in (subject.store.begin_post, subject.store.cancel_post, subject.store.begin_post):
        await step(question)
        seen.append(loaded[1].in_doubt if (loaded := await subject.store.load(question)) else None)
    await posted(subject, question)
    seen.append(loaded[1].in_doubt if (loaded := await subject.store.load(question)) else None)
    assert seen == [True, False, True, False]


async def test_of_two_posts_the_first_recorded_stands(subject: Subject) -> None:
    question = await taken(subject)
    assert await posted(subject, question, "9.1") == "9.1"
    assert await posted(subject, question, "9.2") == "9.1"
    assert await posted(subject, question, "9.1") == "9.1"


async def test_of_ten_posts_at_once_one_stands(subject: Subject) -> None:
    question = await taken(subject)
    stands = await asyncio.gather(*(posted(subject, question, f"9.{n}") for n in range(10)))
    assert len(set(stands)) == 1


async def test_a_post_after_the_withdrawal_does_not_stand(subject: Subject) -> None:
    question = await taken(subject)
    await subject.store.record_withdrawn(question, 2)
    assert await posted(subject, question) is None


async def test_a_posted_reply_keeps_its_thread_and_forgets_the_response_url(subject: Subject) -> None:
    question = await taken(subject, response_url="https://hooks/1")
    await posted(subject, question, keep=ThreadState(entry="docker-ps", platform=PI, language="en"))
    loaded = await subject.store.load(question)
    assert loaded is not None
    assert (loaded[1].state, loaded[1].ts, loaded[1].revision) == ("posted", "9.9", 1)
    assert loaded[0].response_url is None
    kept = await subject.store.thread("T1", "C1", "1.1")
    assert kept == ThreadState(entry="docker-ps", platform=PI, language="en")


async def test_a_reply_outside_a_thread_begins_one(subject: Subject) -> None:
    question = await taken(subject)
    await posted(subject, question, "9.9", thread=None, keep=ThreadState(entry="vm-ubuntu"))
    assert await subject.store.thread("T1", "C1", "9.9") == ThreadState(entry="vm-ubuntu")


async def test_an_update_never_lowers_the_revision(subject: Subject) -> None:
    question = await taken(subject)
    await posted(subject, question)
    await subject.store.record_updated(question, 3, ThreadState(entry="docker-arch"))
    await subject.store.record_updated(question, 2)
    loaded = await subject.store.load(question)
    assert loaded is not None
    assert loaded[1].revision == 3
    assert await subject.store.thread("T1", "C1", "1.1") == ThreadState(entry="docker-arch")


async def test_the_outcome_is_kept_with_the_question(subject: Subject) -> None:
    question = await taken(subject)
    await subject.store.record_outcome(question, Outcome(kind="answer", entry="docker-ps", score=0.5))
    loaded = await subject.store.load(question)
    assert loaded is not None
    assert (loaded[0].outcome, loaded[0].entry, loaded[0].score) == ("answer", "docker-ps", 0.5)


@pytest.mark.parametrize("surface", ["mention", "dm"])
async def test_a_thread_is_taken_part_in_from_the_call_on(subject: Subject, surface: str) -> None:
    question = await taken(subject, surface=surface)
    assert await subject.store.thread("T1", "C1", "1.1") == ThreadState()
    await subject.store.record_outcome(question, Outcome(kind="silent"))
    assert await subject.store.thread("T1", "C1", "1.1") is None


@pytest.mark.parametrize("surface", ["follow-up", "shortcut"])
async def test_a_remark_does_not_make_the_bot_take_part(subject: Subject, surface: str) -> None:
    await taken(subject, surface=surface)
    assert await subject.store.thread("T1", "C1", "1.1") is None


async def test_a_thread_and_a_person_are_what_was_kept_last(subject: Subject) -> None:
    assert await subject.store.thread("T1", "C1", "1.1") is None
    assert await subject.store.person("T1", "U1") is None
    for language in ("en", "ko"):
        await subject.store.keep_thread("T1", "C1", "1.1", ThreadState(platform=PI, language=language))  # type: ignore[arg-type]
        await subject.store.keep_person("T1", "U1", Person(platform=PI, language=language))  # type: ignore[arg-type]
    assert await subject.store.thread("T1", "C1", "1.1") == ThreadState(platform=PI, language="ko")
    assert await subject.store.person("T1", "U1") == Person(platform=PI, language="ko")


async def test_a_channel_is_reserved_by_one_at_a_time(subject: Subject) -> None:
    waits = await asyncio.gather(*(subject.store.reserve_channel("T1", "C1", 50.0) for _ in range(10)))
    assert waits.count(0.0) == 1
    assert all(0 < wait <= 50.0 for wait in waits if wait)
    assert await subject.store.reserve_channel("T1", "C2", 50.0) == 0.0


async def test_a_channel_is_free_again_after_its_time(subject: Subject) -> None:
    await subject.store.reserve_channel("T1", "C1", 50.0)
    await subject.age(timedelta(seconds=51))
    assert await subject.store.reserve_channel("T1", "C1", 50.0) == 0.0


async def test_a_hold_lengthens_but_never_shortens_the_wait(subject: Subject) -> None:
    await subject.store.hold_channel("T1", "C1", 90.0)
    await subject.store.hold_channel("T1", "C1", 1.0)
    assert 80 < await subject.store.reserve_channel("T1", "C1", 1.0) <= 90


async def test_what_is_old_is_forgotten_and_the_rest_kept(subject: Subject) -> None:
    old = await taken(subject, "1.1")
    await posted(subject, old, keep=ThreadState())
    await subject.age(timedelta(days=31))
    young = await taken(subject, "2.2")
    limits = {"claims_after": timedelta(days=30), "questions_after": timedelta(days=30)}
    gone = await subject.store.forget(**limits)
    assert (gone.claims, gone.questions, gone.threads) == (1, 1, 1)
    assert await subject.store.load(old) is None
    assert await subject.store.load(young) is not None
    assert await subject.store.claim(a_claim("1.1"))
    assert not await subject.store.claim(a_claim("2.2"))


async def test_nothing_is_queued_for_a_claim_that_was_lost(subject: Subject) -> None:
    assert await subject.store.claim(a_claim())
    question = asked()
    assert not await subject.store.take_question(a_claim(), question)
    assert await subject.store.load(question.id) is None
    assert await subject.queued() == []
