"""The app's Messages tab."""

from __future__ import annotations

from bot.slackfake.people import Person
from bot.slackfake.policy import Trouble
from handlers import phrases
from tests.conversations.harness import MANIFEST, Bot


async def test_a_direct_message_is_answered_in_its_thread(bot: Bot, ann: Person) -> None:
    asked = await ann.writes("도커 설치")
    await bot.work()
    (reply,) = ann.answers()
    assert reply.text == "dm [도커 설치] about None on any"
    assert reply.thread_ts == asked.ts


async def test_more_in_that_thread_is_answered_there(bot: Bot, ann: Person) -> None:
    asked = await ann.writes("도커 설치")
    await bot.work()
    await ann.writes("arm에서는?", thread=asked)
    await bot.work()
    assert [m.thread_ts for m in ann.answers()] == [asked.ts, asked.ts]
    assert ann.answers()[-1].text == "dm [arm에서는?] about docker-install-ubuntu on any"


async def test_opening_the_messages_tab_offers_questions(bot: Bot, ann: Person) -> None:
    await ann.opens_app_home("messages")
    assert ann.direct.prompts == [dict(prompt) for prompt in phrases.PROMPTS]


async def test_the_manifest_offers_the_same_questions() -> None:
    assert MANIFEST["features"]["agent_view"]["suggested_prompts"] == list(phrases.PROMPTS)


async def test_opening_the_home_tab_offers_none(bot: Bot, ann: Person) -> None:
    await ann.opens_app_home("home")
    assert ann.direct.prompts == []
    assert bot.slack.courier.deliveries[-1].statuses == [200]


async def test_prompts_that_slack_does_not_take_trouble_nobody(bot: Bot, ann: Person) -> None:
    bot.slack.policy.trouble_next("assistant.threads.setSuggestedPrompts", Trouble(status=503))
    await ann.opens_app_home("messages")
    assert bot.slack.courier.deliveries[-1].statuses == [200]
