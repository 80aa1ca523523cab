"""Who may teach: the people and user groups of SETUPBOT_MAINTAINERS, and nobody else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol


class Groups(Protocol):
    """Who is in a user group."""

    async def is_member(self, group: str, user: str) -> bool:
        """False also where it cannot be told just now."""
        ...

    async def members(self, group: str) -> Collection[str]:
        """Nobody where it cannot be told just now."""
        ...


class Maintainers:
    """Decides by id."""

    def __init__(self, groups: Groups, ids: Collection[str]) -> None:
        self._groups, self._ids = groups, tuple(ids)

    def are_there(self) -> bool:
        """Whether anybody is."""
        return bool(self._ids)

    async def are(self, user: str) -> bool:
        """Whether this person keeps the knowledge."""
        if user in self._ids:
            return True
        for group in self._ids:
            if group.startswith("S") and await self._groups.is_member(group, user):
                return True
        return False

    async def everyone(self) -> Sequence[str]:
        """All of them, each once."""
        people = dict.fromkeys(one for one in self._ids if not one.startswith("S"))
        for group in self._ids:
            if group.startswith("S"):
                people |= dict.fromkeys(sorted(await self._groups.members(group)))
        return list(people)
