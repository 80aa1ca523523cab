"""The durable jobs of onboarding: what a host shows is judged, and whoever stands still is reminded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

import psycopg
import structlog
from procrastinate import App

from bot.storage.faults import StorageError
from bot.storage.hosts.base import DeferSeen
from bot.work.later import Later
from bot.work.queue import ComeBack, queue

JUDGE = "judge_checklists"
NUDGE = "nudge_teammates"
AGAIN_S = 2.0
IS_WAITED_FOR = (
    "SELECT 1 FROM onboardings JOIN hosts ON hosts.team = onboardings.team "
    "WHERE hosts.id = %s AND onboardings.state <> 'stopped' LIMIT 1"
)
_log = structlog.get_logger(__name__)


class Judging(Protocol):
    """What ticks steps (``bot.onboarding.judging.Judging``)."""

    async def run(self, host_id: UUID, observation_id: UUID | None = None) -> None:
        """Safe to run twice."""
        ...


class Nudging(Protocol):
    """What reminds (``bot.onboarding.checklists.Checklists``)."""

    async def nudge(self) -> int:
        """Reminds whoever is due, once each; returns how many."""
        ...


def seen_deferrer() -> DeferSeen:
    """What the hosts' store calls when a Host has joined or was seen; where nobody is on the way, nothing is queued."""

    async def defer(host_id: UUID, observation_id: UUID | None, connection: psycopg.AsyncConnection) -> None:
        waited = await connection.execute(IS_WAITED_FOR, (host_id,))
        if await waited.fetchone() is None:
            return
        seen = str(observation_id) if observation_id else None
        lock = f"onboarding/{host_id}"
        await queue(JUDGE, connection, lock=lock, host_id=str(host_id), observation_id=seen)

    return defer


def onboarding_jobs(judging: Judging, nudging: Nudging) -> Callable[[App], None]:
    """Adds them to a worker's queue; each is safe to run twice."""

    async def judge_checklists(host_id: str, observation_id: str | None = None) -> None:
        try:
            await judging.run(UUID(host_id), UUID(observation_id) if observation_id else None)
        except StorageError as fault:
            raise Later(AGAIN_S) from fault

    async def nudge_teammates(timestamp: int) -> None:
        try:
            if reminded := await nudging.nudge():
                _log.info("teammates_reminded", count=reminded)
        except StorageError as fault:
            raise Later(AGAIN_S) from fault

    def register(app: App) -> None:
        app.task(name=JUDGE, retry=ComeBack())(judge_checklists)
        hourly = app.task(name=NUDGE, queueing_lock=NUDGE, retry=ComeBack())(nudge_teammates)
        app.periodic(cron="23 * * * *")(hourly)

    return register
