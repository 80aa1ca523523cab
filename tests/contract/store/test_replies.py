"""What every Store must do with replies: their attempts are counted, and the first post stands."""

from __future__ import annotations

import asyncio

from bot.storage.model import ThreadState
from tests.contract.store.subject import PI, Subject, posted, taken


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
