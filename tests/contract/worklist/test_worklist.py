"""What every work-list must do: hear of outcomes, ratings and persons asked, and let go of what is settled."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from bot.platforms.model import Known, Platform
from bot.storage.model import Outcome
from bot.storage.worklist_statements import CHECKED
from bot.worklist.model import RatedEntry
from tests.contract.store.subject import a_claim, asked
from tests.contract.worklist.subject import Subject

LATER = timedelta(minutes=11)


async def taken(subject: Subject, ts: str = "1.1", **values: object) -> UUID:
    question = asked(ts, **values)
    assert await subject.store.take_question(a_claim(ts), question)
    return question.id


async def ended(subject: Subject, kind: str, ts: str = "1.1", **values: object) -> UUID:
    question = await taken(subject, ts, **values)
    await subject.store.record_outcome(question, Outcome(kind=kind, entry=None, score=0.1))
    return question


async def listed(subject: Subject, *, settled: bool = False) -> list[UUID]:
    return [item.question_id for item in await subject.worklist.items("T1", settled=settled)]


async def test_an_abstention_is_listed_at_once_with_its_words(subject: Subject) -> None:
    question = await ended(subject, "abstain")
    (item,) = await subject.worklist.items("T1")
    assert (item.question_id, item.text, item.whys) == (question, "install docker?", ("abstain",))
    assert (item.asker, item.channel) == ("U1", "C1")


async def test_an_answer_silence_and_another_workspace_are_not_listed(subject: Subject) -> None:
    await ended(subject, "answer", "1.1")
    await ended(subject, "silent", "1.2")
    await ended(subject, "host", "1.3")
    question = asked("1.4", team="T2")
    await subject.store.take_question(a_claim("1.4"), question)
    await subject.store.record_outcome(question.id, Outcome(kind="abstain"))
    assert await listed(subject) == []


async def test_a_direct_message_shows_no_name(subject: Subject) -> None:
    await ended(subject, "abstain", channel="D1", surface="dm")
    (item,) = await subject.worklist.items("T1")
    assert (item.asker, item.channel) == (None, None)


async def test_an_item_reads_as_people_read_it_and_tells_the_machine_but_nothing_seen_on_a_host(
    subject: Subject,
) -> None:
    machine = Platform(
        arch=Known(value="arm64", origin="saved"), distro=Known(value="debian", origin="host", host=uuid4())
    )
    question = await ended(subject, "abstain", text="is &lt;this&gt; <@U2> ok?", platform=machine)
    item = await subject.worklist.item(question)
    assert item
    assert (item.text, item.platform) == (
        "is <this> ok?",
        Platform(arch=Known(value="arm64", origin="saved")),
    )


@pytest.mark.parametrize("surface", ["mention", "command", "button"])
async def test_a_report_that_was_rated_badly_tells_nothing_of_its_host(
    subject: Subject, surface: str
) -> None:
    question = await taken(subject, text="check web-1", surface=surface, channel="C1")
    await subject.store.record_outcome(question, Outcome(kind="host", entry="checked"))
    await subject.worklist.note_bad_rating(question, by="U1", reason="wrong", words="it was up")
    (item,) = await subject.worklist.items("T1")
    assert item.is_check
    assert (item.text, item.asker, item.entry, item.platform) == ("/docker-check", None, None, Platform())
    assert [(note.detail, note.words) for note in item.notes] == [("wrong", "it was up")]
    assert (await subject.worklist.tally("T1", timedelta(days=7))).rated == ()


async def test_near_misses_are_listed_once_nobody_will_choose_any_more(subject: Subject) -> None:
    question = await ended(subject, "suggest")
    assert await listed(subject) == []
    await subject.age(LATER)
    assert await listed(subject) == [question]


async def test_choosing_a_near_miss_takes_the_question_off(subject: Subject) -> None:
    question = await ended(subject, "suggest")
    await subject.age(LATER)
    press = await taken(subject, "2.2", surface="button")
    await subject.store.record_outcome(press, Outcome(kind="answer", entry="list", settles=question))
    assert await listed(subject) == []
    kept = await subject.worklist.item(question)
    assert kept
    assert kept.notes[0].settled == "chosen"


async def test_a_press_without_an_answer_is_not_listed(subject: Subject) -> None:
    await ended(subject, "abstain", surface="button")
    await ended(subject, "abstain", "1.2", surface="notice")
    assert await listed(subject) == []


async def test_the_same_outcome_again_does_not_bring_back_what_was_dismissed(subject: Subject) -> None:
    question = await ended(subject, "abstain")
    assert await subject.worklist.settle([question], "dismissed", "U9") == 1
    await subject.store.record_outcome(question, Outcome(kind="abstain"))
    assert await listed(subject) == []
    assert await subject.worklist.settle([question], "dismissed", "U9") == 0


async def test_an_edited_question_that_is_not_answered_comes_back(subject: Subject) -> None:
    question = await ended(subject, "abstain")
    await subject.worklist.settle([question], "dismissed", "U9")
    await subject.store.take_edit(a_claim("e1"), "C1", "1.1", "on arm?")
    await subject.store.record_outcome(question, Outcome(kind="abstain"))
    (item,) = await subject.worklist.items("T1")
    assert item.text == "on arm?"


async def test_an_edited_question_that_is_answered_leaves(subject: Subject) -> None:
    question = await ended(subject, "abstain")
    await subject.store.take_edit(a_claim("e1"), "C1", "1.1", "on arm?")
    await subject.store.record_outcome(question, Outcome(kind="answer", entry="docker-arch"))
    assert await listed(subject) == []


async def test_a_withdrawn_question_leaves_and_takes_no_more_notes(subject: Subject) -> None:
    question = await ended(subject, "abstain")
    await subject.store.take_withdrawal(a_claim("d1"), "C1", "1.1")
    assert await listed(subject, settled=True) == []
    await subject.worklist.note_bad_rating(question, by="U2", reason="wrong")
    assert await subject.worklist.item(question) is None


async def test_a_bad_rating_lists_an_answered_question_with_its_reason(subject: Subject) -> None:
    question = await ended(subject, "answer")
    await subject.worklist.note_bad_rating(question, by="U2", reason="outdated", words="since 24.04")
    await subject.worklist.note_bad_rating(question, by="U2", reason="wrong", words="it is")
    (item,) = await subject.worklist.items("T1")
    assert item.whys == ("rated",)
    assert [(note.detail, note.words, note.by) for note in item.notes] == [("wrong", "it is", "U2")]


async def test_a_rating_after_it_was_dismissed_brings_it_back(subject: Subject) -> None:
    question = await ended(subject, "answer")
    await subject.worklist.note_bad_rating(question, by="U2", reason="wrong")
    await subject.worklist.settle([question], "dismissed", "U9")
    await subject.worklist.note_bad_rating(question, by="U3", reason="wrong")
    assert await listed(subject) == [question]


async def test_what_a_person_resolved_stays_listed_until_it_is_taught_or_dismissed(subject: Subject) -> None:
    question = await ended(subject, "abstain")
    await subject.worklist.note_handed(question, by="U1")
    await subject.worklist.note_handed(question, by="U1")
    (item,) = await subject.worklist.items("T1")
    assert item.whys == ("abstain", "handed")
    await subject.worklist.note_resolved(question, by="U5")
    (item,) = await subject.worklist.items("T1")
    assert (item.whys, item.notes[-1].by) == (("resolved",), "U5")
    assert [note.settled for note in item.notes] == ["resolved", "resolved", None]
    await subject.worklist.settle([question], "dismissed", "U9")
    await subject.worklist.note_resolved(question, by="U5")
    assert await listed(subject) == []
    assert await listed(subject, settled=True) == [question]


async def test_of_a_report_that_a_person_resolved_nothing_is_left_to_teach(subject: Subject) -> None:
    question = await ended(subject, CHECKED)
    await subject.worklist.note_handed(question, by="U1")
    await subject.worklist.note_resolved(question, by="U5")
    assert await listed(subject) == []


async def test_notes_on_an_unknown_question_are_nothing(subject: Subject) -> None:
    await subject.worklist.note_bad_rating(uuid4(), by="U2", reason="wrong")
    await subject.worklist.note_handed(uuid4(), by="U2")
    await subject.worklist.note_resolved(uuid4(), by="U2")
    assert await listed(subject, settled=True) == []


async def test_the_newest_are_shown_the_oldest_of_them_first(subject: Subject) -> None:
    ids = []
    for number in range(3):
        ids.append(await ended(subject, "abstain", f"1.{number}"))
        await subject.age(timedelta(seconds=1))
    assert [item.question_id for item in await subject.worklist.items("T1", limit=2)] == ids[1:]


async def test_an_item_is_forgotten_with_its_question(subject: Subject) -> None:
    question = await ended(subject, "abstain")
    await subject.age(timedelta(days=181))
    limits = {"claims_after": timedelta(days=30), "questions_after": timedelta(days=180)}
    await subject.store.forget(**limits)
    assert await subject.worklist.item(question) is None
    assert await listed(subject, settled=True) == []


async def test_a_week_is_counted_by_outcome_and_bad_ratings_by_entry(subject: Subject) -> None:
    for number, kind in enumerate(["answer", "answer", "suggest", "abstain", "silent", "host"]):
        question = await taken(subject, f"1.{number}")
        entry = "docker-ps" if kind == "answer" else None
        await subject.store.record_outcome(question, Outcome(kind=kind, entry=entry))
        if kind == "answer":
            await subject.worklist.note_bad_rating(question, by="U2", reason="wrong")
    await ended(subject, "abstain", "2.1", surface="button")
    tally = await subject.worklist.tally("T1", timedelta(days=7))
    assert (tally.asked, tally.answered, tally.suggested, tally.abstained) == (4, 2, 1, 1)
    assert tally.rated == (RatedEntry(entry="docker-ps", count=2),)
    await subject.age(timedelta(days=8))
    assert (await subject.worklist.tally("T1", timedelta(days=7))).asked == 0


@pytest.mark.parametrize("team", ["T1", "T2"])
async def test_it_knows_who_asks(subject: Subject, team: str) -> None:
    question = asked("1.1", team=team)
    await subject.store.take_question(a_claim("1.1"), question)
    assert await subject.worklist.teams() == [team]
