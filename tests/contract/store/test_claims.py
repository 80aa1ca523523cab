"""What every Store must do with claims: whatever brings a message, it is taken once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.storage.model import Claim
from tests.contract.store.subject import Subject, a_claim, asked


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


async def test_nothing_is_queued_for_a_claim_that_was_lost(subject: Subject) -> None:
    assert await subject.store.claim(a_claim())
    question = asked()
    assert not await subject.store.take_question(a_claim(), question)
    assert await subject.store.load(question.id) is None
    assert await subject.queued() == []


MOMENT = timedelta(seconds=5)


def a_click(ts: str, lasts: timedelta | None = None) -> Claim:
    return Claim(team="T1", surface="button", channel="C1", ts=ts, event="press:why", lasts=lasts)


async def test_a_name_that_lasts_a_while_is_free_after_it_and_the_click_is_still_taken_once(
    subject: Subject,
) -> None:
    clicks = [await subject.store.claim(a_click(ts, MOMENT)) for ts in ("5.1", "5.1", "5.2")]
    assert clicks == [True, False, False]
    await subject.age(MOMENT * 2)
    repeated = await subject.store.claim(a_click("5.1", MOMENT))
    assert [repeated, await subject.store.claim(a_click("5.3", MOMENT))] == [False, True]


async def test_of_twenty_clicks_at_once_after_a_while_one_wins(subject: Subject) -> None:
    assert await subject.store.claim(a_click("5.0", MOMENT))
    await subject.age(MOMENT * 2)
    clicks = (subject.store.claim(a_click(f"6.{number}", MOMENT)) for number in range(20))
    assert sum(await asyncio.gather(*clicks)) == 1


async def test_a_button_is_free_again_once_its_reply_was_given_up(subject: Subject) -> None:
    pressed = asked("5.1", surface="button")
    assert await subject.store.take_question(a_click("5.1"), pressed)
    assert not await subject.store.claim(a_click("5.2"))
    await subject.store.record_failed(pressed.id, "is_archived")
    assert not await subject.store.claim(Claim(team="T1", surface="button", channel="C1", ts="5.1"))
    assert await subject.store.claim(a_click("5.3"))


async def test_a_message_is_not_taken_twice_because_its_reply_was_given_up(subject: Subject) -> None:
    claim, question = a_claim(event="Ev1"), asked()
    assert await subject.store.take_question(claim, question)
    await subject.store.record_failed(question.id, "is_archived")
    assert not await subject.store.claim(Claim(team="T1", surface="mention", event="Ev1"))
