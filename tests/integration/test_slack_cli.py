"""What the Slack CLI does with ``.slack/hooks.json``: the hooks run as it runs them, and ``start`` serves."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.known import kept_knowledge
from bot.slackfake.fake import SlackFake
from tests.database import temporary_home, until

ROOT = Path(__file__).parents[2]
HOOKS = json.loads((ROOT / ".slack" / "hooks.json").read_text())["hooks"]
MANIFEST = json.loads((ROOT / "manifest.json").read_text())

pytestmark = pytest.mark.skipif(
    not (ROOT / ".venv").exists(), reason="hooks.json names .venv, as make makes it"
)


def run(command: str, *flags: str) -> str:
    """As the CLI does: split at blanks, in the project's folder, flags appended."""
    done = subprocess.run(
        [*command.split(), *flags], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run(HOOKS["get-hooks"]))
    return answer


@pytest.fixture
def home(trained_home: Path) -> Iterator[Path]:
    with temporary_home() as own:
        shutil.copytree(kept_knowledge(trained_home), kept_knowledge(own))
        yield own


def test_the_cli_learns_which_hooks_there_are(found: dict[str, Any]) -> None:
    assert set(found["hooks"]) == {"get-manifest", "start", "doctor"}
    assert found["config"]["sdk-managed-connection-enabled"] is True
    assert "message-boundaries" in found["config"]["protocol-version"]


def test_it_gets_the_manifest(found: dict[str, Any]) -> None:
    assert json.loads(run(found["hooks"]["get-manifest"])) == MANIFEST


def test_it_gets_it_between_its_own_marks_and_flags_of_the_future_do_no_harm(found: dict[str, Any]) -> None:
    flags = ("--protocol=message-boundaries", "--boundary=mark-7", "--some-day=1")
    before, manifest, after = run(found["hooks"]["get-manifest"], *flags).split("mark-7")
    assert (before, after.strip()) == ("", "")
    assert json.loads(manifest) == MANIFEST


def test_it_gets_the_versions(found: dict[str, Any]) -> None:
    (python,) = json.loads(run(found["hooks"]["doctor"]))["versions"]
    assert python["name"] == "python"


async def test_start_answers_in_socket_mode_with_the_tokens_of_the_cli(
    found: dict[str, Any], home: Path
) -> None:
    async with SlackFake(MANIFEST) as slack:
        given = {
            "SLACK_CLI_XOXB": slack.app.bot_token,
            "SLACK_CLI_XAPP": slack.app.app_token,
            "SLACK_API_URL": slack.api_url,
            "SLACK_CLIENT_ID": "1.2",  # of a setting for another way to run it
            "SETUPBOT_HOME": str(home),
            "PORT": "0",
        }
        environ = {name: value for name, value in os.environ.items() if not name.startswith("SLACK")} | given
        process = await asyncio.create_subprocess_exec(
            *found["hooks"]["start"].split(), cwd=ROOT, env=environ
        )
        try:
            await until(lambda: bool(slack.socket.connections), limit_s=60)
            channel = slack.add_channel("help")
            await slack.add_person("ann", channel).mentions(channel, "docker ps permission denied")
            await until(lambda: bool(slack.said(channel)))
        finally:
            process.send_signal(signal.SIGINT)  # as Ctrl-C in the terminal of `slack run`
            code = await process.wait()
    assert code == 0
