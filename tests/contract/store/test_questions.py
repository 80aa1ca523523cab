"""What every Store must do with questions: they are kept, edited, withdrawn and forgotten."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from bot.storage.model import Asked, Claim, Outcome, ThreadState
from tests.contract.store.subject import PI, Subject, a_claim, asked, posted, taken


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


async def test_a_withdrawn_question_loses_its_text_and_gets_no_other(subject: Subject) -> None:
    question = await taken(subject)
    assert await subject.store.take_withdrawal(a_claim(ts="d1"), "C1", "1.1") == question
    assert await subject.store.take_withdrawal(a_claim(ts="d2"), "C1", "1.1") is None
    assert await subject.store.take_edit(a_claim(ts="e1"), "C1", "1.1", "on arm?") is None
    loaded = await subject.store.load(question)
    assert loaded is not None
    assert (loaded[0].text, loaded[0].withdrawn, loaded[0].revision) == ("", True, 2)


async def test_the_outcome_is_kept_with_the_question(subject: Subject) -> None:
    question = await taken(subject)
    await subject.store.record_outcome(question, Outcome(kind="answer", entry="docker-ps", score=0.5))
    loaded = await subject.store.load(question)
    assert loaded is not None
    assert (loaded[0].outcome, loaded[0].entry, loaded[0].score) == ("answer", "docker-ps", 0.5)


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
