"""Hosts from the terminal: whoever holds the database acts as ``terminal:<system user>``, and is audited so."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import uuid4

from bot.conversations.hosts.managing import Managing
from bot.conversations.hosts.reports import Reports
from bot.conversations.hosts.turns import Turn
from bot.errors import BotError
from bot.hosts.checking import Checks
from bot.hosts.model import TERMINAL, Asker
from bot.hosts.owning import Hosts
from bot.hosts.permissions import Permissions
from bot.hosts.ports import HostStore
from bot.knowledge.model import Language
from bot.known import load_knowledge
from bot.logs import only_warnings
from bot.settings import Settings, read_settings
from bot.storage.database import Database
from bot.storage.hosts.sql import SqlHosts
from bot.storage.migrate import migrate
from bot.storage.model import QuestionRow
from bot.work.queue import answer_deferrer, expiry_deferrer

T = TypeVar("T")


class Nobody:
    """User groups are Slack's; nobody at the terminal needs them."""

    async def is_member(self, group: str, user: str) -> bool:
        """Never."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """The use cases as the operator has them, for one workspace."""

    team: str
    language: Language
    hosts: Hosts
    checks: Checks
    managing: Managing
    reports: Reports
    store: HostStore
    public_url: str = ""

    @property
    def asker(self) -> Asker:
        """The person at the terminal."""
        return Asker(team=self.team, user=terminal_user())

    @property
    def turn(self) -> Turn:
        """A turn of talk that nobody else reads, for the sentences that Slack says too."""
        asker = self.asker
        question = QuestionRow(
            id=uuid4(),
            team=asker.team,
            channel="D",
            user_id=asker.user,
            surface="command",
            text="",
            asked_at=datetime.now(UTC),
        )
        return Turn(chain=(question,), language=self.language)


@asynccontextmanager
async def open_operator(settings: Settings, team: str, language: Language) -> AsyncIterator[Operator]:
    """On the bot's own database. Raises BotError where it is not clear whose hosts are meant."""
    knowledge = await asyncio.to_thread(load_knowledge, settings)
    async with Database(home=settings.home, url=settings.database_url or None) as database:
        await migrate(database)
        store = SqlHosts(database.engine, answer_deferrer(), expiry_deferrer())
        permissions = Permissions(Nobody(), settings.maintainers)
        hosts = Hosts(store, permissions)
        reports = Reports(lambda: knowledge, lambda: datetime.now(UTC))
        yield Operator(
            team=team or only_team(await hosts.teams()),
            language=language,
            hosts=hosts,
            checks=Checks(store, permissions),
            managing=Managing(
                hosts=hosts,
                looked=store,
                reports=reports,
                public_url=settings.public_url,
                digest=agent_digest,
            ),
            reports=reports,
            store=store,
            public_url=settings.public_url,
        )


def run(work: Callable[[Operator], Coroutine[Any, Any, T]], *, team: str, language: Language) -> T:
    """Does ``work`` as the operator."""

    only_warnings()

    async def do() -> T:
        async with open_operator(read_settings(), team, language) as operator:
            return await work(operator)

    return asyncio.run(do())


def only_team(teams: Sequence[str]) -> str:
    """The one workspace there is. Raises BotError where it is not clear which is meant."""
    if len(teams) == 1:
        return teams[0]
    if not teams:
        raise BotError(
            "No workspace has used this bot yet. Ask it something in Slack first, or give --team T0123."
        )
    raise BotError(f"Several workspaces use this bot; choose one with --team: {', '.join(teams)}")


def terminal_user() -> str:
    """As whom the person at the terminal is noted."""
    return f"{TERMINAL}{getpass.getuser()}"


def agent_digest() -> str:
    """Left out at the terminal: the file lies beside the server, which need not be this machine."""
    return ""
