"""Forgetting a person, and who hears of their settings; what is remembered of them is read and kept by ``bot.storage.store.Inbox``."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol
from uuid import UUID

from bot.storage.model import Person


class People(Protocol):
    """Every method is one transaction, may be repeated, and raises StorageDown when the database is away."""

    async def person(self, team: str, user_id: str) -> Person | None:
        """What they asked us to remember; None if nothing."""
        ...

    async def change_person(self, team: str, user_id: str, change: Callable[[Person], Person]) -> Person:
        """Remembers what the pure ``change`` makes of what is known, so that two at once lose neither."""
        ...


class Hears(Protocol):
    """Told what is remembered of a person from now on."""

    async def __call__(self, team: str, user: str, person: Person) -> None:
        """May be repeated."""
        ...


async def nobody_hears(team: str, user: str, person: Person) -> None:
    """Where nothing else goes by it."""


class Forgetting(Protocol):
    """Takes a person out of what is kept: one transaction, which may be repeated."""

    async def forget_person(self, team: str, user_id: str, but: Collection[UUID] = ()) -> None:
        """Erases their settings, their checklist, the words of their questions, and name and words on ratings.

        What stays: questions that are being answered or that people are at work on, and those of ``but``; of the
        others where and when; that they want no checklist; hosts with their log; and what others work with, such as
        who helps a channel.
        """
        ...
