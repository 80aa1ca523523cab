"""The durable job of App Home: it is published, one at a time for each person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import psycopg
import structlog
from procrastinate import App, JobContext

from bot.home.ports import DeferPublish
from bot.storage.faults import StorageError
from bot.work.later import MAX_ATTEMPTS, Later, pause_s
from bot.work.ports import Passing, RateLimited
from bot.work.queue import ComeBack, queue

PUBLISH_HOME = "publish_home"
AGAIN_S = 1.0
_log = structlog.get_logger(__name__)


class Publishes(Protocol):
    """What does it (``bot.home.publishing.Publishing``)."""

    async def publish(self, team: str, user: str) -> bool:
        """False where it is to be done once more."""
        ...

    async def give_up(self, team: str, user: str) -> None:
        """Until the next change."""
        ...


def publish_deferrer() -> DeferPublish:
    """What the store calls to queue it."""

    async def defer(team: str, user: str, at: datetime | None, connection: psycopg.AsyncConnection) -> None:
        # One that is due later must not hold up one that is due now, so it has a lock of its own; should
        # they ever run side by side, the view's hash decides.
        lock = f"home/{team}/{user}" if at is None else f"home-later/{team}/{user}"
        await queue(PUBLISH_HOME, connection, lock=lock, at=at, team=team, user=user)

    return defer


def home_jobs(publishing: Publishes) -> Callable[[App], None]:
    """Adds it to a worker's queue; it is safe to run twice."""

    async def publish_home(context: JobContext, team: str, user: str) -> None:
        attempts = context.job.attempts
        try:
            is_done = await publishing.publish(team, user)
        except RateLimited as limit:
            raise Later(limit.retry_after_s) from limit
        except StorageError as fault:
            raise Later(AGAIN_S) from fault
        except Passing as fault:
            if attempts >= MAX_ATTEMPTS:
                _log.error("home_given_up", team=team, user=user, fault=str(fault))
                await publishing.give_up(team, user)
                return
            raise Later(pause_s(attempts)) from fault
        if not is_done:
            raise Later(AGAIN_S)

    def register(app: App) -> None:
        app.task(name=PUBLISH_HOME, pass_context=True, retry=ComeBack())(publish_home)

    return register
