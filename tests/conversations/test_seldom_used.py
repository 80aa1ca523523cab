"""Listeners that people seldom reach: they act, or at least tell Slack that the click arrived."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from bot.answering.answerer import Answerer
from bot.rendering.worklist_slack import render_group
from bot.slackfake.people import Person
from bot.slackfake.state import Channel
from bot.words import words_in
from tests.conversations.classroom import Classroom, classroom, shown
from tests.conversations.harness import Bot
from tests.conversations.homes import home_bot

NEW = "the gizmo is asleep, wake it up"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Classroom]:
    async with classroom(tmp_path) as open_one:
        yield open_one


async def test_a_group_that_is_not_ours_leaves_the_list(room: Classroom) -> None:
    ann, bob = room.person("ann", teaches=True), room.person("bob")
    team = room.bot.slack.workspace.team
    await room.answer(bob, NEW)
    await room.kept.queue_digest(team, ann.id, "2026-W47")
    await room.bot.work()
    (digest,) = ann.answers()
    page = await room.side.worklist.page(team, "en")
    digest.blocks[:] = render_group(page.groups[0], words_in("en").worklist)  # as App Home shows it
    await ann.clicks(digest, f"dismiss_item:{page.groups[0].ref}")
    assert (await room.side.worklist.page(team, "en")).total == 0


async def test_a_trial_is_cancelled_in_the_message_that_tells_its_result(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    await room.opens_form(ann, NEW)
    await ann.submits({"line": NEW, "entry": "restart"})
    await ann.closes()
    await room.tries()
    await ann.clicks(ann.answers()[0], "teach_cancel")
    await room.bot.work()
    assert "Not taught" in str(ann.answers()[0].blocks)
    assert room.kept.lessons == {}


async def test_from_a_new_entry_one_comes_back_to_the_line(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    _, form = await room.opens_form(ann, NEW)
    await ann.clicks_in(form, "teach_to_entry")
    draft = ann.modal
    assert draft
    assert "New answer" in shown(ann)
    await ann.clicks_in(draft, "teach_to_line")
    assert "New answer" not in shown(ann)
    assert NEW in shown(ann)


async def test_all_hosts_are_shown_where_app_home_has_no_room(answerer: Answerer) -> None:
    async with home_bot(answerer) as bot:
        ann = bot.person()
        for number in range(12):
            await bot.host.joined(ann, f"web-{number}")
        view = await bot.opens(ann)
        await ann.clicks_in(view, "home_hosts")
        await bot.work()
        assert "web-11" in str([message.blocks for message in ann.answers()])


async def test_shortcuts_and_modals_of_another_version_are_acknowledged(
    bot: Bot, ann: Person, channel: Channel
) -> None:
    delivery = await ann.uses_global_shortcut("an_old_shortcut")
    assert delivery.statuses == [200]
    trigger = bot.slack.payloads.shortcut(ann.user, "another")["trigger_id"]
    plain = {"type": "plain_text", "text": f"old {uuid4().hex[:4]}"}
    view = {
        "type": "modal", "callback_id": "an_old_form", "title": plain, "submit": plain,
        "blocks": [{"type": "section", "text": plain}],
    }  # fmt: skip
    await bot.client.views_open(trigger_id=trigger, view=view)
    assert await ann.submits() == {}
    assert bot.store.queued == []
