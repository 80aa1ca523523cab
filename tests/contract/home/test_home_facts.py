"""What is counted for App Home of the questions that are kept."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from uuid import UUID

from bot.storage.model import Outcome
from tests.contract.home.subject import Subject
from tests.contract.store.subject import a_claim, asked

WEEK = timedelta(weeks=1)
EVER = timedelta(days=365)


async def ended(subject: Subject, ts: str, kind: str, entry: str | None = None, **values: object) -> UUID:
    question = asked(ts, **values)
    assert await subject.store.take_question(a_claim(ts), question)
    await subject.store.record_outcome(question.id, Outcome(kind=kind, entry=entry, score=0.9))
    return question.id


async def test_their_last_answers_come_newest_first_and_each_entry_once(subject: Subject) -> None:
    await ended(subject, "1.1", "answer", "docker-ps")
    await subject.age(timedelta(minutes=1))
    other = await ended(subject, "1.2", "answer", "docker-gpu")
    await subject.age(timedelta(minutes=1))
    again = await ended(subject, "1.3", "answer", "docker-ps")
    await ended(subject, "1.4", "abstain")
    await ended(subject, "1.5", "answer", "mlops-definition", user_id="U2")
    found = await subject.homes.answered("T1", "U1", 5)
    assert [(one.entry, one.question_id) for one in found] == [("docker-ps", again), ("docker-gpu", other)]
    assert [one.entry for one in await subject.homes.answered("T1", "U1", 1)] == ["docker-ps"]


async def test_an_answer_to_a_deleted_question_is_nobodys_any_more(subject: Subject) -> None:
    await ended(subject, "1.1", "answer", "docker-ps")
    await subject.store.take_withdrawal(a_claim("9.9"), "C1", "1.1")
    assert await subject.homes.answered("T1", "U1", 5) == []
    assert await subject.homes.asked_most("T1", EVER, 5) == []


async def test_entries_are_counted_by_questions_in_words(subject: Subject) -> None:
    for place, entry in enumerate(("docker-ps", "docker-gpu", "docker-ps", "docker-what-is")):
        await ended(subject, f"1.{place}", "answer", entry)
    await ended(subject, "2.1", "answer", "docker-gpu", surface="button")
    await ended(subject, "2.2", "abstain")
    most = await subject.homes.asked_most("T1", EVER, 2)
    assert list(most) == [("docker-ps", 2), ("docker-gpu", 1)]
    assert await subject.homes.asked_most("T2", EVER, 2) == []


async def test_what_is_older_is_not_counted(subject: Subject) -> None:
    await ended(subject, "1.1", "answer", "docker-ps")
    await subject.age(2 * WEEK)
    assert await subject.homes.asked_most("T1", WEEK, 5) == []


async def test_weeks_are_counted_by_outcome_with_those_in_which_nothing_was_asked(subject: Subject) -> None:
    await ended(subject, "1.1", "answer", "docker-ps")
    await ended(subject, "1.2", "suggest")
    await subject.age(2 * WEEK)
    await ended(subject, "1.3", "answer", "docker-ps")
    await ended(subject, "1.4", "abstain")
    await ended(subject, "1.5", "host")
    await ended(subject, "1.6", "answer", "docker-ps", surface="button")
    await ended(subject, "1.7", "answer", "docker-ps", surface="overheard")
    weeks = await subject.homes.weeks("T1", 4)
    assert [(week.asked, week.answered, week.suggested, week.abstained) for week in weeks] == [
        (0, 0, 0, 0),
        (2, 1, 1, 0),
        (0, 0, 0, 0),
        (2, 1, 0, 1),
    ]
    assert [later.monday - sooner.monday for sooner, later in pairwise(weeks)] == [WEEK] * 3
    assert weeks[0].monday.weekday() == 0
