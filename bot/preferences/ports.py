"""Forgetting a person, and who hears of their settings; what is remembered of them is read and kept by ``bot.storage.store.Inbox``."""

from __future__ import annotations

from typing import Protocol

from bot.storage.model import Person


class People(Protocol):
    """Every method is one transaction, may be repeated, and raises StorageDown when the database is away."""

    async def person(self, team: str, user_id: str) -> Person | None:
        """What they asked us to remember; None if nothing."""
        ...

    async def keep_person(self, team: str, user_id: str, person: Person) -> None:
        """Remembers it, in place of what was known."""
        ...


class Hears(Protocol):
    """Told what is remembered of a person from now on."""

    async def __call__(self, team: str, user: str, person: Person) -> None:
        """May be repeated."""
        ...


async def nobody_hears(team: str, user: str, person: Person) -> None:
    """Where nothing else goes by it."""


class Forgetting(Protocol):
    """Takes a person's name out of what is kept."""

    async def forget_person(self, team: str, user_id: str) -> None:
        """Their machine and language go, and their name on ratings and the work-list."""
        ...
