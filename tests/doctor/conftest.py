"""A fake of Slack, and a bot that is set up for it as it should be."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from bot.slackfake.fake import SlackFake
from handlers.doctor.examine import examine
from handlers.doctor.model import Finding
from tests.conversations.harness import MANIFEST

Examine = Callable[..., Any]


@pytest.fixture
async def slack() -> AsyncIterator[SlackFake]:
    async with SlackFake(MANIFEST) as fake:
        yield fake


@pytest.fixture
def agent_file(tmp_path: Path) -> Path:
    file = tmp_path / "agent.pyz"
    file.write_bytes(b"an agent")
    return file


@pytest.fixture
def settings(slack: SlackFake, database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        home=tmp_path,
        slack_bot_token=slack.app.bot_token,
        slack_app_token=slack.app.app_token,
        slack_api_url=slack.api_url,
        database_url=database_url,
    )


@pytest.fixture
def found(settings: Settings, agent_file: Path) -> Examine:
    """Examines with some settings changed; the findings by what they are about."""
    from dataclasses import replace

    async def look(**changed: Any) -> dict[str, Finding]:
        findings = await examine(replace(settings, **changed), agent_file)
        assert len({finding.about for finding in findings}) == len(findings)
        return {finding.about: finding for finding in findings}

    return look
