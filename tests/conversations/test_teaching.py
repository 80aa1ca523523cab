"""Teaching over the real HTTP edge: shortcut, form, trial, confirmation, and the answer that comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conversations.classroom import Classroom, classroom, shown
from tests.unit.live.knowledge_files import write

NEW = "the gizmo is asleep, wake it up"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Classroom]:
    async with classroom(tmp_path) as open_one:
        yield open_one


async def test_what_is_taught_from_a_message_is_tried_confirmed_and_answered_at_once(room: Classroom) -> None:
    ann, bob = room.person("ann", teaches=True), room.person("bob")
    assert "restart title" not in await room.answer(bob, NEW)
    await room.opens_form(ann, NEW)
    assert NEW in shown(ann)
    assert await ann.submits({"line": NEW, "entry": "restart"}) == {}
    assert "Checking" in shown(ann)
    await room.tries()
    assert "All are answered as before" in shown(ann)
    assert "Open questions that this answers: 1." in shown(ann)
    assert await ann.submits() == {}
    assert "Learnt" in shown(ann)
    assert "restart title" in await room.answer(bob, NEW)


async def test_learnt_is_said_however_long_it_takes_to_read_the_lessons_anew(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob = room.person("ann", teaches=True), room.person("bob")
    await room.opens_form(ann, NEW)
    await ann.submits({"line": NEW, "entry": "restart"})
    await room.tries()
    may_go_on, refresh = asyncio.Event(), room.keeper.refresh

    async def slow_refresh() -> None:
        await may_go_on.wait()
        await refresh()

    monkeypatch.setattr(room.keeper, "refresh", slow_refresh)
    assert await ann.submits() == {}
    assert "Learnt" in shown(ann)
    may_go_on.set()
    assert "restart title" in await room.answer(bob, NEW)


async def test_teaching_takes_the_question_off_the_list(room: Classroom) -> None:
    ann, bob = room.person("ann", teaches=True), room.person("bob")
    await room.answer(bob, NEW)
    assert len(await room.side.desk.worklist.items(room.bot.slack.workspace.team)) == 1
    await room.opens_form(ann, NEW)
    await ann.submits({"line": NEW, "entry": "restart"})
    await room.tries()
    await ann.submits()
    assert await room.side.desk.worklist.items(room.bot.slack.workspace.team) == []


async def test_what_would_be_answered_differently_is_shown_before_it_is_taught(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    assert "restart title" in await room.answer(ann, "how do i restart?")
    await room.opens_form(ann, "how do I restart career")
    form = ann.modal
    assert form
    await ann.clicks_in(form, "teach_to_off_topic")
    await ann.submits({"line": "how do i restart now"})
    await room.tries()
    assert "leave" in shown(ann).lower()
    assert "questions again" in shown(ann)


async def test_nobody_else_may_teach_and_is_told_kindly(room: Classroom) -> None:
    bob = room.person("bob")
    await room.opens_form(bob, NEW)
    assert "Only maintainers can teach me" in shown(bob)
    assert room.kept.proposals == {}


async def test_whoever_is_no_maintainer_any_more_teaches_nothing(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    await room.opens_form(ann, NEW)
    await ann.submits({"line": NEW, "entry": "restart"})
    await room.tries()
    room.groups.members.clear()
    await ann.submits()
    assert "Only maintainers" in shown(ann)
    assert room.kept.lessons == {}


async def test_where_nobody_keeps_the_knowledge_it_says_how_to_name_somebody(tmp_path: Path) -> None:
    async with classroom(tmp_path, maintainers=()) as room:
        bob = room.person("bob")
        await room.opens_form(bob, NEW)
        assert "SETUPBOT_MAINTAINERS" in shown(bob)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("how do I stop", "another answer (stop title)"),
        ("How do I restart?", "I know this already"),
        ("what is for lunch", "leave this unanswered"),
        ("?!", "can't tell what this asks"),
    ],
)
async def test_what_cannot_be_taught_is_said_at_its_field(room: Classroom, line: str, error: str) -> None:
    ann = room.person("ann", teaches=True)
    await room.opens_form(ann, line)
    errors = await ann.submits({"line": line, "entry": "restart"})
    assert list(errors) == ["line"]
    assert error in errors["line"]
    assert room.kept.proposals == {}


async def test_a_form_that_is_sent_off_twice_is_one_proposal(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    _, view = await room.opens_form(ann, NEW)
    answers = {("line", "line"): NEW, ("entry", "entry"): "restart"}
    payload = room.bot.slack.payloads.view_submission(ann.user, view, answers)
    for _ in range(2):
        await room.bot.slack.send("interaction", payload)
    assert len(room.kept.proposals) == len(room.kept.queued) == 1


async def test_a_confirmation_that_is_sent_twice_teaches_once(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    await room.opens_form(ann, NEW)
    await ann.submits({"line": NEW, "entry": "restart"})
    await room.tries()
    view = ann.modal
    assert view
    payload = room.bot.slack.payloads.view_submission(ann.user, view, {})
    for _ in range(2):
        await room.bot.slack.send("interaction", payload)
    assert len(room.kept.lessons) == 1


async def test_a_modal_that_was_closed_gets_its_result_as_a_direct_message(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    await room.opens_form(ann, NEW)
    await ann.submits({"line": NEW, "entry": "restart"})
    await ann.closes()
    await room.tries()
    (told,) = ann.answers()
    assert told.action_ids() == ["teach_it", "teach_alter", "teach_cancel"]
    await ann.clicks(told, "teach_it")
    await room.bot.work()
    (told,) = ann.answers()
    assert "Learnt" in str(told.blocks)
    assert told.action_ids() == ["teach_undo"]
    assert "restart title" in await room.answer(ann, NEW)


async def test_a_modal_that_was_lost_without_a_word_gets_a_direct_message_too(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    await room.opens_form(ann, NEW)
    await ann.submits({"line": NEW, "entry": "restart"})
    room.bot.slack.workspace.views.clear()
    room.bot.slack.workspace.stacks.clear()
    await room.tries()
    assert len(ann.answers()) == 1


async def test_what_cannot_be_tried_is_told_and_not_taught(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    await room.opens_form(ann, NEW)
    await ann.submits({"line": NEW, "entry": "restart"})
    (proposal,) = room.kept.queued
    await room.side.trials.give_up(proposal)
    assert "couldn't check this" in shown(ann)
    assert room.kept.lessons == {}


async def test_cancelling_teaches_nothing(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    await room.opens_form(ann, NEW)
    await ann.submits({"line": NEW, "entry": "restart"})
    await room.tries()
    await ann.closes()
    assert [one.state for one in room.kept.proposals.values()] == ["cancelled"]
    assert "restart title" not in await room.answer(ann, NEW)


async def test_changing_goes_back_to_the_form_as_it_was_and_gives_the_first_one_up(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    await room.opens_form(ann, NEW)
    await ann.submits({"line": NEW, "entry": "restart"})
    await room.tries()
    result = ann.modal
    assert result
    await ann.clicks_in(result, "teach_alter")
    assert NEW in shown(ann)
    await ann.submits({"line": f"{NEW} now", "entry": "stop"})
    assert sorted(one.state for one in room.kept.proposals.values()) == ["cancelled", "checking"]


async def test_undoing_takes_it_back_at_once(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    await room.opens_form(ann, NEW)
    await ann.submits({"line": NEW, "entry": "restart"})
    await room.tries()
    await ann.submits()
    done = ann.modal
    assert done
    await ann.clicks_in(done, "teach_undo")
    assert "Undone" in shown(ann)
    assert "restart title" not in await room.answer(ann, NEW)


async def test_of_two_who_teach_one_line_at_once_the_second_is_told(room: Classroom) -> None:
    ann, eve = room.person("ann", teaches=True), room.person("eve", teaches=True)
    for person, entry in ((ann, "restart"), (eve, "stop")):
        await room.opens_form(person, NEW)
        await person.submits({"line": NEW, "entry": entry})
    await room.tries()
    await ann.submits()
    await eve.submits()
    assert "another answer (restart title)" in shown(eve)
    assert len(room.kept.lessons) == 1


async def test_what_was_tried_before_somebody_else_taught_is_tried_again(room: Classroom) -> None:
    ann, eve = room.person("ann", teaches=True), room.person("eve", teaches=True)
    for person, line in ((ann, NEW), (eve, "poke the widget")):
        await room.opens_form(person, line)
        await person.submits({"line": line, "entry": "restart"})
    await room.tries()
    await ann.submits()
    await eve.submits()
    assert "checking again" in shown(eve)
    await room.tries()
    await eve.submits()
    assert len(room.kept.lessons) == 2


async def test_an_entry_that_went_meanwhile_is_said_before_anything_is_taught(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    await room.opens_form(ann, NEW)
    await ann.submits({"line": NEW, "entry": "stop"})
    await room.tries()
    folder = room.keeper.learner.folder  # type: ignore[attr-defined]  # the test's own
    write(folder, "restart")
    await room.keeper.learn()
    await ann.submits()
    assert "That answer is gone" in shown(ann)
    assert room.kept.lessons == {}


async def test_a_new_entry_is_drafted_and_answered_with_its_commands(room: Classroom) -> None:
    ann, bob = room.person("ann", teaches=True), room.person("bob")
    _, view = await room.opens_form(ann, "how to reach the office network")
    await ann.clicks_in(view, "teach_to_entry")
    fields = {
        "id": "vpn", "title_ko": "사내망 연결", "title_en": "Office VPN",
        "summary_ko": "이렇게 연결해요.", "summary_en": "Connect like this.",
        "utterances_ko": "사내망 연결 방법", "utterances_en": "how to reach the office network",
        "commands": "sudo wg-quick up office\nping -c 1 intranet", "url": "https://wiki.example.org/vpn",
    }  # fmt: skip
    assert await ann.submits(fields) == {}
    await room.tries()
    await ann.submits()
    said = await room.answer(bob, "How to reach the office network?")
    assert "Office VPN" in said
    assert "sudo wg-quick up office" in said


async def test_the_faults_of_a_draft_are_said_at_their_fields(room: Classroom) -> None:
    ann = room.person("ann", teaches=True)
    _, view = await room.opens_form(ann, "x y")
    await ann.clicks_in(view, "teach_to_entry")
    errors = await ann.submits(
        {
            "id": "VPN!", "title_ko": "가", "title_en": "a", "summary_ko": "가", "summary_en": "a",
            "utterances_ko": "사내망", "utterances_en": "how do I stop",
            "commands": "chmod 666 /var/run/docker.sock", "url": "wiki",
        }
    )  # fmt: skip
    assert errors == {"url": "Give an address that begins with http:// or https://."}
    errors = await ann.submits(
        {
            "id": "VPN!", "title_ko": "가", "title_en": "a", "summary_ko": "가", "summary_en": "a",
            "utterances_ko": "사내망", "utterances_en": "how do I stop",
            "commands": "chmod 666 /var/run/docker.sock",
        }
    )  # fmt: skip
    assert set(errors) == {"id", "utterances_en", "commands"}
    assert "opens a file to everybody" in errors["commands"]
