"""Who is in a Slack user group: ``bot.hosts.ports.GroupMembers`` on the Web API, remembered for five minutes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.work.ports import Refused
from handlers.clients import Clients
from handlers.slack_faults import CALL_FAULTS, translated

REMEMBERED_S = 300.0
FAULT_REMEMBERED_S = 20.0
log = structlog.get_logger()


class SlackGroupMembers:
    """Nobody is a member of a group that Slack does not tell of just now."""

    def __init__(self, client: AsyncWebClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client, self._clock = client, clock
        self._known: dict[str, tuple[float, frozenset[str]]] = {}
        self._asking = asyncio.Lock()

    async def is_member(self, group: str, user: str) -> bool:
        """Asks Slack at most once in five minutes for each group; a failure is asked again a little later."""
        return user in await self.members(group)

    async def members(self, group: str) -> frozenset[str]:
        """All of them, as far as Slack tells."""
        async with self._asking:
            until, members = self._known.get(group, (0.0, frozenset()))
            if self._clock() >= until:
                until, members = await self._ask(group)
                self._known[group] = (until, members)
        return members

    async def _ask(self, group: str) -> tuple[float, frozenset[str]]:
        try:
            told = await self._client.usergroups_users_list(usergroup=group)
            members: list[str] = told.get("users", [])
        except CALL_FAULTS as fault:
            log.warning("group_members_unknown", group=group, fault=str(translated(fault)))
            return self._clock() + FAULT_REMEMBERED_S, frozenset()
        return self._clock() + REMEMBERED_S, frozenset(str(member) for member in members)


async def the_only_team() -> Sequence[str]:
    """For TeamGroupMembers where the bot serves one workspace: its client is the same whatever the team."""
    return ("",)


class TeamGroupMembers:
    """Of all ``teams``: a group is known to one of them, and Slack's ids are not given twice."""

    def __init__(self, teams: Callable[[], Awaitable[Sequence[str]]], clients: Clients) -> None:
        self._teams, self._clients = teams, clients
        self._known: dict[str, tuple[AsyncWebClient, SlackGroupMembers]] = {}

    async def is_member(self, group: str, user: str) -> bool:
        """Each workspace is asked at most once in five minutes for each group."""
        return user in await self.members(group)

    async def members(self, group: str) -> frozenset[str]:
        """All of them, in whichever workspace the group is known."""
        for team in await self._teams():
            try:
                client = await self._clients.of(team)
            except Refused:
                continue
            if members := await self._of(team, client).members(group):
                return members
        return frozenset()

    def _of(self, team: str, client: AsyncWebClient) -> SlackGroupMembers:
        before = self._known.get(team)
        if before is None or before[0].token != client.token:
            before = self._known[team] = (client, SlackGroupMembers(client))
        return before[1]
