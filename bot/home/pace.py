"""When App Home is published: at once for whoever looks, and seldom enough for Slack otherwise."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final


class Waiting:
    """``OWN`` and ``WORK`` are the least time since it was last published; ``STALE`` after which a queued job is lost."""

    OWN: Final = timedelta(seconds=1)
    WORK: Final = timedelta(seconds=20)
    STALE: Final = timedelta(minutes=5)
    FORGOTTEN: Final = timedelta(days=14)
    """Whoever has not looked for so long finds it published when they do."""


def next_due(
    now: datetime, due_at: datetime | None, published_at: datetime | None, gap: timedelta
) -> tuple[datetime, bool]:
    """When it is to be published, and whether a job must be queued for that.

    None is where one is queued that comes as early. One whose time is long past never will come.
    """
    wanted = max(now, published_at + gap) if published_at else now
    if due_at is None or due_at < now - Waiting.STALE or wanted < due_at:
        return wanted, True
    return due_at, False
