from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.slackfake.people import Person
from bot.slackfake.state import Channel
from tests.conversations.harness import Bot, http_bot, some_person


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with http_bot() as running:
        yield running


@pytest.fixture
def channel(bot: Bot) -> Channel:
    return bot.slack.add_channel("help")


@pytest.fixture
def ann(bot: Bot, channel: Channel) -> Person:
    return some_person(bot, channel)
