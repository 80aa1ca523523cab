"""Who helps a channel, which questions were given to them, and where both are kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpers:
    """People and user groups by id; nobody, where both are empty."""

    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    def without(self, user: str) -> Helpers:
        """The others: who asks for a person does not mean themselves."""
        return replace(self, people=tuple(one for one in self.people if one != user))

    def __bool__(self) -> bool:
        return bool(self.people or self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A question that was given to people: ``root_id`` has the words, ``question_id`` is answered by the message."""

    root_id: UUID
    question_id: UUID
    team: str
    user: str
    resolved_by: str | None = None


class Help(Protocol):
    """Every method is one transaction, may be repeated, and raises StorageDown when the database is away."""

    async def helpers(self, team: str, channel: str) -> Helpers:
        """Whom to tag there; nobody, if nobody was set."""
        ...

    async def keep_helpers(self, team: str, channel: str, helpers: Helpers, *, by: str, at: datetime) -> None:
        """Sets them, unless something newer than ``at`` is known; nobody takes the setting away."""
        ...

    async def hand(
        self, handover: Handover, *, most: int, within: timedelta
    ) -> Handover | Literal["too_many"]:
        """Gives the question to people once; whoever comes second gets the first one's Handover.

        One whose message was given up counts no more: nobody was told.

        A person who has given ``most`` others ``within`` the time is stopped.
        """
        ...

    async def handed(self, root_id: UUID) -> Handover | None:
        """By the question in words; None where nobody could be told."""
        ...

    async def resolve(self, root_id: UUID, by: str) -> bool:
        """Closes it and has its message say so; False if it was closed before."""
        ...
