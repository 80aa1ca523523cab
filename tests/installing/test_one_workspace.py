"""With one token nothing of installing is there, and nobody's answer is lost when the token is exchanged."""

from __future__ import annotations

import aiohttp
from structlog.testing import capture_logs

from bot.installing.manifest import INSTALL_PATH
from tests.conversations.harness import http_bot, some_person


async def test_there_is_no_page_to_install_it() -> None:
    async with http_bot() as bot, aiohttp.ClientSession() as browser:
        home = bot.slack.app.request_url.removesuffix("/slack/events")
        async with browser.get(f"{home}{INSTALL_PATH}") as told:
            assert told.status == 404


async def test_a_token_that_is_taken_back_is_said_and_what_was_asked_is_answered_with_the_next() -> None:
    async with http_bot() as bot:
        channel = bot.slack.add_channel("help")
        await some_person(bot, channel).mentions(channel, "docker ps")
        token, bot.slack.app.bot_token = bot.slack.app.bot_token, "xoxb-another"
        revoked = {"type": "tokens_revoked", "tokens": {"bot": [bot.slack.app.bot_user.id]}}
        with capture_logs() as lines:
            delivery = await bot.slack.send("event", bot.slack.payloads.wrapped(revoked))
        await bot.try_once()
        waits = [reply.state for reply in bot.store.replies.values()]
        bot.slack.app.bot_token = token
        await bot.work()
        assert (delivery.statuses, waits, len(bot.texts(channel))) == ([200], ["pending"], 1)
    assert "token_taken_back" in [line["event"] for line in lines]
