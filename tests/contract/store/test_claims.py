"""What every Store must do with claims: whatever brings a message, it is taken once."""

from __future__ import annotations

import asyncio

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
