"""What App Home needs: where it is kept, what it is made of, and Slack.

``bot.storage.home.SqlHomes`` and its twin ``bot.storage.home_memory.MemoryHomes`` pass one contract suite;
every method is one transaction and raises StorageDown when the database does not answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import psycopg

from bot.home.model import Answered, Home, Week


class DeferPublish(Protocol):
    """Queues the job that publishes a person's App Home, inside the caller's transaction."""

    async def __call__(
        self, team: str, user: str, at: datetime | None, connection: psycopg.AsyncConnection
    ) -> None:
        """``at`` is None for now. Raises the driver's own faults."""
        ...


class HomeChanges(Protocol):
    """Told by whoever changes what App Home shows. Nothing happens for people who never opened it."""

    async def changed(self, team: str, user: str) -> None:
        """Something of theirs changed: it is published anew, soon."""
        ...

    async def work_changed(self, team: str) -> None:
        """Something changed that all maintainers see: theirs are published anew, within twenty seconds."""
        ...


class Homes(HomeChanges, Protocol):
    """All that is kept of it."""

    async def opened(self, team: str, user: str) -> None:
        """They look at it now: it is published at once. However often this is said meanwhile, one job does it."""
        ...

    async def asked(self, team: str, user: str) -> None:
        """They asked something in its field, which is to be empty again."""
        ...

    async def home(self, team: str, user: str) -> Home | None:
        """As it is; None where they never opened it."""
        ...

    async def published(self, home: Home, view_hash: str, *, shows_work: bool = False) -> bool:
        """Notes that a view made of ``home`` stands. False where more is wanted since, so that it is done again.

        ``shows_work``: it has what ``work_changed`` is about.
        """
        ...


class HomeFacts(Protocol):
    """Counted from what is kept of questions; buttons and notices aside."""

    async def answered(self, team: str, user: str, limit: int) -> Sequence[Answered]:
        """The last Entries that they were answered with, the newest first, each once."""
        ...

    async def asked_most(self, team: str, within: timedelta, limit: int) -> Sequence[tuple[str, int]]:
        """Entries and how often they were the answer."""
        ...

    async def weeks(self, team: str, count: int) -> Sequence[Week]:
        """The last weeks with the present one, the oldest first, also those in which nothing was asked."""
        ...


class HomeStore(Homes, HomeFacts, Protocol):
    """Both."""


class ViewPublisher(Protocol):
    """Slack's ``views.publish``; raises RateLimited, Passing or Refused (``hash_conflict``)."""

    async def publish(self, team: str, user: str, view: Mapping[str, Any], view_hash: str) -> str:
        """Returns the hash of the view that stands now; with ``view_hash``, only in place of that view."""
        ...
