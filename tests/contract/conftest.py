"""A fake of Slack, the client that calls it, and a channel that the bot is in."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slackfake.fake import SlackFake
from bot.slackfake.state import Channel
from tests.slackfake_calls import MANIFEST


@pytest.fixture
async def slack() -> AsyncIterator[SlackFake]:
    async with SlackFake(MANIFEST) as fake:
        yield fake


@pytest.fixture
def client(slack: SlackFake) -> AsyncWebClient:
    return AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url)


@pytest.fixture
def channel(slack: SlackFake) -> Channel:
    return slack.add_channel("help")
