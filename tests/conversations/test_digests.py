"""The weekly digest over the real HTTP edge: once, with a way to teach and a way out; nothing to say is nothing said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conversations.classroom import Classroom, classroom, shown

NEW = "the gizmo is asleep, wake it up"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Classroom]:
    async with classroom(tmp_path) as open_one:
        yield open_one


async def test_the_digest_is_sent_once_with_what_is_worth_teaching(room: Classroom) -> None:
    ann, bob = room.person("ann", teaches=True), room.person("bob")
    await room.answer(bob, NEW)
    team = room.bot.slack.workspace.team
    assert await room.kept.queue_digest(team, ann.id, "2026-W47")
    assert not await room.kept.queue_digest(team, ann.id, "2026-W47")
    await room.bot.work()
    (digest,) = ann.answers()
    assert NEW in str(digest.blocks)
    teach = next(one for one in digest.action_ids() if one.startswith("teach_item"))
    await ann.clicks(digest, teach)
    assert NEW in shown(ann)
    await ann.clicks(digest, "no_digest")
    assert not await room.kept.queue_digest(team, ann.id, "2026-W48")


async def test_who_stopped_them_can_have_them_again(room: Classroom) -> None:
    ann, bob = room.person("ann", teaches=True), room.person("bob")
    await room.answer(bob, NEW)
    team = room.bot.slack.workspace.team
    await room.kept.queue_digest(team, ann.id, "2026-W47")
    await room.bot.work()
    await ann.clicks(ann.answers()[0], "no_digest")
    told = ann.answers()[-1]
    assert told.visible_to == ann.id
    await ann.clicks(told, "digest_again")
    assert await room.kept.queue_digest(team, ann.id, "2026-W48")


async def test_a_week_without_anything_has_no_digest(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    assert await room.kept.queue_digest(room.bot.slack.workspace.team, ann.id, "2026-W47")
    await room.bot.work()
    assert ann.answers() == []
