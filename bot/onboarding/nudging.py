"""When somebody is reminded: twice at most, in their working hours, and never for long."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.onboarding.model import Onboarding

AFTER = (timedelta(days=2), timedelta(days=7))
"""Without progress, for the first and the second."""
NEVER_AFTER = timedelta(days=14)
FOLLOWED = timedelta(days=180)
"""So long after they began it is looked whether they are still there."""
HOURS = range(9, 18)
WORKDAYS = range(5)


def is_due(now: Onboarding, at: datetime, default_zone: tzinfo) -> bool:
    """Whether they are to be reminded at this moment; ``default_zone`` is where theirs is not known."""
    if now.state != "active" or not now.wants_nudges or now.nudges >= len(AFTER):
        return False
    if at - now.started_at > NEVER_AFTER or at - now.progressed_at < AFTER[now.nudges]:
        return False
    local = at.astimezone(_zone(now.zone) or default_zone)
    return local.weekday() in WORKDAYS and local.hour in HOURS


def is_followed_up(now: Onboarding, at: datetime) -> bool:
    """Whether a week more is over since their last tick; once, for who asks every hour."""
    hours = (at - now.progressed_at) // timedelta(hours=1)
    return now.state == "active" and hours > 0 and hours % (7 * 24) == 0


def nudged(now: Onboarding, at: datetime, default_zone: tzinfo) -> Onboarding:
    """Reminded once more, if that is still due."""
    return replace(now, nudges=now.nudges + 1) if is_due(now, at, default_zone) else now


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):  # what Slack calls it, or a system without zones
        return None
