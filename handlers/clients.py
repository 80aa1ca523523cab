"""Which client of Slack's Web API speaks to which workspace: the one there is, or one for each that installed the bot."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.installing.model import GONE, Installation, Installations
from bot.work.ports import Refused

REMEMBERED_S = 60.0
"""How long another process may go on with the token of a workspace that is gone; Slack refuses it anyway."""


class Clients(Protocol):
    """Everything that speaks to a workspace asks here, each time anew."""

    async def of(self, team: str) -> AsyncWebClient:
        """Its client. Raises Refused where the bot is not installed, StorageDown where that cannot be known now."""
        ...

    def forget(self, team: str) -> None:
        """What is remembered of the workspace may be wrong: look again."""
        ...


class OneClient:
    """One workspace, one token."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def of(self, team: str) -> AsyncWebClient:
        """The same for all."""
        return self._client

    def forget(self, team: str) -> None:
        """There is nothing else to look at."""


class TeamClients:
    """A token for each workspace, out of the store; ``base`` has the session and the address, and no token."""

    def __init__(
        self,
        installations: Installations,
        base: AsyncWebClient,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._installations, self._base, self._clock = installations, base, clock
        self._known: dict[str, tuple[float, Installation]] = {}

    async def installation(self, team: str) -> Installation | None:
        """The workspace, if it has installed the bot."""
        until, known = self._known.get(team, (0.0, None))
        if known is None or self._clock() >= until:
            known = await self._installations.find(team)
            if known is None:
                self._known.pop(team, None)
            else:
                self._known[team] = (self._clock() + REMEMBERED_S, known)
        return known

    async def of(self, team: str) -> AsyncWebClient:
        """Speaks with the workspace's own token."""
        installation = await self.installation(team)
        if installation is None:
            raise Refused(GONE)
        return self.with_token(installation.token)

    def with_token(self, token: str) -> AsyncWebClient:
        """The base with a token."""
        client = AsyncWebClient(
            token=token, base_url=self._base.base_url, session=self._base.session, retry_handlers=[]
        )
        client.proxy = self._base.proxy
        return client

    def forget(self, team: str) -> None:
        """The store is asked the next time."""
        self._known.pop(team, None)
