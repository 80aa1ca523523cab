"""What stands in the form of teaching when it opens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.slackfake.people import Person
from bot.slackfake.policy import Trouble
from bot.words import words_in
from tests.conversations.classroom import Classroom, classroom, shown

NEW = "the gizmo is asleep, wake it up"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Classroom]:
    async with classroom(tmp_path) as open_one:
        yield open_one


def filled_in(person: Person) -> tuple[str, str | None]:
    """The line and the Entry that stand in the form."""
    assert person.modal
    elements = {block["block_id"]: block["element"] for block in person.modal.content["blocks"][:2]}
    chosen = elements["entry"].get("initial_option")
    return elements["line"].get("initial_value", ""), chosen["value"] if chosen else None


async def test_the_form_has_the_message_as_people_read_it_without_the_bots_name(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    bot = room.bot.slack.app.bot_user.id
    typed = f"<@{bot}> is a &lt;gizmo&gt; on <https://wiki.example.org/g|the wiki>?"
    await room.opens_form(ann, typed)
    assert filled_in(ann)[0] == "is a <gizmo> on the wiki?"


async def test_what_the_bot_said_itself_is_no_line_to_teach(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    asked = await ann.mentions(room.channel, NEW)
    await room.bot.work()
    await ann.uses_shortcut(room.channel.thread(asked.ts)[0], "teach_this")
    assert filled_in(ann)[0] == ""


async def test_an_entry_is_chosen_beforehand_only_where_one_comes_near(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    await room.opens_form(ann, "how do I restart this")
    assert filled_in(ann)[1] == "restart"
    await ann.closes()
    await room.opens_form(ann, "what is for dinner")
    assert filled_in(ann)[1] is None
    words = words_in("en").teaching
    assert words.nothing_near in shown(ann)
    assert words.suggested not in shown(ann)


async def test_secrets_in_a_taught_line_are_not_kept(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    token = "xoxb-" + "1" * 12 + "-" + "a" * 24
    await room.opens_form(ann, f"why does {token} fail")
    assert token not in shown(ann)


async def test_who_wants_to_teach_is_told_when_the_form_does_not_open(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    message = await ann.says(room.channel, NEW)
    room.bot.slack.policy.trouble_next("views.open", Trouble(error="expired_trigger_id"))
    await ann.uses_shortcut(message, "teach_this")
    assert [one.text for one in ann.answers(room.channel)] == [words_in("en").listeners.not_opened]
