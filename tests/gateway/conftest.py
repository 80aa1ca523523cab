"""The gateway for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.gateway.harness import InMemory, gateway


@pytest_asyncio.fixture
async def gate() -> AsyncIterator[InMemory]:
    async with gateway() as opened:
        yield opened
