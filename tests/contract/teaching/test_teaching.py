"""What every store of lessons must do: try before it teaches, teach once, take back, tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from bot.storage.model import Claim, Outcome, Person
from bot.teaching.form import entry_lesson
from bot.teaching.model import Change, EntryForm, Lesson, Proposal, Trial
from bot.teaching.soundness import LessonFault
from tests.contract.store.subject import a_claim, asked
from tests.contract.teaching.subject import LINE, Subject, a_proposal, name, nothing_wrong, ready, taught

FORM = EntryForm(
    id="vpn", title_ko="사내망", title_en="VPN", summary_ko="이렇게 연결해요.", summary_en="This is how.",
    utterances_ko="사내망 연결", utterances_en="connect to the vpn\nvpn", commands="sudo wg-quick up office",
    url="https://wiki.example.org/vpn",
)  # fmt: skip


async def teach(subject: Subject, proposal: UUID) -> object:
    return await subject.teaching.teach(proposal, name, nothing_wrong)


async def test_a_proposal_comes_back_as_it_was_made_and_its_trial_is_queued(subject: Subject) -> None:
    wanted = a_proposal(entry_lesson(FORM, date(2026, 11, 22)), settles=(uuid4(), uuid4()))
    kept = await subject.teaching.propose(wanted)
    assert replace(kept, at=None) == wanted
    assert await subject.jobs("try_lesson") == [str(wanted.id)]
    assert await subject.teaching.proposal(wanted.id) == kept


async def test_the_same_proposal_again_is_tried_once_and_comes_back_as_it_stands(subject: Subject) -> None:
    wanted = a_proposal()
    await ready(subject, wanted)
    assert (await subject.teaching.propose(wanted)).state == "ready"
    assert await subject.jobs("try_lesson") == [str(wanted.id)]


async def test_a_trial_is_recorded_once_with_what_it_changes(subject: Subject) -> None:
    change = Change(text="q", before="a", after=None, source="asked")
    proposal = await ready(subject, trial=Trial(tried=9, changes=(change,), opens=2))
    await subject.teaching.record_trial(proposal, "other", Trial())
    kept = await subject.teaching.proposal(proposal)
    assert kept
    assert kept.trial == Trial(tried=9, changes=(change,), opens=2)
    assert (kept.state, kept.base) == ("ready", "lessons:0")


async def test_what_is_unsound_is_not_taught(subject: Subject) -> None:
    proposal = await ready(subject, trial=Trial(faults=("no",)))
    kept = await teach(subject, proposal)
    assert isinstance(kept, Proposal)
    assert kept.state == "unsound"
    assert await taught(subject) == []


async def test_a_lesson_is_taught_once_however_often_it_is_confirmed(subject: Subject) -> None:
    proposal = await ready(subject)
    for _ in range(2):
        kept = await teach(subject, proposal)
        assert isinstance(kept, Proposal)
        assert kept.state == "taught"
    (lesson,) = await subject.teaching.standing()
    assert (lesson.id, lesson.lesson, lesson.taught_by, lesson.team) == (proposal, LINE, "U1", "T1")


async def test_what_came_up_meanwhile_is_said_and_nothing_is_taught(subject: Subject) -> None:
    proposal = await ready(subject)
    fault = LessonFault("entry", "entry_gone", "docker-ps")
    assert await subject.teaching.teach(proposal, name, lambda lessons: [fault]) == [fault]
    assert await taught(subject) == []
    kept = await subject.teaching.proposal(proposal)
    assert kept
    assert kept.state == "ready"


async def test_what_was_tried_beside_other_lessons_is_tried_anew(subject: Subject) -> None:
    first, second = await ready(subject), await ready(subject, a_proposal(replace(LINE, line="other")))
    await teach(subject, first)
    kept = await teach(subject, second)
    assert isinstance(kept, Proposal)
    assert kept.state == "checking"
    assert (await subject.jobs("try_lesson")).count(str(second)) == 2
    assert await taught(subject) == [LINE]


async def test_an_unknown_proposal_is_none_everywhere(subject: Subject) -> None:
    unknown = uuid4()
    assert await subject.teaching.proposal(unknown) is None
    assert await subject.teaching.record_trial(unknown, "", Trial()) is None
    assert await teach(subject, unknown) is None
    assert await subject.teaching.cancel(unknown) is None
    assert await subject.teaching.undo(unknown, "U1") is None
    await subject.teaching.close_view(unknown)
    await subject.teaching.tell(unknown)


async def test_a_cancelled_proposal_is_not_taught(subject: Subject) -> None:
    proposal = await ready(subject)
    await subject.teaching.cancel(proposal)
    kept = await teach(subject, proposal)
    assert isinstance(kept, Proposal)
    assert kept.state == "cancelled"


async def test_what_is_taught_is_not_cancelled_but_taken_back(subject: Subject) -> None:
    proposal = await ready(subject)
    await teach(subject, proposal)
    kept = await subject.teaching.cancel(proposal)
    assert kept
    assert kept.state == "taught"
    undone = await subject.teaching.undo(proposal, "U2")
    assert undone
    assert undone.lesson == LINE
    assert await subject.teaching.undo(proposal, "U2") is None
    assert await taught(subject) == []
    again = await subject.teaching.proposal(proposal)
    assert again
    assert again.state == "undone"


async def test_what_the_files_say_stands_no_more(subject: Subject) -> None:
    proposal = await ready(subject)
    await teach(subject, proposal)
    await subject.teaching.put_aside([proposal])
    assert await taught(subject) == []


async def test_teaching_settles_the_questions_that_it_is_about(subject: Subject) -> None:
    question = asked("1.1")
    await subject.store.take_question(a_claim("1.1"), question)
    await subject.store.record_outcome(question.id, Outcome(kind="abstain"))
    await teach(subject, await ready(subject, a_proposal(settles=(question.id,))))
    assert await subject.worklist.items("T1") == []
    item = await subject.worklist.item(question.id)
    assert item
    assert (item.notes[0].settled, item.notes[0].settled_by) == ("taught", "U1")


async def test_a_result_is_told_in_one_direct_message_that_is_then_brought_up_to_date(
    subject: Subject,
) -> None:
    await subject.store.keep_person("T1", "U1", Person(language="ko"))
    proposal = await ready(subject)
    await subject.teaching.tell(proposal)
    kept = await subject.teaching.proposal(proposal)
    assert kept
    assert kept.notice_id
    loaded = await subject.store.load(kept.notice_id)
    assert loaded
    assert (loaded[0].text, loaded[0].channel, loaded[0].surface) == (f"teaching:{proposal}", "U1", "notice")
    assert (loaded[0].language, loaded[0].revision) == ("ko", 1)
    await subject.teaching.tell(proposal)
    again = await subject.store.load(kept.notice_id)
    assert again
    assert again[0].revision == 2
    assert len(set(await subject.jobs("answer_question"))) == 1


async def test_a_closed_modal_is_forgotten(subject: Subject) -> None:
    proposal = await ready(subject)
    await subject.teaching.close_view(proposal)
    kept = await subject.teaching.proposal(proposal)
    assert kept
    assert kept.view_id is None


async def answered(
    subject: Subject, ts: str, kind: str = "answer", team: str = "T1", **values: object
) -> None:
    question = asked(ts, team=team, **values)
    await subject.store.take_question(replace(a_claim(ts), team=team), question)
    await subject.store.record_outcome(question.id, Outcome(kind=kind))


async def test_the_latest_answered_questions_are_those_that_people_put_into_words(subject: Subject) -> None:
    for number, text in enumerate(["first", "second", "first"]):
        await answered(subject, f"1.{number}", text=text)
    await answered(subject, "2.1", "abstain", text="unknown")
    await answered(subject, "2.2", text="choose_entry:x", surface="button")
    assert await subject.teaching.asked("T1", 10) == ["first", "second"]
    assert await subject.teaching.asked("T1", 1) == ["first"]


async def test_what_was_asked_in_private_or_in_another_workspace_is_not_told(subject: Subject) -> None:
    await answered(subject, "1.1", text="in the open", surface="follow-up")
    await answered(subject, "1.2", text="elsewhere", team="T2")
    await answered(subject, "1.3", text="to the bot alone", surface="dm", channel="D1")
    await answered(subject, "1.4", text="by a command", surface="command")
    await answered(subject, "1.5", text="by a shortcut", surface="shortcut")
    await answered(subject, "1.6", text="")  # of somebody who was forgotten
    assert await subject.teaching.asked("T1", 10) == ["in the open"]
    assert await subject.teaching.asked("T2", 10) == ["elsewhere"]


@pytest.mark.parametrize("change", ["deletes", "edits"])
async def test_words_that_were_taken_back_are_in_no_trial_any_more(subject: Subject, change: str) -> None:
    await answered(subject, "1.1", text="mine")
    told = [Change(text=text, before="a", after=None, source="asked") for text in ("mine", "theirs")]
    known = Change(text="mine", before="a", after=None, source="development")
    proposal = await ready(subject, trial=Trial(tried=9, changes=(*told, known)))
    claim = Claim(team="T1", surface="event", event="e")
    if change == "deletes":
        await subject.store.take_withdrawal(claim, "C1", "1.1")
    else:
        await subject.store.take_edit(claim, "C1", "1.1", "what I meant")
    kept = await subject.teaching.proposal(proposal)
    assert kept
    assert kept.trial
    assert kept.trial.changes == (told[1], known)


async def test_a_digest_is_queued_once_a_week_for_each(subject: Subject) -> None:
    assert await subject.teaching.queue_digest("T1", "U1", "2026-W47")
    assert not await subject.teaching.queue_digest("T1", "U1", "2026-W47")
    assert not await subject.teaching.queue_digest("T1", "U1", "2026-W46")
    assert await subject.teaching.queue_digest("T1", "U2", "2026-W47")
    assert await subject.teaching.queue_digest("T1", "U1", "2026-W48")
    assert len(await subject.jobs("answer_question")) == 3


async def test_who_wants_no_digest_gets_none_until_they_want_it_again(subject: Subject) -> None:
    await subject.teaching.set_digest("T1", "U1", wanted=False)
    assert not await subject.teaching.queue_digest("T1", "U1", "2026-W47")
    await subject.teaching.set_digest("T1", "U1", wanted=True)
    assert await subject.teaching.queue_digest("T1", "U1", "2026-W47")


async def test_old_proposals_are_forgotten_and_what_was_taught_stays(subject: Subject) -> None:
    proposal = await ready(subject)
    await teach(subject, proposal)
    assert await subject.teaching.forget_proposals(timedelta(days=1)) == 0
    assert await subject.teaching.forget_proposals(timedelta(seconds=-1)) == 1
    assert await taught(subject) == [LINE]
    assert await subject.teaching.undo(proposal, "U1")


async def test_a_line_that_is_not_ours_is_kept_too(subject: Subject) -> None:
    lesson = Lesson(kind="off_topic", line="lunch", language="en")
    await teach(subject, await ready(subject, a_proposal(lesson)))
    assert await taught(subject) == [lesson]
