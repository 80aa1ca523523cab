"""What comes after a question was given back, taught or forgotten changes nothing about that."""

from __future__ import annotations

from datetime import timedelta

from bot.helping.ports import Handover
from bot.storage.model import Outcome
from tests.contract.leading.subject import Subject
from tests.contract.leading.test_forgetting import answered, words_of
from tests.contract.leading.test_leading import HOUR, handed, taken


async def test_a_question_that_was_given_back_is_forgotten_with_its_asker(subject: Subject) -> None:
    root, press = await answered(subject, "2.1"), await taken(subject, "2.2", user_id="U1")
    given = Handover(root_id=root, question_id=press, team="T1", user="U1")
    await subject.help.hand(given, most=5, within=HOUR)
    await subject.store.record_failed(press, "is_archived")
    await subject.forgetting.forget_person("T1", "U1")
    assert await words_of(subject, root) == ("", True)


async def test_what_is_taught_does_not_come_back_when_it_is_resolved(subject: Subject) -> None:
    given = await handed(subject, "1")
    await subject.worklist.note_handed(given.root_id, by="U2")
    await subject.worklist.settle([given.root_id], "taught", "UM")
    await subject.worklist.note_resolved(given.root_id, by="U3")
    assert not await subject.worklist.items("T1")


async def test_a_forgotten_question_that_is_rated_is_not_listed(subject: Subject) -> None:
    question = await answered(subject, "1.1")
    await subject.forgetting.forget_person("T1", "U1")
    await subject.worklist.note_bad_rating(question, by="U9", reason="wrong", words="no")
    assert not await subject.worklist.items("T1")


async def test_what_was_answered_unasked_is_in_no_tally(subject: Subject) -> None:
    question = await taken(subject, "1.1", surface="overheard")
    await subject.store.record_outcome(question, Outcome(kind="answer", entry="e", score=0.9))
    assert (await subject.worklist.tally("T1", timedelta(days=7))).asked == 0
