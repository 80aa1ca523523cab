"""Every listener that Slack can reach is reached by a test over the real HTTP edge: by name, and in truth."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.slackfake.fake import SlackFake
from handlers.running import open_bot
from tests.conversations.harness import MANIFEST
from tests.recording import OPTION, name_listeners, names_of

ROOT = Path(__file__).parents[2]
TABLE: dict[str, str] = json.loads((Path(__file__).parent / "listeners.json").read_text("utf-8"))
"""The test that reaches each, by the listener's name (``tests.recording``)."""


async def test_each_listener_that_is_registered_has_its_test_and_none_is_gone(
    database_url: str, trained_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_listeners(monkeypatch)
    async with SlackFake(MANIFEST) as slack:
        settings = Settings(
            home=trained_home,
            database_url=database_url,
            slack_bot_token=slack.app.bot_token,
            slack_api_url=slack.api_url,
            maintainers=("U0000001",),
            onboarding="on",
        )
        async with open_bot(settings) as bot:
            assert sorted(names_of(bot.slack.app)) == sorted(TABLE)


@pytest.mark.timeout(300)  # they are forty tests
def test_each_of_these_tests_reaches_its_listener(tmp_path: Path) -> None:
    told = tmp_path / "reached.json"
    words = ["-q", "-p", "no:cacheprovider", "-p", "tests.recording", OPTION, str(told)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, *sorted(set(TABLE.values()))],
        cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4_000:] + done.stderr[-2_000:]
    reached = json.loads(told.read_text("utf-8"))
    assert {name for name, test in TABLE.items() if name not in reached.get(test, ())} == set()
