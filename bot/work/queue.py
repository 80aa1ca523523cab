"""The queue: procrastinate on our Database, the name of each job and the lock that it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import structlog
from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job

from bot.storage.database import Database
from bot.storage.hosts.base import DeferExpiry
from bot.storage.model import QuestionRow
from bot.storage.store import DeferAnswer
from bot.work.later import Later

ANSWER = "answer_question"
FORGET = "forget_old"
EXPIRE_CHECK = "expire_check"
SWEEP_HOSTS = "sweep_hosts"
POOL_SIZE = 4
POOL_WAIT_S = 5.0
_log = structlog.get_logger(__name__)


async def queue(
    task: str,
    connection: psycopg.AsyncConnection,
    *,
    lock: str | None = None,
    at: datetime | None = None,
    **arguments: str | None,
) -> None:
    """Queues a job inside the caller's transaction, for ``at`` or for now; needs no connection but that one's own.

    Raises the driver's own faults: the stores know those, not the queue's.
    """
    job = _queueing().configure_task(task, lock=lock, schedule_at=at, connection=connection)
    try:
        await job.defer_async(**arguments)
    except ConnectorException as fault:
        raise fault.__cause__ or fault from fault


@cache
def _queueing() -> App:
    return App(connector=PsycopgConnector())


def lock_of(question: QuestionRow) -> str:
    """One job at a time and in order a channel; a private reply does not wait for the channel."""
    if question.response_url is not None:
        return f"question/{question.id}"
    return f"{question.team}/{question.channel}"


def answer_deferrer() -> DeferAnswer:
    """What the Store calls to queue an answer."""

    async def defer(question: QuestionRow, connection: psycopg.AsyncConnection) -> None:
        await queue(ANSWER, connection, lock=lock_of(question), question_id=str(question.id))

    return defer


def expiry_deferrer() -> DeferExpiry:
    """What the hosts' store calls to queue the end of a Host's job, for when its time is over."""

    async def defer(job_id: UUID, at: datetime, connection: psycopg.AsyncConnection) -> None:
        await queue(EXPIRE_CHECK, connection, at=at, job_id=str(job_id))

    return defer


def make_app(database: Database, on_fault: Callable[[], None]) -> App:
    """The queue on connections of its own; ``on_fault`` is called when one breaks."""
    connector = _Connector(
        on_fault,
        conninfo=database.conninfo,
        min_size=1,
        max_size=POOL_SIZE,
        timeout=POOL_WAIT_S,
        name="setupbot-queue",
    )
    # An hour, so that the hourly job also runs at the start of a bot that is seldom on.
    return App(connector=connector, periodic_defaults={"max_delay": 3600})


class ComeBack(BaseRetryStrategy):
    """When a job runs again: as its Later says, or at once if the worker had to stop."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """None (the job has failed for good) for whatever the job did not foresee."""
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_at=datetime.now(UTC))
        if not isinstance(exception, Later):
            return None
        at = datetime.now(UTC) + timedelta(seconds=exception.delay_s)
        if exception.let_others_pass:
            return RetryDecision(retry_at=at, lock=f"question/{job.task_kwargs['question_id']}")
        return RetryDecision(retry_at=at)


class Waker:
    """Has the workers look for jobs at a given moment; procrastinate tells them of new jobs only.

    Nothing is lost with it, since every worker also looks on its own every few seconds.
    """

    _NOTIFY: LiteralString = (
        'SELECT pg_notify(\'procrastinate_any_queue_v1\', \'{"type": "job_inserted", "job_id": 0}\')'
    )
    _FARTHEST_S = 30.0
    _MARGIN_S = 0.01

    def __init__(self, app: App) -> None:
        self._app = app
        self._pending: set[asyncio.Task[None]] = set()

    def after(self, delay_s: float) -> None:
        """Wakes the workers in ``delay_s``; a far moment is left to their own looking."""
        if delay_s > self._FARTHEST_S:
            return
        task = asyncio.create_task(self._wake(delay_s + self._MARGIN_S))
        self._pending.add(task)
        task.add_done_callback(self._pending.discard)

    async def _wake(self, delay_s: float) -> None:
        await asyncio.sleep(delay_s)
        try:
            await self._app.connector.execute_query_async(self._NOTIFY)
        except ConnectorException:
            _log.debug("workers_not_woken")

    async def close(self) -> None:
        """Forgets what was still to be done."""
        for task in list(self._pending):
            task.cancel()
        await asyncio.gather(*self._pending, return_exceptions=True)


class _Connector(PsycopgConnector):
    """Tells of every broken connection: what procrastinate wanted to note on it may be lost."""

    def __init__(self, on_fault: Callable[[], None], **options: Any) -> None:
        super().__init__(**options)
        self._on_fault = on_fault

    async def execute_query_async(self, query: LiteralString, **arguments: Any) -> None:
        try:
            await super().execute_query_async(query, **arguments)
        except ConnectorException as fault:
            self._note(fault)
            raise

    async def execute_query_one_async(self, query: LiteralString, **arguments: Any) -> dict[str, Any]:
        try:
            row: dict[str, Any] = await super().execute_query_one_async(query, **arguments)
        except ConnectorException as fault:
            self._note(fault)
            raise
        return row

    def _note(self, fault: ConnectorException) -> None:
        if isinstance(fault.__cause__, psycopg.OperationalError | psycopg.InterfaceError):
            self._on_fault()
