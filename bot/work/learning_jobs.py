"""The durable jobs of teaching: a proposal is tried and its result told, and maintainers get their weekly digest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

import psycopg
import structlog
from procrastinate import App, JobContext

from bot.live.learner import LearningError
from bot.storage.faults import StorageError
from bot.storage.teaching import DeferTrial
from bot.work.later import MAX_ATTEMPTS, Later, pause_s
from bot.work.ports import Passing, RateLimited
from bot.work.queue import ComeBack, queue

TRY_LESSON = "try_lesson"
SEND_DIGESTS = "send_digests"
AGAIN_S = 2.0
_log = structlog.get_logger(__name__)


class Trials(Protocol):
    """What tries a proposal and tells the result (``bot.teaching.trying.Trials``)."""

    async def run(self, proposal_id: UUID) -> None:
        """Safe to run twice."""
        ...

    async def give_up(self, proposal_id: UUID) -> None:
        """It cannot be tried; says so."""
        ...

    async def forget_old(self) -> int:
        """Forgets proposals as old as questions that are forgotten; returns how many."""
        ...


class Digests(Protocol):
    """What sends the weekly digest (``bot.teaching.digest.Digests``)."""

    async def send(self, now: datetime) -> int:
        """Queues those that are due, once each; returns how many."""
        ...


def trial_deferrer() -> DeferTrial:
    """What the store calls to queue a trial."""

    async def defer(proposal_id: UUID, connection: psycopg.AsyncConnection) -> None:
        # One at a time: each is tried beside what stands then.
        await queue(TRY_LESSON, connection, lock=TRY_LESSON, proposal_id=str(proposal_id))

    return defer


def learning_jobs(trials: Trials, digests: Digests, clock: Callable[[], datetime]) -> Callable[[App], None]:
    """Adds them to a worker's queue; each is safe to run twice."""

    async def try_lesson(context: JobContext, proposal_id: str) -> None:
        attempts = context.job.attempts
        try:
            if attempts >= MAX_ATTEMPTS:
                _log.error("trial_given_up", proposal=proposal_id)
                await trials.give_up(UUID(proposal_id))
            else:
                await trials.run(UUID(proposal_id))
        except (StorageError, LearningError, Passing) as fault:
            _log.warning("trial_postponed", proposal=proposal_id, fault=type(fault).__name__)
            raise Later(pause_s(attempts)) from fault
        except RateLimited as limit:
            raise Later(limit.retry_after_s) from limit

    async def send_digests(timestamp: int) -> None:
        try:
            if sent := await digests.send(clock()):
                _log.info("digests_queued", count=sent)
            await trials.forget_old()
        except StorageError as fault:
            raise Later(AGAIN_S) from fault

    def register(app: App) -> None:
        app.task(name=TRY_LESSON, pass_context=True, retry=ComeBack())(try_lesson)
        hourly = app.task(name=SEND_DIGESTS, queueing_lock=SEND_DIGESTS, retry=ComeBack())(send_digests)
        app.periodic(cron="3 * * * *")(hourly)

    return register
