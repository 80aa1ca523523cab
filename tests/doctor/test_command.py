"""``setupbot doctor`` as it is called: what it prints, how it ends, and what it never prints."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.installing.sealing import Sealer
from bot.slackfake.fake import SlackFake
from bot.storage.database import Database
from bot.storage.installing.sql import SqlInstallations
from tests.contract.installations.subject import installation
from tests.database import temporary_home
from tests.program import Program

KEY = b"k" * 32
SEVERAL = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "hidden-secret",
    "SETUPBOT_TOKEN_KEYS": base64.b64encode(KEY).decode(),
    "PUBLIC_URL": "https://setupbot.invalid",
    "SLACK_SIGNING_SECRET": "hidden-signing-secret",
}


@pytest.fixture
def program() -> Iterator[Program]:
    with temporary_home() as home:
        yield Program(home)


def test_with_nothing_set_it_says_the_shortest_way(program: Program) -> None:
    done = program.run("doctor")
    assert done.returncode == 2, done.stderr
    assert "SLACK_BOT_TOKEN is not set." in done.stdout
    assert "Slack is not set up yet." in done.stdout
    assert "PostgreSQL 18, the built-in one." in done.stdout
    assert "https://api.slack.com/apps" in done.stdout
    assert "1 fault, 1 warning, " in done.stdout


def test_every_wrong_setting_is_a_finding(program: Program) -> None:
    wrong = {"SLACK_BOT_TOKEN": "hidden", "PORT": "many", "SETUPBOT_MAINTAINERS": "mina"}
    done = program.run("doctor", "--json", **wrong)
    shown = json.loads(done.stdout)
    assert (done.returncode, shown["exit"]) == (2, 2)
    assert [(one["about"], one["status"]) for one in shown["findings"]] == [
        ("PORT", "fault"),
        ("SLACK_BOT_TOKEN", "fault"),
        ("SETUPBOT_MAINTAINERS", "fault"),
    ]
    assert shown["findings"][2]["says"].endswith("or user group (S...), not mina.")
    assert "hidden" not in done.stdout + done.stderr


def test_a_home_that_cannot_be_is_a_finding(program: Program) -> None:
    file = program.home / "file"
    file.write_text("")
    done = program.run("doctor", "--json", SETUPBOT_HOME=str(file / "home"))
    (database,) = [one for one in json.loads(done.stdout)["findings"] if one["about"] == "database"]
    assert (done.returncode, database["status"]) == (2, "fault")


async def test_it_prints_no_secret_however_it_goes(program: Program, database_url: str) -> None:
    async with SlackFake(json.loads((Path(__file__).parents[2] / "manifest.json").read_text())) as slack:
        environ = {
            "SLACK_BOT_TOKEN": slack.app.bot_token,
            "SLACK_APP_TOKEN": "xapp-hidden",
            "SLACK_SIGNING_SECRET": "hidden-signing-secret",
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": database_url,
        }
        done = await asyncio.to_thread(program.run, "doctor", **environ)
    printed = done.stdout + done.stderr
    assert "FAULT    app token" in printed
    assert [secret for secret in ("xoxb-", "hidden", slack.app.bot_token) if secret in printed] == []


async def test_with_several_workspaces_each_token_is_looked_at(
    program: Program, database: Database, database_url: str
) -> None:
    store = SqlInstallations(database.engine, Sealer([KEY]))
    async with SlackFake(json.loads((Path(__file__).parents[2] / "manifest.json").read_text())) as slack:
        await store.keep(installation(team="T0000001", token=slack.app.bot_token))
        await store.keep(installation(team="T0000002", token="xoxb-hidden"))
        environ = {**SEVERAL, "SLACK_API_URL": slack.api_url, "DATABASE_URL": database_url}
        done = await asyncio.to_thread(program.run, "doctor", "--json", **environ)
        wrong_key = {**environ, "SETUPBOT_TOKEN_KEYS": base64.b64encode(b"o" * 32).decode()}
        refused = await asyncio.to_thread(program.run, "doctor", "--json", **wrong_key)
    found = {one["about"]: one["status"] for one in json.loads(done.stdout)["findings"]}
    assert (found["token of T0000001"], found["token of T0000002"]) == ("ok", "fault")
    assert "token keys" in {one["about"] for one in json.loads(refused.stdout)["findings"]}
    assert "hidden" not in done.stdout + done.stderr + refused.stdout + refused.stderr


def test_no_workspace_yet_is_no_fault(program: Program, database_url: str) -> None:
    done = program.run("doctor", DATABASE_URL=database_url, **SEVERAL)
    assert "Open https://setupbot.invalid/slack/install" in done.stdout
