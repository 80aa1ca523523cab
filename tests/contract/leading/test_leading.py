"""What must hold of ratings, helpers, handovers, guides and forgetting, wherever they are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from bot.feedback.ports import Rating
from bot.guides.ports import Spot
from bot.helping.ports import Handover, Helpers
from bot.platforms.model import Known, Platform
from bot.storage.model import Claim
from tests.contract.leading.subject import Subject
from tests.contract.store.subject import a_claim, asked

HOUR = timedelta(hours=1)
PI = Platform(arch=Known(value="arm64", origin="saved"))


async def taken(subject: Subject, ts: str = "1.1", **values: object) -> UUID:
    question = asked(ts, **values)
    assert await subject.store.take_question(a_claim(ts), question)
    return question.id


def rating(question: UUID, user: str = "U2", *, is_good: bool = False) -> Rating:
    return Rating(question_id=question, root_id=question, user=user, is_good=is_good, entry="e", score=0.5)


async def test_a_rating_is_kept_once_a_person_and_reply_and_the_last_one_counts(subject: Subject) -> None:
    question = await taken(subject)
    bad = replace(rating(question), reason="wrong", words="no", may_ask=True, platform=PI)
    assert await subject.ratings.rate(rating(question, is_good=True))
    assert await subject.ratings.rate(bad)
    assert not await subject.ratings.rate(bad)
    assert await subject.ratings.rate(rating(question, "U3"))
    assert await subject.ratings.ratings(question) == (bad, rating(question, "U3"))


async def test_a_withdrawn_question_has_no_ratings_and_gets_none(subject: Subject) -> None:
    question = await taken(subject)
    assert await subject.ratings.rate(rating(question))
    await subject.store.take_withdrawal(Claim(team="T1", surface="deletion", event="d"), "C1", "1.1")
    assert await subject.ratings.ratings(question) == ()
    assert not await subject.ratings.rate(rating(question, "U3"))
    assert not await subject.ratings.rate(rating(uuid4()))


async def test_helpers_are_set_and_an_older_word_changes_nothing(subject: Subject) -> None:
    now = datetime.now(UTC)
    ann = Helpers(people=("U1",), groups=("S1",))
    await subject.help.keep_helpers("T1", "C1", ann, by="U9", at=now)
    await subject.help.keep_helpers("T1", "C1", Helpers(), by="U9", at=now - HOUR)
    assert await subject.help.helpers("T1", "C1") == ann
    assert not await subject.help.helpers("T1", "C2")
    await subject.help.keep_helpers("T1", "C1", Helpers(), by="U9", at=now + HOUR)
    assert not await subject.help.helpers("T1", "C1")


async def handed(subject: Subject, ts: str, most: int = 2) -> object:
    root, press = await taken(subject, f"{ts}.1"), await taken(subject, f"{ts}.2")
    handover = Handover(root_id=root, question_id=press, team="T1", user="U2")
    return await subject.help.hand(handover, most=most, within=HOUR)


async def test_a_question_is_given_to_people_once(subject: Subject) -> None:
    first = await handed(subject, "1")
    assert isinstance(first, Handover)
    second = replace(first, question_id=await taken(subject, "7.7"), user="U3")
    assert await subject.help.hand(second, most=2, within=HOUR) == first
    assert await subject.help.handed(first.root_id) == first


async def test_a_person_gives_only_so_many_in_an_hour(subject: Subject) -> None:
    assert [type(await handed(subject, str(number))) for number in range(1, 4)] == [Handover, Handover, str]
    await subject.age(HOUR)
    assert isinstance(await handed(subject, "5"), Handover)


async def test_a_question_is_given_back_where_people_could_not_be_told(subject: Subject) -> None:
    first = await handed(subject, "1")
    assert isinstance(first, Handover)
    await subject.store.record_failed(first.question_id, "is_archived")
    assert await subject.help.handed(first.root_id) is None
    assert not await subject.help.resolve(first.root_id, "U1")
    second = replace(first, question_id=await taken(subject, "7.7"), user="U3")
    third = replace(first, question_id=await taken(subject, "8.8"), user="U4")
    assert await subject.help.hand(second, most=1, within=HOUR) == second
    assert await subject.help.hand(third, most=1, within=HOUR) == second


async def test_resolving_happens_once_and_has_the_message_shown_anew(subject: Subject) -> None:
    first = await handed(subject, "1")
    assert isinstance(first, Handover)
    assert await subject.help.resolve(first.root_id, "U1")
    assert not await subject.help.resolve(first.root_id, "U2")
    assert await subject.help.handed(first.root_id) == replace(first, resolved_by="U1")
    loaded = await subject.store.load(first.question_id)
    assert loaded is not None
    assert loaded[0].revision == 2


async def test_a_withdrawn_question_has_the_message_to_people_shown_anew(subject: Subject) -> None:
    first = await handed(subject, "1")
    assert isinstance(first, Handover)
    await subject.store.take_withdrawal(Claim(team="T1", surface="deletion", event="d"), "C1", "1.1")
    loaded = await subject.store.load(first.question_id)
    assert loaded is not None
    assert loaded[0].revision == 2


async def test_a_button_of_a_guide_is_good_for_one_move(subject: Subject) -> None:
    question = await taken(subject)
    assert (await subject.walks.begin(question)).step == 0
    assert await subject.walks.move(question, 0, step=1, state="walking")
    assert not await subject.walks.move(question, 0, step=2, state="walking")
    assert await subject.walks.begin(question) == await subject.walks.walk(question)
    walk = await subject.walks.walk(question)
    loaded = await subject.store.load(question)
    assert walk is not None
    assert loaded is not None
    assert (walk.step, walk.moves, loaded[0].revision) == (1, 1, 2)


async def test_a_guide_is_found_by_the_error_that_was_told_of_it(subject: Subject) -> None:
    question, failure = await taken(subject), uuid4()
    await subject.walks.begin(question)
    await subject.walks.note_failure(question, failure)
    found = await subject.walks.failed_in(failure)
    assert found is not None
    assert found.question_id == question
    assert await subject.walks.failed_in(uuid4()) is None
    assert await subject.walks.walk(uuid4()) is None


async def guided(subject: Subject, ts: str = "2.1") -> UUID:
    """A guide of U1 whose message stands in a thread of C1."""
    question = await taken(subject, ts, thread="1.0", surface="button")
    await subject.walks.begin(question)
    await subject.store.record_posted(question, channel="C1", thread="1.0", ts=f"{ts}1", revision=1)
    return question


def spot(**values: object) -> Spot:
    later = datetime.now(UTC) + timedelta(minutes=1)
    here = Spot(team="T1", user="U1", channel="C1", thread="1.0", at=later)
    return replace(here, **values)


async def test_an_unfinished_guide_is_found_where_its_message_stands(subject: Subject) -> None:
    question = await guided(subject)
    for near in (spot(), spot(thread="2.11"), spot(thread=None)):
        found = await subject.walks.going_on(near, HOUR)
        assert found is not None
        assert found.question_id == question
    now = datetime.now(UTC)
    for far in (
        spot(user="U2"),
        spot(channel="C2"),
        spot(thread="9.9"),
        spot(team="T2"),
        spot(at=now - HOUR),
        spot(at=now + 2 * HOUR),
    ):
        assert await subject.walks.going_on(far, HOUR) is None
    await subject.walks.move(question, 0, step=0, state="stopped")
    assert await subject.walks.going_on(spot(), HOUR) is None


async def test_a_step_is_brought_to_another_message_once_and_taken_from_where_it_was(
    subject: Subject,
) -> None:
    first, second, third = [await guided(subject), *[await taken(subject, ts) for ts in ("3.1", "3.2")]]
    await subject.walks.move(first, 0, step=2, state="failed")
    for _ in range(2):
        brought = await subject.walks.bring(first, second)
        assert brought is not None
        assert (brought.question_id, brought.step, brought.state) == (second, 2, "walking")
    again = await subject.walks.bring(first, third)
    assert again is not None
    assert again.question_id == third
    moved = [await subject.walks.walk(one) for one in (first, second)]
    assert [walk.moved_to for walk in moved if walk] == [second, third]
    loaded = [await subject.store.load(one) for one in (first, second)]
    assert [one[0].revision for one in loaded if one] == [3, 2]
    assert await subject.walks.bring(uuid4(), third) is None
