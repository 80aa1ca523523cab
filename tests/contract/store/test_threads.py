"""What every Store must do with threads and people: what was kept last is known of them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from bot.platforms.model import Known, Platform
from bot.storage.model import Outcome, Person, ThreadState
from tests.contract.store.subject import PI, Subject, taken


@pytest.mark.parametrize("surface", ["mention", "dm"])
async def test_a_thread_is_taken_part_in_from_the_call_on(subject: Subject, surface: str) -> None:
    question = await taken(subject, surface=surface)
    assert await subject.store.thread("T1", "C1", "1.1") == ThreadState()
    await subject.store.record_outcome(question, Outcome(kind="silent"))
    assert await subject.store.thread("T1", "C1", "1.1") is None


@pytest.mark.parametrize("surface", ["follow-up", "shortcut"])
async def test_a_remark_does_not_make_the_bot_take_part(subject: Subject, surface: str) -> None:
    await taken(subject, surface=surface)
    assert await subject.store.thread("T1", "C1", "1.1") is None


async def test_a_thread_and_a_person_are_what_was_kept_last(subject: Subject) -> None:
    assert await subject.store.thread("T1", "C1", "1.1") is None
    assert await subject.store.person("T1", "U1") is None
    for language in ("en", "ko"):
        await subject.store.keep_thread("T1", "C1", "1.1", ThreadState(platform=PI, language=language))  # type: ignore[arg-type]
        await subject.store.keep_person("T1", "U1", Person(platform=PI, language=language))  # type: ignore[arg-type]
    assert await subject.store.thread("T1", "C1", "1.1") == ThreadState(platform=PI, language="ko")
    assert await subject.store.person("T1", "U1") == Person(platform=PI, language="ko")


async def test_a_thread_knows_the_host_that_its_machine_is(subject: Subject) -> None:
    seen = Platform(arch=Known(value="arm64", origin="host", host=uuid4()))
    await subject.store.keep_thread("T1", "C1", "1.1", ThreadState(platform=seen))
    assert await subject.store.thread("T1", "C1", "1.1") == ThreadState(platform=seen)


async def test_two_changes_of_a_person_at_once_lose_neither(subject: Subject) -> None:
    async def change(name: str, value: object) -> None:
        await subject.store.change_person("T1", "U1", lambda known: replace(known, **{name: value}))

    for _ in range(3):
        await asyncio.gather(change("platform", PI), change("language", "ko"))
    assert await subject.store.person("T1", "U1") == Person(platform=PI, language="ko")
    assert await subject.store.change_person("T1", "U2", lambda known: known) == Person()
