"""A rating, and where ratings are kept. ``SqlRatings`` and ``MemoryRatings`` pass one contract suite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, get_args
from uuid import UUID

from bot.platforms.model import Platform

Why = Literal["wrong", "outdated", "failed", "other"]
"""The answer is wrong, is out of date, did not work on their machine, is not what they asked."""

WHYS: tuple[Why, ...] = get_args(Why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What one person thinks of one reply. ``words`` have no secrets any more.

    ``question_id`` is the question that the reply answers, ``root_id`` the words behind it (the same, if no
    button was pressed between). ``may_ask``: a person may come back to them.
    """

    question_id: UUID
    root_id: UUID
    user: str
    is_good: bool
    reason: Why | None = None
    words: str = ""
    may_ask: bool = False
    entry: str | None = None
    platform: Platform = Platform()  # noqa: RUF009 # frozen: one unknown Platform may be shared
    score: float | None = None


class Ratings(Protocol):
    """Every method is one transaction, may be repeated, and raises StorageDown when the database is away."""

    async def rate(self, rating: Rating) -> bool:
        """Keeps it in place of the person's last one of that reply; False if it says the same, or all is gone.

        A question that was withdrawn, or of which nothing is kept, has no ratings.
        """
        ...

    async def ratings(self, root_id: UUID) -> tuple[Rating, ...]:
        """Those of the replies to a question, in the order in which they were given."""
        ...
