"""What onboarding needs from outside: where it is kept, and who somebody is.

``bot.storage.onboarding.SqlOnboardings`` and its twin ``MemoryOnboardings`` pass one contract suite. Every method
is one transaction, may be repeated, and raises StorageDown when the database does not answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bot.hosts.model import Host, KeptObservation
from bot.onboarding.model import Onboarding, Profile

Change = Callable[[Onboarding], Onboarding]
"""Pure, and asked inside the transaction, with the row held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A Host, what was last seen of it, and who had asked, each with the system user they asked about."""

    host: Host
    observation: KeptObservation | None = None
    asked: tuple[tuple[str, str | None], ...] = ()


class Onboardings(Protocol):
    """Kept once a person and workspace."""

    async def begin(self, new: Onboarding) -> tuple[Onboarding, bool]:
        """Keeps it and queues the message, both or neither; with what stands, and whether that is new."""
        ...

    async def change(self, onboarding_id: UUID, change: Change) -> Onboarding | None:
        """What ``change`` made of it; None if it is gone.

        In the same transaction the message is brought up to date if it shows something else now; it is taken away
        and sent anew for another ``request``; and more ``nudges`` or ``is_told`` queue a message of their own.
        """
        ...

    async def find(self, onboarding_id: UUID) -> Onboarding | None:
        """By id."""
        ...

    async def of(self, team: str, user: str) -> Onboarding | None:
        """Somebody's."""
        ...

    async def everyone(self, team: str) -> Sequence[Onboarding]:
        """All of a workspace, those first who have stood still the longest."""
        ...

    async def idle(self, since: datetime, started: datetime) -> Sequence[Onboarding]:
        """Active ones without progress ``since`` then, that began after ``started``."""
        ...

    async def looked(self, host_id: UUID, observation_id: UUID | None) -> Looked | None:
        """A live Host with that Observation (with None: its newest) and those who asked for it; None if it is gone."""
        ...

    async def hosts_of(self, team: str, user: str) -> Sequence[UUID]:
        """The live hosts that they own."""
        ...


class Profiles(Protocol):
    """Who people are."""

    async def find(self, team: str, user: str) -> Profile | None:
        """None if there is nobody of that id. Raises RateLimited, Passing or Refused."""
        ...
