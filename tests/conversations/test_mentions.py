"""Questions in channels: asked by name, answered once, in their thread."""

from __future__ import annotations

import pytest

from bot.slackfake.people import Person
from bot.slackfake.pings import as_typed, pings
from bot.slackfake.policy import Trouble
from bot.slackfake.state import Channel
from bot.words import words_in
from tests.conversations.harness import Bot, http_bot, some_person


async def test_a_mention_is_answered_in_its_thread(bot: Bot, ann: Person, channel: Channel) -> None:
    asked = await ann.mentions(channel, "how do I install docker?")
    await bot.work()
    (reply,) = bot.slack.said(channel)
    assert reply.text == "mention [how do I install docker?] about None on any"
    assert reply.thread_ts == asked.ts
    assert reply.options == {"unfurl_links": False, "unfurl_media": False}


async def test_a_mention_within_a_thread_is_answered_there(bot: Bot, ann: Person, channel: Channel) -> None:
    root = await ann.says(channel, "morning")
    await ann.mentions(channel, "permission denied", thread=root)
    await bot.work()
    assert [m.thread_ts for m in bot.slack.said(channel)] == [root.ts]


async def test_one_mention_that_comes_as_two_kinds_of_event_gets_one_reply(
    bot: Bot, ann: Person, channel: Channel
) -> None:
    await ann.mentions(channel, "docker ps", copies=2)
    await bot.work()
    kinds = [d.payload["event"]["type"] for d in bot.slack.courier.deliveries[:4]]
    assert kinds == ["app_mention", "message", "app_mention", "message"]
    assert len({d.payload["event_id"] for d in bot.slack.courier.deliveries}) >= 4
    assert len(bot.texts()) == 1


async def test_without_channel_scopes_a_mention_is_answered_all_the_same() -> None:
    async with http_bot(with_optional_scopes=False) as bot:
        channel = bot.slack.add_channel("help")
        await some_person(bot, channel).mentions(channel, "docker ps")
        await bot.work()
        assert len(bot.texts()) == 1


async def test_a_delivery_that_failed_is_taken_when_slack_repeats_it(
    bot: Bot, ann: Person, channel: Channel
) -> None:
    bot.slack.policy.trouble_next("auth.test", Trouble(status=503))
    await ann.mentions(channel, "docker ps")
    await bot.work()
    first = bot.slack.courier.deliveries[0]
    assert first.statuses == [500, 200]
    assert len(bot.texts()) == 1


async def test_slack_is_asked_once_who_the_bot_is(bot: Bot, ann: Person, channel: Channel) -> None:
    for _ in range(3):
        await ann.mentions(channel, "docker ps")
    assert bot.slack.web_api.count("auth.test") == 1


async def test_a_reply_whose_confirmation_was_lost_is_not_posted_twice(
    bot: Bot, ann: Person, channel: Channel
) -> None:
    bot.slack.policy.trouble_next("chat.postMessage", Trouble(status=503, after=True))
    await ann.mentions(channel, "docker ps")
    await bot.work()
    assert len(bot.texts()) == 1
    assert bot.slack.web_api.count("chat.postMessage") == 1


async def test_a_refused_rate_is_waited_out(bot: Bot, ann: Person, channel: Channel) -> None:
    bot.slack.policy.limit_next("chat.postMessage", retry_after_s=0, times=2)
    await ann.mentions(channel, "docker ps")
    await bot.work()
    assert len(bot.texts()) == 1


@pytest.mark.parametrize("typed", ["<!channel> fire", "<!here|here>", "<!subteam^S123|team>", "<@U999> look"])
async def test_what_a_person_typed_pings_nobody(bot: Bot, ann: Person, channel: Channel, typed: str) -> None:
    await ann.mentions(channel, typed)
    await ann.mentions(channel, as_typed(typed))
    await bot.work()
    replies = bot.slack.said(channel)
    assert len(replies) == 2
    assert set().union(*(pings(reply) for reply in replies)) == set()


async def test_a_secret_in_a_question_is_not_kept(bot: Bot, ann: Person, channel: Channel) -> None:
    await ann.mentions(channel, "docker login fails with token=abcdef123456")
    (question,) = bot.store.questions.values()
    assert "abcdef123456" not in question.text


async def test_chatter_without_the_bots_name_is_left_alone(bot: Bot, ann: Person, channel: Channel) -> None:
    await ann.says(channel, "how do I install docker?")
    await bot.work()
    assert bot.texts() == []


async def test_another_bot_is_not_answered(bot: Bot, ann: Person, channel: Channel) -> None:
    event = bot.slack.payloads.app_mention(channel, await ann.says(channel, "docker ps"))
    await bot.slack.send_event(channel, event | {"bot_id": "B9999999", "bot_profile": {"id": "B9999999"}})
    await bot.work()
    assert bot.texts() == []


@pytest.mark.parametrize("subtype", ["channel_join", "bot_message", "channel_topic", "me_message"])
async def test_notices_are_not_answered(bot: Bot, ann: Person, channel: Channel, subtype: str) -> None:
    message = await ann.says(channel, f"<@{bot.slack.app.bot_user.id}> has joined")
    bot.store.claimed.clear()
    bot.store.queued.clear()
    event = bot.slack.payloads.message(channel, message) | {"subtype": subtype}
    delivery = await bot.slack.send_event(channel, event)
    assert delivery is not None
    assert delivery.statuses == [200]
    assert bot.store.queued == []


async def test_a_mention_with_a_file_is_answered(bot: Bot, ann: Person, channel: Channel) -> None:
    message = await ann.says(channel, "see the picture")
    message.text = f"<@{bot.slack.app.bot_user.id}> what is this error"
    event = bot.slack.payloads.message(channel, message) | {"subtype": "file_share", "files": [{"id": "F1"}]}
    await bot.slack.send_event(channel, event)
    await bot.work()
    assert len(bot.texts()) == 1


async def test_in_a_shared_channel_one_person_gets_one_polite_sentence(bot: Bot) -> None:
    shared = bot.slack.add_channel("with-partners", is_external=True)
    guest = bot.slack.add_person("gus", shared, team="T9999999")
    await guest.mentions(shared, "what do you know?", copies=2)
    await guest.says(shared, "anybody?")
    await bot.work()
    assert [(m.text, m.visible_to) for m in bot.slack.said(shared)] == [
        (words_in("en").listeners.outside, guest.id)
    ]
    assert bot.store.questions == {}


async def test_a_stranger_in_an_ordinary_channel_is_not_answered(bot: Bot, channel: Channel) -> None:
    guest = bot.slack.add_person("gus", channel, team="T9999999")
    await guest.mentions(channel, "what do you know?")
    await bot.work()
    assert [m.text for m in bot.slack.said(channel)] == [words_in("en").listeners.outside]


async def test_oauth_settings_in_the_environment_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "not-used")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-somebody-elses")
    async with http_bot() as bot:
        channel = bot.slack.add_channel("help")
        await some_person(bot, channel).mentions(channel, "docker ps")
        await bot.work()
        assert len(bot.texts()) == 1


async def test_only_what_is_taken_is_counted(bot: Bot, ann: Person, channel: Channel) -> None:
    await ann.says(channel, "good morning")
    await ann.mentions(channel, "docker ps", copies=2)
    counted = [line for line in bot.metrics.as_text().decode().splitlines() if "slack_asked_total{" in line]
    assert counted == ['setupbot_slack_asked_total{surface="mention"} 1.0']
