"""Who is in a Slack user group: ``bot.hosts.ports.GroupMembers`` on the Web API, remembered for five minutes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import structlog
from slack_sdk.web.async_client import AsyncWebClient

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
        async with self._asking:
            until, members = self._known.get(group, (0.0, frozenset()))
            if self._clock() >= until:
                until, members = await self._ask(group)
                self._known[group] = (until, members)
        return user in members

    async def _ask(self, group: str) -> tuple[float, frozenset[str]]:
        try:
            told = await self._client.usergroups_users_list(usergroup=group)
            members: list[str] = told.get("users", [])
        except CALL_FAULTS as fault:
            log.warning("group_members_unknown", group=group, fault=str(translated(fault)))
            return self._clock() + FAULT_REMEMBERED_S, frozenset()
        return self._clock() + REMEMBERED_S, frozenset(str(member) for member in members)
