"""What every keeper of App Homes must do: have them published, once for many wishes, and lose none."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.home.model import Home
from bot.home.pace import Waiting
from tests.contract.home.subject import Subject

MINE = ("T1", "U1")


async def shown(subject: Subject, user: str = "U1", *, shows_work: bool = False) -> bool:
    """Published as it is now."""
    home = await subject.homes.home("T1", user)
    assert home is not None
    return await subject.homes.published(home, "hash-1", shows_work=shows_work)


async def test_nobody_who_never_opened_it_has_one(subject: Subject) -> None:
    await subject.homes.changed("T1", "U1")
    await subject.homes.work_changed("T1")
    assert await subject.homes.home("T1", "U1") is None
    assert await subject.queued() == []


async def test_opening_it_queues_a_job(subject: Subject) -> None:
    await subject.homes.opened("T1", "U1")
    assert await subject.queued() == [MINE]
    assert await subject.homes.home("T1", "U1") == Home(team="T1", user="U1", wanted=1)


async def test_many_wishes_at_once_are_one_job(subject: Subject) -> None:
    await asyncio.gather(*(subject.homes.opened("T1", "U1") for _ in range(8)))
    await asyncio.gather(*(subject.homes.changed("T1", "U1") for _ in range(8)))
    assert await subject.queued() == [MINE]
    home = await subject.homes.home("T1", "U1")
    assert home is not None
    assert (home.wanted, home.is_due) == (16, True)


async def test_what_changed_while_it_was_published_is_told(subject: Subject) -> None:
    await subject.homes.opened("T1", "U1")
    home = await subject.homes.home("T1", "U1")
    assert home is not None
    await subject.homes.changed("T1", "U1")
    assert await subject.homes.published(home, "hash-1") is False
    after = await subject.homes.home("T1", "U1")
    assert after is not None
    assert (after.is_due, after.view_hash) == (True, "hash-1")
    assert await subject.queued() == [MINE]
    assert await shown(subject) is True


async def test_an_older_view_takes_nothing_back(subject: Subject) -> None:
    await subject.homes.opened("T1", "U1")
    old = await subject.homes.home("T1", "U1")
    assert old is not None
    await subject.homes.changed("T1", "U1")
    assert await shown(subject)
    assert await subject.homes.published(old, "hash-0") is False
    after = await subject.homes.home("T1", "U1")
    assert after is not None
    assert (after.shown, after.wanted) == (2, 2)


async def test_a_change_after_it_was_published_queues_another_job(subject: Subject) -> None:
    await subject.homes.opened("T1", "U1")
    assert await shown(subject)
    await subject.homes.changed("T1", "U1")
    await subject.homes.changed("T1", "U1")
    assert await subject.queued() == [MINE, MINE]


async def test_who_opens_it_does_not_wait_for_a_job_that_is_due_later(subject: Subject) -> None:
    await subject.homes.opened("T1", "U1")
    assert await shown(subject)
    await subject.homes.changed("T1", "U1")
    await subject.homes.opened("T1", "U1")
    assert await subject.queued() == [MINE, MINE, MINE]


async def test_a_job_that_never_came_is_replaced(subject: Subject) -> None:
    await subject.homes.opened("T1", "U1")
    await subject.age(Waiting.STALE + timedelta(seconds=1))
    await subject.homes.changed("T1", "U1")
    assert await subject.queued() == [MINE, MINE]


async def test_who_has_not_looked_for_long_is_left_alone_until_they_do(subject: Subject) -> None:
    await subject.homes.opened("T1", "U1")
    assert await shown(subject)
    await subject.age(Waiting.FORGOTTEN + timedelta(minutes=1))
    await subject.homes.changed("T1", "U1")
    assert await subject.queued() == [MINE]
    await subject.homes.opened("T1", "U1")
    assert await subject.queued() == [MINE, MINE]


async def test_the_work_list_concerns_those_whose_view_has_it(subject: Subject) -> None:
    for user, shows_work in (("U1", True), ("U2", False), ("U3", True)):
        await subject.homes.opened("T1", user)
        assert await shown(subject, user, shows_work=shows_work)
    before = len(await subject.queued())
    await subject.homes.work_changed("T1")
    await subject.homes.work_changed("T1")
    await subject.homes.work_changed("T2")
    assert (await subject.queued())[before:] == [("T1", "U1"), ("T1", "U3")]


async def test_a_question_asked_in_it_gives_the_field_another_name(subject: Subject) -> None:
    await subject.homes.asked("T1", "U1")
    await subject.homes.opened("T1", "U1")
    await subject.homes.asked("T1", "U1")
    home = await subject.homes.home("T1", "U1")
    assert home is not None
    assert (home.questions, home.wanted) == (1, 2)
