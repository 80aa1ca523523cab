"""What the use cases of hosts are to the conversation: ports, so that talk can be tried without a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bot.hosts.model import Granted, KeptObservation
from bot.storage.model import Person


class Looked(Protocol):
    """Looking hosts up (``bot.hosts.ports.HostStore``)."""

    async def named(self, team: str, name: str) -> Granted | None:
        """The live Host of that name, or the last revoked one that was not removed."""
        ...

    async def host(self, host_id: UUID) -> Granted | None:
        """By id."""
        ...

    async def hosts(self, team: str) -> Sequence[Granted]:
        """All of the team that are not removed, by name."""
        ...

    async def last_observations(
        self, host_id: UUID, *, before: datetime | None = None, limit: int = 2
    ) -> Sequence[KeptObservation]:
        """The newest first."""
        ...


class People(Protocol):
    """What is remembered of people (``bot.storage.store.Inbox``)."""

    async def person(self, team: str, user_id: str) -> Person | None:
        """None if nothing."""
        ...
