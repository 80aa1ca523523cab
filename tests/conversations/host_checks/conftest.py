"""A bot that checks hosts, a channel, and the two people who ask there."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.slackfake.people import Person
from bot.slackfake.state import Channel
from tests.conversations.hosts import HostBot, host_bot


@pytest.fixture
async def bot() -> AsyncIterator[HostBot]:
    async with host_bot() as running:
        yield running


@pytest.fixture
def channel(bot: HostBot) -> Channel:
    return bot.slack.add_channel("help")


@pytest.fixture
def ann(bot: HostBot, channel: Channel) -> Person:
    return bot.slack.add_person("ann", channel)


@pytest.fixture
def ben(bot: HostBot, channel: Channel) -> Person:
    return bot.slack.add_person("ben", channel)
