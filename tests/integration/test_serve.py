"""The real program, as processes, against the fake Slack over HTTP and Socket Mode, on a real database."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.known import kept_knowledge
from bot.slackfake.fake import SlackFake
from bot.slackfake.state import Channel
from tests.database import temporary_home, until

ROOT = Path(__file__).parents[2]
MANIFEST = json.loads((ROOT / "manifest.json").read_text())
QUESTION = "docker ps 하면 docker.sock permission denied 떠요"


@pytest.fixture
def home(trained_home: Path) -> Iterator[Path]:
    """A home of its own that need not learn the knowledge first."""
    with temporary_home() as own:
        shutil.copytree(kept_knowledge(trained_home), kept_knowledge(own))
        yield own


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


class Program:
    """``setupbot`` run with settings for the fake Slack."""

    def __init__(self, home: Path, slack: SlackFake, **settings: str) -> None:
        self.port = free_port()
        self._settings = {
            "SETUPBOT_HOME": str(home),
            "SLACK_BOT_TOKEN": slack.app.bot_token,
            "SLACK_API_URL": slack.api_url,
            "PORT": str(self.port),
            **settings,
        }

    @asynccontextmanager
    async def runs(self, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """The process while the block lasts, ready to work; then it is stopped."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith("SLACK")}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *arguments, cwd=ROOT, env=environ | self._settings
        )
        try:
            if arguments[0] == "serve":
                await until(self.is_ready, limit_s=60)
            yield process
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()

    async def is_ready(self) -> bool:
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"http://127.0.0.1:{self.port}/readyz") as told,
            ):
                return told.status == 200
        except aiohttp.ClientError:
            return False


@asynccontextmanager
async def over_http(home: Path) -> AsyncIterator[tuple[SlackFake, Channel, Program]]:
    async with SlackFake(MANIFEST) as slack:
        program = Program(home, slack, SLACK_SIGNING_SECRET=slack.app.signing_secret)
        slack.app.request_url = f"http://127.0.0.1:{program.port}/slack/events"
        yield slack, slack.add_channel("help"), program


async def test_a_mention_over_http_is_answered_once_in_its_thread(home: Path) -> None:
    async with over_http(home) as (slack, channel, program), program.runs("serve"):
        asked = await slack.add_person("ann", channel).mentions(channel, QUESTION)
        await until(lambda: bool(slack.said(channel)))
        await slack.settle()
        answers = slack.said(channel)

    assert [answer.thread_ts for answer in answers] == [asked.ts]
    assert "usermod -aG docker" in answers[0].text


async def test_a_mention_over_socket_mode_is_answered_once(home: Path) -> None:
    async with SlackFake(MANIFEST) as slack:
        channel = slack.add_channel("help")
        program = Program(home, slack, SLACK_APP_TOKEN=slack.app.app_token)
        async with program.runs("serve"):
            await until(lambda: bool(slack.socket.connections))
            await slack.add_person("ann", channel).mentions(channel, QUESTION)
            await until(lambda: bool(slack.said(channel)))
            await slack.settle()
            answers = slack.said(channel)

    assert len(answers) == 1


async def test_what_was_acknowledged_before_a_kill_is_answered_once_after_the_restart(home: Path) -> None:
    async with over_http(home) as (slack, channel, program):
        async with program.runs("serve", "--no-worker") as killed:
            await slack.add_person("ann", channel).mentions(channel, QUESTION)
            await slack.settle()
            killed.send_signal(signal.SIGKILL)
            await killed.wait()
        before = list(slack.said(channel))
        async with program.runs("serve"):
            await until(lambda: bool(slack.said(channel)))
            await slack.settle()
            after = slack.said(channel)

    assert before == []
    assert len(after) == 1


async def test_a_separate_worker_answers_what_serve_took(home: Path) -> None:
    async with (
        over_http(home) as (slack, channel, program),
        program.runs("serve", "--no-worker"),
        program.runs("worker"),
    ):
        await slack.add_person("ann", channel).mentions(channel, QUESTION)
        await until(lambda: bool(slack.said(channel)))
        await slack.settle()
        answers = slack.said(channel)

    assert len(answers) == 1


async def test_serve_without_tokens_says_what_to_set(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("SLACK")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve"),
        cwd=ROOT,
        env=environ | {"SETUPBOT_HOME": str(tmp_path)},
        stderr=asyncio.subprocess.PIPE,
    )
    _, told = await process.communicate()

    assert process.returncode == 2
    assert "SLACK_SIGNING_SECRET" in told.decode()
    assert "SLACK_APP_TOKEN" in told.decode()
