"""README's way into a workspace, word by word: its own commands are run, against the fake of Slack."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.known import kept_knowledge
from bot.slackfake.fake import SlackFake
from tests.database import temporary_home, until

ROOT = Path(__file__).parents[2]
SECTION = (ROOT / "README.md").read_text("utf-8").partition("## In Slack\n")[2].partition("\n| command |")[0]
SOCKET, HTTP = SECTION.split("Over HTTP instead")
QUESTION = "how do I install Docker?"

pytestmark = pytest.mark.skipif(not (ROOT / ".venv").exists(), reason="README names .venv, as make makes it")


def steps(part: str) -> list[str]:
    return re.findall(r"(?m)^(\d)\. ", part)


def commands(part: str) -> list[str]:
    """The lines of its code blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", part, re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


@pytest.fixture
def home(trained_home: Path) -> Iterator[Path]:
    with temporary_home() as own:
        shutil.copytree(kept_knowledge(trained_home), kept_knowledge(own))
        yield own


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


class Shell:
    """A person's shell in the project's folder; what they copied stands in for the dots."""

    def __init__(self, slack: SlackFake, home: Path, port: int, copied: dict[str, str]) -> None:
        self._copied = copied
        surroundings = {"SLACK_API_URL": slack.api_url, "SETUPBOT_HOME": str(home), "PORT": str(port)}
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK", "PUBLIC"))}
        self._environ = kept | surroundings

    def filled(self, line: str) -> str:
        for shown, real in self._copied.items():
            line = line.replace(shown, real)
        assert "…" not in line
        return line

    async def runs(self, *lines: str) -> asyncio.subprocess.Process:
        typed = " && ".join(self.filled(line) for line in lines)
        last = typed.rpartition(" && ")
        return await asyncio.create_subprocess_shell(
            f"{last[0]}{last[1]}exec {last[2]}",
            cwd=ROOT,
            env=self._environ,
            stdout=asyncio.subprocess.PIPE,
            executable="/bin/sh",
        )

    async def prints(self, *lines: str) -> tuple[int, str]:
        process = await self.runs(*lines)
        told, _ = await process.communicate()
        return process.returncode or 0, told.decode()


async def is_answered(slack: SlackFake) -> bool:
    channel = slack.add_channel("general")
    await slack.add_person("ann", channel).mentions(channel, QUESTION)
    await until(lambda: bool(slack.said(channel)), limit_s=60)
    return "apt" in slack.said(channel)[0].text


async def ended(serving: asyncio.subprocess.Process) -> int:
    serving.send_signal(signal.SIGINT)
    await serving.communicate()
    return serving.returncode or 0


def test_both_ways_have_six_steps() -> None:
    assert steps(SOCKET) == steps(HTTP) == list("123456")


async def test_the_way_by_socket_mode_ends_with_an_answer(home: Path) -> None:
    export, doctor, serve = commands(SOCKET)
    async with SlackFake(json.loads((ROOT / "manifest.json").read_text())) as slack:
        copied = {"xoxb-…": slack.app.bot_token, "xapp-…": slack.app.app_token}
        shell = Shell(slack, home, free_port(), copied)
        code, told = await shell.prints(export, doctor)
        assert (code, "0 faults" in told) == (0, True), told
        serving = await shell.runs(export, serve)
        try:
            await until(lambda: bool(slack.socket.connections), limit_s=60)
            assert await is_answered(slack)
        finally:
            code = await ended(serving)
    assert code == 0


async def test_the_way_over_http_ends_with_an_answer(home: Path) -> None:
    manifest, export, serve = commands(HTTP)
    async with SlackFake(json.loads((ROOT / "manifest.json").read_text())) as bare:
        code, printed = await Shell(bare, home, 0, {}).prints(manifest)
    assert code == 0
    pasted = json.loads(printed)
    port = free_port()
    async with SlackFake(pasted) as slack:
        copied = {
            "xoxb-…": slack.app.bot_token,
            "SECRET=…": f"SECRET={slack.app.signing_secret}",
        }
        shell = Shell(slack, home, port, copied)
        serving = await shell.runs(export, serve)
        try:
            # What stands before PORT hands https://your.host on to it.
            address = pasted["settings"]["event_subscriptions"]["request_url"]
            slack.app.request_url = address.replace("https://your.host", f"http://127.0.0.1:{port}")
            await until(lambda: listens(port), limit_s=60)
            assert await is_answered(slack)
            code, told = await shell.prints(export, ".venv/bin/setupbot doctor --json")
            found = {one["about"]: one["status"] for one in json.loads(told)["findings"]}
        finally:
            ended_with = await ended(serving)
    assert ended_with == 0
    assert (found["bot token"], found["scopes"], found["way in"]) == ("ok", "ok", "ok")
    # The address of the example leads nowhere, and it says so.
    assert (code, found["public address"]) == (2, "fault")


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
