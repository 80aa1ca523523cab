from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.installing.harness import World, several_workspaces


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with several_workspaces() as made:
        yield made
