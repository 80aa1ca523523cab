"""Answering without being called: only where a maintainer wants it, only questions, only when sure."""

from __future__ import annotations

import pytest

from bot.slackfake.people import Person
from tests.conversations.leading.bots import LeadingBot, seen

ASKS = "anyone know how to install docker?"
UNASKED = "without being called"


async def says(it: LeadingBot, person: Person, text: str) -> list[str]:
    """What the bot says to it."""
    before = len(it.slack.said(it.channel))
    await person.says(it.channel, text)
    await it.bot.work()
    return [seen(message) for message in it.slack.said(it.channel)[before:]]


async def commands(it: LeadingBot, person: Person, text: str) -> str:
    await person.commands("/ask", text, it.channel)
    await it.bot.work()
    return seen(it.last())


async def test_it_is_quiet_and_keeps_nothing_unless_that_is_wanted(it: LeadingBot) -> None:
    assert await says(it, it.ann, ASKS) == []
    assert not it.store.questions


async def test_a_maintainer_opens_a_channel_and_all_in_it_are_told(it: LeadingBot) -> None:
    assert UNASKED in await commands(it, it.maintainer, "here on")
    assert it.last().visible_to is None
    asked = await it.ann.says(it.channel, ASKS)
    await it.bot.work()
    assert UNASKED in seen(it.last())
    assert it.last().thread_ts == asked.ts


async def test_what_asks_nothing_is_not_even_kept(it: LeadingBot) -> None:
    await commands(it, it.maintainer, "here on")
    kept = len(it.store.questions)
    for chatter in ("I'm done with the docker install", "lunch?", "설치 다 했어요, 감사합니다"):
        assert await says(it, it.ann, chatter) == []
    assert len(it.store.questions) == kept


async def test_a_word_to_somebody_and_a_word_in_a_thread_are_left_alone(it: LeadingBot) -> None:
    await commands(it, it.maintainer, "here on")
    assert await says(it, it.ann, f"<@{it.bob.id}> {ASKS}") == []
    assert await says(it, it.ann, f"<!subteam^S0HELP|@team> {ASKS}") == []
    root = await it.bob.says(it.channel, "good morning")
    before = len(it.slack.said(it.channel))
    await it.ann.says(it.channel, ASKS, thread=root)
    await it.bot.work()
    assert len(it.slack.said(it.channel)) == before


async def test_only_the_channel_that_was_opened_is(it: LeadingBot) -> None:
    await commands(it, it.maintainer, "here on")
    other = it.slack.add_channel("other")
    other.members.add(it.ann.id)
    await it.ann.says(other, ASKS)
    await it.bot.work()
    assert it.slack.said(other) == []


async def test_others_than_maintainers_cannot_open_one(it: LeadingBot) -> None:
    assert "Only maintainers" in await commands(it, it.bob, "here on")
    assert await says(it, it.ann, ASKS) == []


async def test_it_is_closed_again_and_tells_how_it_stands(it: LeadingBot) -> None:
    assert "only when I'm called" in await commands(it, it.bob, "here")
    await commands(it, it.maintainer, "here on")
    assert UNASKED in await commands(it, it.bob, "here")
    await commands(it, it.maintainer, "here off")
    assert await says(it, it.ann, ASKS) == []


@pytest.mark.parametrize(
    ("on", "off"),
    [
        ("answer here without being called", "answer here only when called"),
        ("여기서는 안 불러도 답해 줘", "여기서는 부를 때만 답해 줘"),
    ],
)
async def test_it_is_said_in_words_too(it: LeadingBot, on: str, off: str) -> None:
    await it.maintainer.mentions(it.channel, on)
    await it.bot.work()
    assert len(await says(it, it.ann, ASKS)) == 1
    await it.maintainer.mentions(it.channel, off)
    await it.bot.work()
    assert await says(it, it.ann, ASKS) == []


async def test_in_korean_it_is_told_in_korean(it: LeadingBot) -> None:
    await commands(it, it.maintainer, "here on")
    (answer,) = await says(it, it.ann, "도커 설치 어떻게 해요")
    assert "부르지 않아도" in answer


async def test_where_it_is_not_in_the_channel_it_asks_to_be_invited(it: LeadingBot) -> None:
    elsewhere = it.slack.add_channel("elsewhere")
    elsewhere.members.discard(it.slack.app.bot_user.id)
    await it.maintainer.commands("/ask", "here on", elsewhere)
    await it.bot.work()
    assert "I'm not in this channel" in seen(it.last(elsewhere))


async def test_in_private_there_is_nothing_to_open(it: LeadingBot) -> None:
    direct = it.maintainer.direct
    await it.maintainer.commands("/ask", "here on", direct)
    await it.bot.work()
    assert "In private" in seen(it.last(direct))


async def test_a_message_that_slack_tells_of_twice_is_answered_once(it: LeadingBot) -> None:
    await commands(it, it.maintainer, "here on")
    asked = await it.ann.says(it.channel, ASKS)
    await it.slack.tell_of(it.channel, asked)
    await it.bot.work()
    assert [message.thread_ts for message in it.slack.said(it.channel)].count(asked.ts) == 1


async def test_an_answer_follows_the_words_when_they_are_edited(it: LeadingBot) -> None:
    await commands(it, it.maintainer, "here on")
    asked = await it.ann.says(it.channel, ASKS)
    await it.bot.work()
    await it.ann.edits(asked, "permission denied, how do I mend it?")
    await it.bot.work()
    assert "usermod" in seen(it.last())
