"""After an answer: follow-ups without a mention, edits, deletions."""

from __future__ import annotations

from bot.slackfake.people import Person
from bot.slackfake.state import Channel
from tests.conversations.harness import UNKNOWN, Bot


async def test_a_follow_up_needs_no_mention(bot: Bot, ann: Person, channel: Channel) -> None:
    asked = await ann.mentions(channel, "how do I install docker?")
    await bot.work()
    await ann.says(channel, "and on arm?", thread=asked)
    await bot.work()
    reply = bot.slack.said(channel)[-1]
    assert reply.text == "follow-up [and on arm?] about docker-install-ubuntu on any"
    assert reply.thread_ts == asked.ts


async def test_a_follow_up_that_is_not_known_gets_no_word(bot: Bot, ann: Person, channel: Channel) -> None:
    asked = await ann.mentions(channel, "how do I install docker?")
    await bot.work()
    await ann.says(channel, f"thanks, see you at the {UNKNOWN}", thread=asked)
    await bot.work()
    assert len(bot.texts()) == 1


async def test_a_thread_that_the_bot_is_not_in_is_left_alone(bot: Bot, ann: Person, channel: Channel) -> None:
    root = await ann.says(channel, "docker is broken")
    await ann.says(channel, "how do I mend it?", thread=root)
    await bot.work()
    assert bot.texts() == []


async def test_a_word_to_somebody_else_in_the_thread_is_left_alone(
    bot: Bot, ann: Person, channel: Channel
) -> None:
    ben = bot.slack.add_person("ben", channel)
    asked = await ann.mentions(channel, "how do I install docker?")
    await bot.work()
    await ann.says(channel, f"<@{ben.id}> is that right?", thread=asked)
    await bot.work()
    assert len(bot.texts()) == 1


async def test_the_bots_own_reply_is_no_follow_up(bot: Bot, ann: Person, channel: Channel) -> None:
    await ann.mentions(channel, "how do I install docker?")
    await bot.work()
    echoed = [d for d in bot.slack.courier.deliveries if d.payload["event"].get("bot_id")]
    assert [d.statuses for d in echoed] == [[200]]
    assert len(bot.texts()) == 1


async def test_an_edited_question_is_answered_in_place(bot: Bot, ann: Person, channel: Channel) -> None:
    asked = await ann.mentions(channel, "how do I instal doker?")
    await bot.work()
    await ann.edits(asked, f"<@{bot.slack.app.bot_user.id}> how do I install docker?")
    await bot.work()
    (reply,) = bot.slack.said(channel)
    assert reply.text == "mention [how do I install docker?] about None on any"
    assert len(reply.earlier) == 1


async def test_an_unfurled_link_is_no_edit(bot: Bot, ann: Person, channel: Channel) -> None:
    asked = await ann.mentions(channel, "see https://docs.docker.com")
    await bot.work()
    await bot.slack.change(asked, attachments=[{"title": "Docker docs"}])
    await bot.work()
    assert [m.earlier for m in bot.slack.said(channel)] == [[]]


async def test_an_edit_that_adds_the_bots_name_asks(bot: Bot, ann: Person, channel: Channel) -> None:
    message = await ann.says(channel, "how do I install docker?")
    await ann.edits(message, f"<@{bot.slack.app.bot_user.id}> how do I install docker?")
    await bot.work()
    assert [(m.text, m.thread_ts) for m in bot.slack.said(channel)] == [
        ("mention [how do I install docker?] about None on any", message.ts)
    ]


async def test_an_edit_of_chatter_is_left_alone(bot: Bot, ann: Person, channel: Channel) -> None:
    message = await ann.says(channel, "mornin")
    await ann.edits(message, "morning")
    await bot.work()
    assert bot.texts() == []


async def test_a_deleted_question_takes_its_reply_along(bot: Bot, ann: Person, channel: Channel) -> None:
    asked = await ann.mentions(channel, "how do I install docker?")
    await bot.work()
    await ann.deletes(asked)
    await bot.work()
    assert bot.texts() == []
