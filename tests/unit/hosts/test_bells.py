"""Polls that wait in this process, and questions that go into one statement."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from uuid import uuid4

import pytest

from bot.hosts.bells import Bells, TooManyPollsError
from bot.storage.hosts.batching import BATCH_MAX, Batcher

HOST = uuid4()
SOON, NEVER = 0.01, 3600.0


def at(seconds: float) -> float:
    return asyncio.get_running_loop().time() + seconds


async def test_a_bell_that_nobody_rings_ends_at_its_time() -> None:
    with Bells().hang(HOST) as bell:
        assert not await bell.wait_until(at(SOON))


async def test_a_bell_that_was_rung_before_the_wait_ends_it_at_once_and_once() -> None:
    bells = Bells()
    with bells.hang(HOST) as bell:
        bells.ring(HOST)
        assert [await bell.wait_until(at(NEVER)), await bell.wait_until(at(SOON))] == [True, False]


async def test_only_the_newest_poll_is_rung_and_all_when_the_host_ends() -> None:
    bells = Bells()
    with bells.hang(HOST) as older, bells.hang(HOST) as newer, bells.hang(uuid4()) as other:
        bells.ring(HOST)
        rung = [await bell.wait_until(at(SOON)) for bell in (older, newer, other)]
        bells.ring_all(HOST)
        ended = [await bell.wait_until(at(SOON)) for bell in (older, newer, other)]
    assert (rung, ended) == ([False, True, False], [True, True, False])


async def test_a_fourth_poll_of_a_host_ends_its_oldest() -> None:
    bells = Bells()
    with bells.hang(HOST) as oldest, bells.hang(HOST) as older, bells.hang(HOST), bells.hang(HOST) as newest:
        assert await oldest.wait_until(at(NEVER))
        assert (oldest.is_left, older.is_left, newest.is_left) == (True, False, False)
        bells.ring(HOST)
        assert await newest.wait_until(at(NEVER))
        assert list(bells.waiting()) == [HOST]
    assert (len(bells), list(bells.waiting())) == (0, [])


async def test_a_poll_that_was_ended_by_others_leaves_them_hanging() -> None:
    bells = Bells()
    ended = bells.hang(HOST)
    ended.__enter__()
    with bells.hang(HOST), bells.hang(HOST), bells.hang(HOST) as newest:
        ended.__exit__(None, None, None)
        bells.ring(HOST)
        assert await newest.wait_until(at(NEVER))
    assert (len(bells), list(bells.waiting())) == (0, [])


async def test_all_hosts_together_hang_as_many_bells_as_fit() -> None:
    bells = Bells(most=2)
    with bells.hang(HOST), bells.hang(uuid4()):
        with pytest.raises(TooManyPollsError), bells.hang(uuid4()):
            pass
        assert len(bells) == len(bells.waiting()) == 2


async def test_who_is_gone_waits_no_more() -> None:
    with Bells().hang(HOST) as bell:
        bell.leave()
        assert await bell.wait_until(at(NEVER))
        assert bell.is_left


async def test_a_closed_process_lets_everybody_go() -> None:
    bells = Bells()
    with bells.hang(HOST) as one, bells.hang(uuid4()) as other:
        bells.close()
        assert [await bell.wait_until(at(NEVER)) for bell in (one, other)] == [True, True]
    assert bells.is_closed


async def test_what_comes_while_one_runs_goes_into_the_next() -> None:
    batches: list[list[int]] = []
    release = asyncio.Event()

    async def run(asked: Mapping[int, str]) -> Mapping[int, str]:
        batches.append(list(asked))
        await release.wait()
        return {key: given.upper() for key, given in asked.items() if key != 2}

    batcher = Batcher(run)
    first = asyncio.create_task(batcher.ask(0, "a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    others = [asyncio.create_task(batcher.ask(key, "b")) for key in (1, 2, 3)]
    await asyncio.sleep(0)
    release.set()
    assert await asyncio.gather(first, *others) == ["A", "B", None, "B"]
    assert batches == [[0], [1, 2, 3]]


async def test_a_key_stands_in_a_batch_once_and_a_batch_has_an_end() -> None:
    batches: list[int] = []

    async def run(asked: Mapping[int, int]) -> Mapping[int, int]:
        batches.append(len(asked))
        return dict(asked)

    batcher = Batcher(run)
    keys = [7, 7, *range(100, 100 + BATCH_MAX)]
    found = await asyncio.gather(*(batcher.ask(key, number) for number, key in enumerate(keys)))
    assert found == list(range(len(keys)))
    assert (sum(batches), max(batches)) == (len(keys), BATCH_MAX)


async def test_a_fault_is_for_those_of_its_batch_and_no_others() -> None:
    async def run(asked: Mapping[int, None]) -> Mapping[int, bool]:
        if 1 in asked:
            raise ConnectionError
        return dict.fromkeys(asked, True)

    batcher = Batcher(run)
    with pytest.raises(ConnectionError):
        await batcher.ask(1, None)
    assert await batcher.ask(2, None)


async def test_who_does_not_wait_any_more_does_not_hinder_the_others() -> None:
    release = asyncio.Event()

    async def run(asked: Mapping[int, None]) -> Mapping[int, bool]:
        await release.wait()
        return dict.fromkeys(asked, True)

    batcher = Batcher(run)
    gone, stays = asyncio.create_task(batcher.ask(1, None)), asyncio.create_task(batcher.ask(2, None))
    await asyncio.sleep(0)
    gone.cancel()
    release.set()
    assert await stays
