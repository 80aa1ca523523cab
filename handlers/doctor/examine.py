"""The whole examination, in the order in which things are mended."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.errors import BotError
from bot.installing.sealing import Sealer
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.faults import StorageError
from bot.storage.installing.sql import SqlInstallations
from handlers.client import open_client
from handlers.clients import TeamClients
from handlers.doctor import address, house, slack
from handlers.doctor.model import Finding, fault, ok
from handlers.gateway.files import default_file

SHORTEST = (
    "To have it in a workspace, in about five minutes:",
    "  1. setupbot manifest, and paste what it prints at https://api.slack.com/apps: Create New App, From a manifest.",
    "  2. Install App: install it, copy the Bot User OAuth Token.   -> SLACK_BOT_TOKEN=xoxb-...",
    "  3. Basic Information, App-Level Tokens: one with connections:write. -> SLACK_APP_TOKEN=xapp-...",
    "  4. setupbot doctor, and then: setupbot serve",
    "To try it without Slack: setupbot playground, or setupbot chat",
)


async def examine(settings: Settings, agent_file: Path | None = None) -> list[Finding]:
    """Everything; what depends on something that is broken is left out."""
    findings = [address.examine_way_in(settings)]
    async with open_client(settings.slack_bot_token, settings.slack_api_url) as client:
        if settings.slack_bot_token:
            token = await slack.examine_token(client)
            findings += token
            if token[0].status == "ok":
                findings += await slack.examine_named(settings, [client])
        elif not settings.is_for_several:
            findings.append(fault("bot token", "SLACK_BOT_TOKEN is not set.", "See the way to it below."))
        if settings.slack_app_token:
            findings.append(await slack.examine_app_token(client, settings.slack_app_token))
        findings.append(await address.examine_address(settings))
        database = Database(home=settings.home, url=settings.database_url or None)
        try:
            findings += await house.examine_database(settings, database)
            if settings.is_for_several and findings[-1].about == "answers":  # so the tables are there
                findings += await _workspaces(
                    settings, database, TeamClients(_store(settings, database), client)
                )
        finally:
            await database.close()
    findings.append(house.examine_disk(settings))
    findings.append(await house.examine_knowledge(settings))
    findings.append(await asyncio.to_thread(house.examine_agent, agent_file or default_file()))
    return findings


def wrong_settings(wrong: BotError) -> list[Finding]:
    """What ``read_settings`` said, one finding a variable."""
    _, *lines = wrong.user_message.splitlines()
    named = [line.removeprefix("- ").partition(": ") for line in lines]
    return [
        fault(name, f"{says[:1].upper()}{says[1:]}.", "Correct it, then ask again.")
        for name, _, says in named
    ]


def _store(settings: Settings, database: Database) -> SqlInstallations:
    return SqlInstallations(database.engine, Sealer(settings.token_keys))


async def _workspaces(settings: Settings, database: Database, clients: TeamClients) -> list[Finding]:
    findings = []
    speaking = []
    try:
        teams = await _store(settings, database).teams()
        for team in teams:
            client = await clients.of(team)
            found = await slack.examine_token(client, team=team)
            findings += found
            if found[0].status == "ok":
                speaking.append(client)
    except StorageError as down:
        return [fault("workspaces", down.user_message, "Ask again once the database answers.")]
    except BotError as wrong:
        return [fault("token keys", wrong.user_message, "The bot does not start like this.")]
    if not teams:
        link = f"Open {settings.public_url}/slack/install"
        return [ok("workspaces", "None has installed the bot yet.", link)]
    return [*findings, *await slack.examine_named(settings, speaking)]
