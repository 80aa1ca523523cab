"""Onboarding is kept once a person, changed one change at a time, and told in messages that are queued with it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from bot.onboarding.model import read_notice
from tests.contract.onboarding.subject import AT, Subject, new, tick


def what(text: str) -> str:
    notice = read_notice(text)
    assert notice is not None
    return notice[0]


async def test_what_is_begun_queues_one_message_to_the_person_in_their_language(subject: Subject) -> None:
    begun, is_new = await subject.onboardings.begin(new("U1"))
    ((question, _),) = await subject.messages()
    assert is_new
    assert (question.channel, question.user_id, question.surface, question.language) == (
        *("U1", "U1", "notice"),
        "ko",
    )
    assert (question.id, read_notice(question.text)) == (begun.notice, ("list", begun.id))


async def test_begun_twice_at_once_it_is_one(subject: Subject) -> None:
    both = await asyncio.gather(*(subject.onboardings.begin(new("U1")) for _ in range(4)))
    assert sorted(is_new for _, is_new in both) == [False, False, False, True]
    assert len({begun.id for begun, _ in both}) == 1
    assert len(await subject.messages()) == 1


async def test_what_was_kept_comes_back_as_it_was(subject: Subject) -> None:
    begun = await subject.begun(lead="U9", started_by="U8")
    changed = await subject.onboardings.change(begun.id, tick("install"))
    assert changed == replace(tick("install")(begun), notice=begun.notice)
    assert await subject.onboardings.find(begun.id) == changed
    assert await subject.onboardings.of("T1", "U1") == changed
    assert await subject.onboardings.of("T2", "U1") is None
    assert await subject.onboardings.change(uuid4(), tick("install")) is None


async def test_a_tick_brings_the_message_up_to_date_and_the_same_again_does_not(subject: Subject) -> None:
    begun = await subject.begun()
    await subject.onboardings.change(begun.id, tick("install"))
    ((question, _),) = await subject.messages()
    assert question.revision == 2
    await subject.onboardings.change(begun.id, lambda now: now)
    await subject.onboardings.change(begun.id, lambda now: replace(now, lead="U9", wants_nudges=False))
    ((question, _),) = await subject.messages()
    assert question.revision == 2


async def test_changes_at_once_lose_none(subject: Subject) -> None:
    begun = await subject.begun()
    names = [f"step-{n}" for n in range(6)]
    await asyncio.gather(*(subject.onboardings.change(begun.id, tick(name)) for name in names))
    kept = await subject.onboardings.find(begun.id)
    assert kept is not None
    assert sorted(kept.marks) == names


async def test_wanted_anew_the_message_is_taken_away_and_sent_again(subject: Subject) -> None:
    begun = await subject.begun()
    request = uuid4()
    for _ in range(2):
        shown = await subject.onboardings.change(begun.id, lambda now: replace(now, request=request))
    assert shown is not None
    (old, _), (again, _) = await subject.messages()
    assert (old.id, old.withdrawn) == (begun.notice, True)
    assert (again.id, again.withdrawn, what(again.text)) == (shown.notice, False, "list")


async def test_being_done_and_each_reminder_have_a_message_of_their_own(subject: Subject) -> None:
    begun = await subject.begun()
    await subject.onboardings.change(begun.id, lambda now: replace(now, nudges=1))
    await subject.onboardings.change(begun.id, lambda now: replace(now, is_told=True, state="done"))
    await subject.onboardings.change(begun.id, lambda now: replace(now, is_told=True, nudges=1))
    told = [what(question.text) for question, _ in await subject.messages()]
    assert told == ["list", "nudge1", "done"]


async def test_only_active_ones_that_stand_still_and_are_not_old_are_looked_at(subject: Subject) -> None:
    for user, values in {
        "U1": {},
        "U2": {"state": "stopped"},
        "U3": {"wants_nudges": False},
        "U4": {"progressed_at": AT + timedelta(hours=1)},
        "U5": {"started_at": AT - timedelta(days=30)},
    }.items():
        await subject.begun(user, **values)
    idle = await subject.onboardings.idle(AT, AT - timedelta(days=14))
    assert {one.user for one in idle} == {"U1", "U3"}


async def test_everyone_of_a_workspace_comes_with_the_stillest_first(subject: Subject) -> None:
    await subject.begun("U1")
    await subject.begun("U2", progressed_at=AT - timedelta(days=1))
    await subject.begun("U3", team="T2")
    assert [one.user for one in await subject.onboardings.everyone("T1")] == ["U2", "U1"]


async def test_a_host_is_looked_up_with_what_was_seen_and_who_asked(subject: Subject) -> None:
    host = await subject.joined()
    bare = await subject.onboardings.looked(host.id, None)
    assert bare is not None
    assert (bare.host.owner, bare.observation, bare.asked) == ("U1", None, ())
    await subject.checked(host, "U1")
    await subject.checked(host, "U2", "mina")
    newest = await subject.onboardings.looked(host.id, None)
    assert newest is not None
    assert newest.observation is not None
    assert newest.asked == (("U2", "mina"),)
    same = await subject.onboardings.looked(host.id, newest.observation.id)
    assert same == newest
    assert await subject.onboardings.hosts_of("T1", "U1") == [host.id]
    assert await subject.onboardings.hosts_of("T1", "U2") == []


async def test_a_host_that_is_gone_shows_nothing(subject: Subject) -> None:
    host = await subject.joined()
    await subject.hosts.end(host.id, "owner")
    assert await subject.onboardings.looked(host.id, None) is None
    assert await subject.onboardings.looked(uuid4(), None) is None
    assert await subject.onboardings.hosts_of("T1", "U1") == []
