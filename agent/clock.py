"""What time it is, here and on the server, without trusting that the two agree."""

from __future__ import annotations

import time
from datetime import datetime, timezone
from typing import NamedTuple, Optional, Protocol


class Clock(Protocol):
    """The wall clock, aware UTC, and one that only goes forward, seconds."""

    def now(self) -> datetime:
        """The host's own idea of the time."""

    def monotonic(self) -> float:
        """Seconds since some moment."""


class SystemClock:
    """The real one."""

    def now(self) -> datetime:
        """The host's own idea of the time."""
        return datetime.now(timezone.utc)

    def monotonic(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()


class Moment(NamedTuple):
    """When an answer arrived, by both clocks of the host, and what its Date header said."""

    wall: datetime
    monotonic: float
    server: Optional[datetime] = None

    @property
    def ahead_s(self) -> Optional[float]:
        """How far the host's clock is ahead of the server's; a Date header is on average half a second old."""
        return round((self.wall - self.server).total_seconds() - 0.5, 3) if self.server else None

    def waited_s(self, clock: Clock) -> float:
        """Since then: by the clock that went further, as one stands still while a machine sleeps."""
        return max(clock.monotonic() - self.monotonic, (clock.now() - self.wall).total_seconds())


def moment(clock: Clock, date: Optional[str] = None) -> Moment:
    """Now; ``date`` is a Date header, and nothing is learnt from one that is none."""
    return Moment(clock.now(), clock.monotonic(), _read(date))


def _read(date: Optional[str]) -> Optional[datetime]:
    from email.utils import parsedate_to_datetime  # slow, and only for who speaks with a server

    try:
        read = parsedate_to_datetime(date) if date and len(date) < 64 else None
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return read.astimezone(timezone.utc) if read and read.tzinfo else None
