"""The worker: runs the jobs, inside ``serve`` or alone, until it is told to stop.

A worker whose connection broke may have failed to note what became of a job, so it is replaced by a
fresh one; what the old one left "running" is then taken over like the jobs of a dead process.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import psycopg
import structlog
from procrastinate import App, JobContext
from procrastinate.exceptions import ConnectorException
from sqlalchemy import text

from bot.storage.database import Database
from bot.storage.faults import StorageError
from bot.storage.store import Upkeep
from bot.work.later import Later
from bot.work.ports import Delivers
from bot.work.queue import ANSWER, FORGET, ComeBack, Waker, make_app

RECOVERY_LOCK = 0x5E70B08
JOBS_KEPT = timedelta(days=30)  # of failed jobs; those that went well are deleted at once
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How the worker keeps time. A process that gives no sign for ``stalled_s`` counts as dead."""

    concurrency: int = 20
    poll_s: float = 2.0
    heartbeat_s: float = 2.0
    stalled_s: float = 10.0
    drain_s: float = 10.0
    restart_s: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long things are kept."""

    claims: timedelta = timedelta(days=30)
    questions: timedelta = timedelta(days=180)


class Worker:
    """Runs the durable work of this process; several processes and machines may have one each.

    Each of ``more`` adds jobs of its own to the queue that it is given.
    """

    def __init__(
        self,
        *,
        database: Database,
        delivery: Delivers,
        upkeep: Upkeep,
        retention: Retention = Retention(),
        pace: Pace = Pace(),
        more: Sequence[Callable[[App], None]] = (),
    ) -> None:
        self._database = database
        self._delivery = delivery
        self._upkeep = upkeep
        self._retention = retention
        self._pace = pace
        self._more = tuple(more)
        self.ready = asyncio.Event()  #: set while jobs are being taken

    async def run(self, stop: asyncio.Event) -> None:
        """Works until ``stop`` is set, then lets running jobs end for ``drain_s`` and interrupts the rest.

        Cancelling it does the same. It outlives a database that goes away and comes back.
        """
        while not stop.is_set():
            try:
                await self._round(stop)
            except (ConnectorException, psycopg.Error, StorageError) as fault:
                _log.warning("worker_lost_database", fault=type(fault).__name__)
            if not stop.is_set():
                pause = asyncio.create_task(stop.wait())
                jitter = random.uniform(0.5, 1.0)  # noqa: S311  # jitter, no secret
                await asyncio.wait({pause}, timeout=self._pace.restart_s * jitter)
                pause.cancel()

    async def _round(self, stop: asyncio.Event) -> None:
        await self._database.start()
        broken = asyncio.Event()
        app = make_app(self._database, broken.set)
        async with app.open_async():
            waker = Waker(app)
            self._register(app, waker)
            pace = self._pace
            work = asyncio.create_task(
                app.run_worker_async(
                    concurrency=pace.concurrency,
                    fetch_job_polling_interval=pace.poll_s,
                    update_heartbeat_interval=pace.heartbeat_s,
                    stalled_worker_timeout=pace.stalled_s,
                    shutdown_graceful_timeout=pace.drain_s,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                )
            )
            recovery = asyncio.create_task(self._recover_forever(app, waker))
            ends = [asyncio.create_task(stop.wait()), asyncio.create_task(broken.wait())]
            self.ready.set()
            try:
                await asyncio.wait({work, recovery, *ends}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                self.ready.clear()
                for task in (recovery, *ends):
                    task.cancel()
                await self._drain(work)
                await asyncio.gather(recovery, *ends, return_exceptions=True)
                await waker.close()
            for task in (work, recovery):
                if not task.cancelled() and (fault := task.exception()):
                    raise fault

    async def _drain(self, work: asyncio.Task[None]) -> None:
        """Cancelling procrastinate's worker stops it politely; it is given a little more than it wants."""
        work.cancel()
        _, unfinished = await asyncio.wait({work}, timeout=self._pace.drain_s + 5)
        if unfinished:
            _log.error("worker_did_not_stop")
            work.cancel()

    def _register(self, app: App, waker: Waker) -> None:
        async def answer_question(context: JobContext, question_id: str) -> None:
            try:
                await self._delivery.deliver(UUID(question_id), waits=context.job.attempts)
            except StorageError as fault:
                waker.after(self._pace.restart_s)
                raise Later(self._pace.restart_s) from fault
            except Later as later:
                waker.after(later.delay_s)
                raise
            # The next job of the channel is let in when the channel is free, and nobody tells it so.
            waker.after(self._delivery.gap_s)

        async def forget_old(timestamp: int) -> None:
            gone = await self._upkeep.forget(
                claims_after=self._retention.claims, questions_after=self._retention.questions
            )
            hours = int(JOBS_KEPT.total_seconds() // 3600)
            await app.job_manager.delete_old_jobs(
                nb_hours=hours, include_failed=True, include_cancelled=True, include_aborted=True
            )
            _log.info(
                "old_rows_forgotten", claims=gone.claims, questions=gone.questions, threads=gone.threads
            )

        app.task(name=ANSWER, pass_context=True, retry=ComeBack())(answer_question)
        app.periodic(cron="7 * * * *")(app.task(name=FORGET, queueing_lock=FORGET)(forget_old))
        for register in self._more:
            register(app)

    async def _recover_forever(self, app: App, waker: Waker) -> None:
        while True:
            if await self.recover(app):
                waker.after(0)
            await asyncio.sleep(self._pace.stalled_s / 2)

    async def recover(self, app: App) -> int:
        """Takes over the jobs of dead workers; returns how many. One process at a time does it."""
        taken = 0
        async with self._database.engine.begin() as connection:
            mine = text("SELECT pg_try_advisory_xact_lock(:key)")
            if not (await connection.execute(mine, {"key": RECOVERY_LOCK})).scalar_one():
                return 0
            stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=self._pace.stalled_s)
            for job in stalled:
                try:
                    await app.job_manager.retry_job(job)
                except ConnectorException as fault:
                    if not isinstance(fault.__cause__, psycopg.errors.RaiseException):
                        raise
                    continue  # it ended in the meantime
                taken += 1
                _log.info("job_taken_over", job=job.id, task=job.task_name)
        return taken


def stop_on(signals: tuple[int, ...], stop: asyncio.Event) -> Callable[[], None]:
    """Sets ``stop`` on any of ``signals``; call what it returns to undo that."""
    loop = asyncio.get_running_loop()
    for number in signals:
        loop.add_signal_handler(number, stop.set)

    def undo() -> None:
        for number in signals:
            loop.remove_signal_handler(number)

    return undo
