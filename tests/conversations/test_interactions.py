"""Slash commands, the shortcut and the buttons."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.slackfake.people import Person
from bot.slackfake.state import Channel
from bot.words import words_in
from tests.conversations.harness import Bot


async def test_a_command_is_answered_to_its_person_alone(bot: Bot, ann: Person, channel: Channel) -> None:
    delivery = await ann.commands("/ask", "how do I install docker?", channel)
    await bot.work()
    assert (delivery.statuses, delivery.attempts[0].body) == ([200], b"")
    assert [(m.text, m.visible_to) for m in bot.slack.said(channel)] == [
        ("command [how do I install docker?] about None on any", ann.id)
    ]


async def test_a_command_about_a_payload_is_answered(bot: Bot, ann: Person, channel: Channel) -> None:
    await ann.commands("/ask", "what does the webhook payload=look like", channel)
    await bot.work()
    assert len(bot.texts(channel)) == 1


@pytest.mark.parametrize("text", ["", "   "])
async def test_an_empty_command_is_a_question_without_words(
    bot: Bot, ann: Person, channel: Channel, text: str
) -> None:
    await ann.commands("/ask", text, channel)
    await bot.work()
    assert [(m.text, m.visible_to) for m in bot.slack.said(channel)] == [
        (f"command [{text}] about None on any", ann.id)
    ]


async def test_a_question_about_hosts_is_taken_with_its_command(
    bot: Bot, ann: Person, channel: Channel
) -> None:
    await ann.commands("/docker-check", "web-1", channel)
    await bot.work()
    assert [(m.text, m.visible_to) for m in bot.slack.said(channel)] == [
        ("command [/docker-check web-1] about None on any", ann.id)
    ]


async def test_an_unknown_command_is_answered_in_words(bot: Bot, ann: Person, channel: Channel) -> None:
    await ann.commands("/sing", "", channel)
    assert [m.text for m in bot.slack.said(channel)] == [words_in("en").listeners.not_known]


async def test_the_shortcut_answers_somebodys_message_privately(
    bot: Bot, ann: Person, channel: Channel
) -> None:
    ben = bot.slack.add_person("ben", channel)
    asked = await ben.says(channel, "permission denied, help")
    await ann.uses_shortcut(asked, "answer_this")
    await bot.work()
    (reply,) = bot.slack.said(channel)
    assert (reply.text, reply.visible_to) == (
        "shortcut [permission denied, help] about None on any",
        ann.id,
    )


@pytest.mark.parametrize("in_thread", [True, False])
async def test_a_shared_answer_stands_under_its_question_for_all(
    bot: Bot, ann: Person, channel: Channel, in_thread: bool
) -> None:
    ben = bot.slack.add_person("ben", channel)
    root = await ben.says(channel, "permission denied, help")
    asked = await ben.says(channel, "anyone?", thread=root) if in_thread else root
    await ann.uses_shortcut(asked, "answer_this")
    await bot.work()
    for _ in range(2):
        await ann.clicks(ann.answers(channel)[0], "share_answer")
        await bot.work()
    (shared,) = ben.answers(channel)
    assert (shared.text, shared.thread_ts) == ("button [share_answer:] about None on any", root.ts)


@pytest.mark.parametrize(
    ("action_id", "said"),
    [
        ("choose_entry:docker-ps", "button [choose_entry:docker-ps] about docker-install-ubuntu on any"),
        ("choose_arch:arm64", "button [choose_arch:arm64] about docker-install-ubuntu on arm64"),
    ],
)
async def test_a_button_pressed_twice_answers_once_in_the_thread(
    bot: Bot, ann: Person, channel: Channel, action_id: str, said: str
) -> None:
    asked = await ann.mentions(channel, "install")
    await bot.work()
    first = bot.slack.said(channel)[0]
    for _ in range(2):
        assert (await ann.clicks(first, action_id)).statuses == [200]
    await bot.work()
    replies = bot.slack.said(channel)
    assert [(m.text, m.thread_ts) for m in replies[1:]] == [(said, asked.ts)]


async def test_the_rest_is_shown_to_whoever_wants_it(bot: Bot, ann: Person, channel: Channel) -> None:
    ben = bot.slack.add_person("ben", channel)
    await ann.mentions(channel, "install")
    await bot.work()
    first = bot.slack.said(channel)[0]
    await ben.clicks(first, "show_rest:1")
    await ben.clicks(first, "show_rest:1")
    await bot.work()
    rest = [m for m in bot.slack.said(channel) if m is not first]
    assert [(m.text, m.visible_to) for m in rest] == [
        ("button [show_rest:1] about docker-install-ubuntu on any", ben.id)
    ]


async def a_minute_passes(bot: Bot) -> None:
    """For whoever clicks."""
    past = timedelta(minutes=1)
    bot.store.claimed = {name: (claim, at - past) for name, (claim, at) in bot.store.claimed.items()}


async def test_the_rest_is_shown_again_to_who_lost_it_and_once_however_often_slack_tells(
    bot: Bot, ann: Person, channel: Channel
) -> None:
    await ann.mentions(channel, "install")
    await bot.work()
    first = bot.slack.said(channel)[0]
    for _ in range(2):
        clicked = await ann.clicks(first, "show_rest:1")
        await a_minute_passes(bot)
        await bot.slack.send("interaction", clicked.payload)
        await bot.work()
    assert len(bot.slack.said(channel)) == 3


async def test_what_stands_for_all_is_not_said_again_later(bot: Bot, ann: Person, channel: Channel) -> None:
    await ann.mentions(channel, "install")
    await bot.work()
    for _ in range(2):
        await ann.clicks(bot.slack.said(channel)[0], "choose_entry:docker-ps")
        await a_minute_passes(bot)
        await bot.work()
    assert len(bot.slack.said(channel)) == 2


async def test_a_button_answers_once_the_bot_may_write_there_again(
    bot: Bot, ann: Person, channel: Channel
) -> None:
    await ann.mentions(channel, "install")
    await bot.work()
    first = bot.slack.said(channel)[0]
    for is_archived in (True, False):
        channel.is_archived = is_archived
        await ann.clicks(first, "choose_entry:docker-ps")
        await bot.work()
    assert len(bot.slack.said(channel)) == 2


async def test_a_stranger_cannot_press(bot: Bot, ann: Person, channel: Channel) -> None:
    guest = bot.slack.add_person("gus", channel, team="T9999999")
    await ann.mentions(channel, "install")
    await bot.work()
    await guest.clicks(bot.slack.said(channel)[0], "choose_arch:arm64")
    await bot.work()
    assert len(bot.texts()) == 1


async def test_a_button_of_another_version_is_acknowledged(bot: Bot, ann: Person, channel: Channel) -> None:
    await ann.mentions(channel, "install")
    await bot.work()
    reply = bot.slack.said(channel)[0]
    reply.blocks[1]["elements"][0]["action_id"] = "an_old_button"
    assert (await ann.clicks(reply, "an_old_button")).statuses == [200]
    assert bot.store.queued == []
