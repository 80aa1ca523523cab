"""The real program for several workspaces: installed, answering, with its key changed, and with a wrong one."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.known import kept_knowledge
from bot.slackfake.several import CLIENT_ID, CLIENT_SECRET, SeveralSlacks
from tests.database import temporary_home, until

ROOT = Path(__file__).parents[2]
MANIFEST = json.loads((ROOT / "manifest.json").read_text())
ONE, TWO = "T0000001", "T0000002"
OLD, NEW, WRONG = (base64.b64encode(letter * 32).decode() for letter in (b"o", b"n", b"w"))


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


async def start(home: Path, slacks: SeveralSlacks, port: int, keys: str) -> asyncio.subprocess.Process:
    settings = {
        "SETUPBOT_HOME": str(home),
        "SLACK_API_URL": slacks.api_url,
        "SLACK_CLIENT_ID": CLIENT_ID,
        "SLACK_CLIENT_SECRET": CLIENT_SECRET,
        "SLACK_SIGNING_SECRET": slacks.of(ONE).app.signing_secret,
        "SETUPBOT_TOKEN_KEYS": keys,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SLACK")}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve"), cwd=ROOT, env=kept | settings, stderr=asyncio.subprocess.PIPE
    )


@asynccontextmanager
async def serving(home: Path, slacks: SeveralSlacks, port: int, keys: str) -> AsyncIterator[None]:
    async def is_ready() -> bool:
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"http://127.0.0.1:{port}/readyz") as told,
            ):
                return told.status == 200
        except aiohttp.ClientError:
            return False

    process = await start(home, slacks, port, keys)
    try:
        await until(is_ready, limit_s=60)
        yield
    finally:
        process.terminate()
        _, logged = await process.communicate()
        assert b"xoxb-" not in logged


async def install(slacks: SeveralSlacks, port: int, team: str) -> int:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        link = f"http://127.0.0.1:{port}/slack/install"
        async with browser.get(link, allow_redirects=False) as began:
            back = slacks.agree(began.headers["location"], team)
        async with browser.get(back) as done:
            return done.status


async def is_answered(slacks: SeveralSlacks, team: str) -> None:
    slack = slacks.of(team)
    channel = slack.add_channel("help")
    await slack.add_person("ann", channel).mentions(channel, "docker ps permission denied")
    await until(lambda: bool(slack.said(channel)))


async def test_two_workspaces_from_installing_to_a_changed_key(home: Path) -> None:
    port = free_port()
    async with SeveralSlacks(MANIFEST, [ONE, TWO]) as slacks:
        for team in (ONE, TWO):
            slacks.of(team).app.request_url = f"http://127.0.0.1:{port}/slack/events"
        async with serving(home, slacks, port, OLD):
            assert [await install(slacks, port, team) for team in (ONE, TWO)] == [200, 200]
            for team in (ONE, TWO):
                await is_answered(slacks, team)
        async with serving(home, slacks, port, f"{NEW},{OLD}"):
            await slacks.uninstall(ONE)
        async with serving(home, slacks, port, NEW):
            await is_answered(slacks, TWO)
        refused = await start(home, slacks, port, WRONG)
        _, told = await refused.communicate()
    assert refused.returncode == 2
    assert (
        "The token of 1 workspace is sealed by a key that SETUPBOT_TOKEN_KEYS does not have" in told.decode()
    )
