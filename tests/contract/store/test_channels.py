"""What every Store must do with channels: one posts at a time."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from tests.contract.store.subject import Subject


async def test_a_channel_is_reserved_by_one_at_a_time(subject: Subject) -> None:
    waits = await asyncio.gather(*(subject.store.reserve_channel("T1", "C1", 50.0) for _ in range(10)))
    assert waits.count(0.0) == 1
    assert all(0 < wait <= 50.0 for wait in waits if wait)
    assert await subject.store.reserve_channel("T1", "C2", 50.0) == 0.0


async def test_a_channel_is_free_again_after_its_time(subject: Subject) -> None:
    await subject.store.reserve_channel("T1", "C1", 50.0)
    await subject.age(timedelta(seconds=51))
    assert await subject.store.reserve_channel("T1", "C1", 50.0) == 0.0


async def test_a_hold_lengthens_but_never_shortens_the_wait(subject: Subject) -> None:
    await subject.store.hold_channel("T1", "C1", 90.0)
    await subject.store.hold_channel("T1", "C1", 1.0)
    assert 80 < await subject.store.reserve_channel("T1", "C1", 1.0) <= 90
