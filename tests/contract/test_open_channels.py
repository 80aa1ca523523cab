"""What must hold of open channels, wherever they are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.overhearing.ports import OpenChannels
from bot.storage.open_channels import MemoryOpenChannels, SqlOpenChannels

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(params=["memory", "sql"])
def channels(request: pytest.FixtureRequest) -> OpenChannels:
    if request.param == "memory":
        return MemoryOpenChannels()
    return SqlOpenChannels(request.getfixturevalue("database").engine)


async def test_none_is_open_until_it_is_said(channels: OpenChannels) -> None:
    assert not await channels.is_open("T1", "C1")


async def test_one_of_one_workspace_is_opened_and_closed(channels: OpenChannels) -> None:
    await channels.set_open("T1", "C1", is_open=True, by="U1", at=NOW)
    assert await channels.is_open("T1", "C1")
    assert not await channels.is_open("T2", "C1")
    assert not await channels.is_open("T1", "C2")
    await channels.set_open("T1", "C1", is_open=False, by="U1", at=NOW + timedelta(seconds=1))
    assert not await channels.is_open("T1", "C1")


async def test_an_older_word_that_comes_late_changes_nothing(channels: OpenChannels) -> None:
    await channels.set_open("T1", "C1", is_open=False, by="U1", at=NOW)
    await channels.set_open("T1", "C1", is_open=True, by="U2", at=NOW - timedelta(seconds=1))
    assert not await channels.is_open("T1", "C1")
