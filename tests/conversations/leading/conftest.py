"""A bot with Ann, Bob and a maintainer in a channel."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.conversations.leading.bots import LeadingBot, leading_bot


@pytest.fixture
async def it() -> AsyncIterator[LeadingBot]:
    async with leading_bot() as running:
        yield running
