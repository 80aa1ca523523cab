"""What must be gone once somebody is forgotten, and what must not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from bot.feedback.ports import Rating
from bot.helping.ports import Handover
from bot.onboarding.model import Mark, Onboarding
from bot.platforms.model import Known, Platform
from bot.storage.model import Claim, Outcome, Person
from bot.teaching.model import Change, Trial
from tests.contract.leading.subject import Subject
from tests.contract.store.subject import a_claim, asked
from tests.contract.teaching.subject import a_proposal

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PI = Platform(arch=Known(value="arm64", origin="saved"))


async def answered(subject: Subject, ts: str, **values: object) -> UUID:
    question = asked(ts, **({"platform": PI} | values))
    assert await subject.store.take_question(a_claim(ts), question)
    await subject.store.record_posted(question.id, channel="C1", thread=ts, ts=f"{ts}9", revision=1)
    return question.id


async def words_of(subject: Subject, question: UUID) -> tuple[str, bool]:
    loaded = await subject.store.load(question)
    assert loaded is not None
    return loaded[0].text, loaded[0].user_id.startswith("forgotten-")


async def begun(subject: Subject, user: str = "U1", **values: object) -> Onboarding:
    new = Onboarding(id=uuid4(), team="T1", user=user, language="ko", started_at=AT, progressed_at=AT)
    return (await subject.onboardings.begin(replace(new, **values)))[0]


async def test_their_rating_stays_without_name_and_words(subject: Subject) -> None:
    question, elsewhere = await answered(subject, "1.1"), await answered(subject, "1.2", team="T2")
    for one in (question, elsewhere):
        said = Rating(question_id=one, root_id=one, user="U2", is_good=False, entry="e", words="I am Mina")
        await subject.ratings.rate(replace(said, may_ask=True))
        await subject.worklist.note_bad_rating(one, by="U2", reason="wrong", words="I am Mina")
    await subject.store.keep_person("T1", "U2", Person(language="ko"))
    for _ in range(2):
        await subject.forgetting.forget_person("T1", "U2")
    (left,) = await subject.ratings.ratings(question)
    assert (left.user.startswith("forgotten-"), left.words, left.may_ask, left.entry) == (
        True,
        "",
        False,
        "e",
    )
    assert await subject.store.person("T1", "U2") is None
    assert [one.user for one in await subject.ratings.ratings(elsewhere)] == ["U2"]
    item, other = await subject.worklist.item(question), await subject.worklist.item(elsewhere)
    assert item is not None
    assert other is not None
    assert [(one.by, one.words, one.detail) for one in item.notes] == [("", "", "wrong")]
    assert [one.by for one in other.notes] == ["U2"]


async def test_the_words_of_their_questions_are_gone_and_deleting_still_finds_the_answer(
    subject: Subject,
) -> None:
    mine, theirs = await answered(subject, "1.1"), await answered(subject, "1.2", user_id="U2")
    home = await answered(subject, "1.3", channel="U1")
    await subject.store.record_outcome(mine, Outcome(kind="abstain"))
    assert await subject.worklist.item(mine) is not None
    await subject.forgetting.forget_person("T1", "U1")
    assert [await words_of(subject, one) for one in (mine, home)] == [("", True)] * 2
    assert await words_of(subject, theirs) == ("install docker?", False)
    loaded, shown = await subject.store.load(mine), await subject.store.load(home)
    assert loaded is not None
    assert shown is not None
    assert (loaded[0].platform, shown[0].channel[:10]) == (Platform(), "forgotten-")
    assert await subject.worklist.item(mine) is None
    gone = Claim(team="T1", surface="deletion", event="d")
    assert await subject.store.take_withdrawal(gone, "C1", "1.1") == mine


async def test_what_is_being_answered_or_is_with_people_is_left_until_it_is_done(subject: Subject) -> None:
    waiting = asked("1.1")
    await subject.store.take_question(a_claim("1.1"), waiting)
    root, press, this = [await answered(subject, ts) for ts in ("2.1", "2.2", "2.3")]
    handover = Handover(root_id=root, question_id=press, team="T1", user="U1")
    await subject.help.hand(handover, most=5, within=timedelta(hours=1))
    await subject.forgetting.forget_person("T1", "U1", [this])
    for one in (waiting.id, root, press, this):
        assert await words_of(subject, one) == ("install docker?", False)
    await subject.help.resolve(root, "U3")
    await subject.store.record_updated(press, 2)
    await subject.forgetting.forget_person("T1", "U1")
    assert [await words_of(subject, one) for one in (root, press, this)] == [("", True)] * 3
    handed = await subject.help.handed(root)
    assert handed is not None
    assert (handed.user.startswith("forgotten-"), handed.resolved_by) == (True, "U3")


async def test_their_guides_are_gone(subject: Subject) -> None:
    press, theirs = await answered(subject, "1.1"), await answered(subject, "1.2", user_id="U2")
    for one in (press, theirs):
        await subject.walks.begin(one)
    await subject.forgetting.forget_person("T1", "U1")
    assert await subject.walks.walk(press) is None
    assert await subject.walks.walk(theirs) is not None


async def test_their_checklist_is_gone_with_its_message(subject: Subject) -> None:
    mine, theirs = await begun(subject), await begun(subject, "U2", started_by="U1", lead="U1")
    await subject.forgetting.forget_person("T1", "U1")
    assert await subject.onboardings.find(mine.id) is None
    assert mine.notice is not None
    loaded = await subject.store.load(mine.notice)
    assert loaded is not None
    assert loaded[0].withdrawn
    left = await subject.onboardings.find(theirs.id)
    assert left is not None
    assert (left.started_by, left.lead) == (None, "U1")


async def test_who_wanted_no_checklist_is_not_written_to_again(subject: Subject) -> None:
    marks = {"machine": Mark(how="said", at=AT)}
    mine = await begun(subject, lead="U9", zone="Asia/Seoul")
    await subject.onboardings.change(mine.id, lambda now: replace(now, state="stopped", marks=marks))
    await subject.forgetting.forget_person("T1", "U1")
    left, is_new = await subject.onboardings.begin(replace(mine, id=uuid4()))
    assert (left.id, left.state, is_new) == (mine.id, "stopped", False)
    assert (left.marks, left.lead, left.zone, left.notice) == ({}, None, "", None)


async def test_their_words_are_in_no_trial_of_a_maintainer_any_more(subject: Subject) -> None:
    question = asked(text="mine", user_id="U2")
    await subject.store.take_question(a_claim(), question)
    await subject.store.record_posted(question.id, channel="C1", thread=None, ts="9.9", revision=1)
    told = Change(text="mine", before="a", after=None, source="asked")
    proposal = await subject.teaching.propose(a_proposal())
    await subject.teaching.record_trial(proposal.id, "", Trial(tried=1, changes=(told,)))
    await subject.forgetting.forget_person("T1", "U2")
    kept = await subject.teaching.proposal(proposal.id)
    assert kept
    assert kept.trial == Trial(tried=1)
