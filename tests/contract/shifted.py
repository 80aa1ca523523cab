"""A clock that tests move on, for stores in memory; those in SQL have their rows made older instead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class ShiftedClock:
    """The real time, and what has been added to it."""

    def __init__(self) -> None:
        self._passed = timedelta()

    def now(self) -> datetime:
        """The moment as a store in memory asks for it."""
        return datetime.now(UTC) + self._passed

    async def age(self, by: timedelta) -> None:
        """Lets time pass."""
        self._passed += by
