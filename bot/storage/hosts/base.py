"""What every part of the hosts' store does inside its transactions: wake, tell, close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import psycopg
from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.hosts.model import TERMINAL, AuditRow, Because, EndedBy, NoticeKind, by_itself, notice_text
from bot.storage.host_tables import checks, host_audit, host_jobs, hosts, observations
from bot.storage.hosts.rows import Row
from bot.storage.store import DeferAnswer
from bot.storage.transactions import driver, reopen, tell

CHANNEL = "setupbot_hosts"
"""Of NOTIFY; the payload is a Host's id."""


class DeferExpiry(Protocol):
    """Queues the job that ends a Host's job when its time is over, inside the caller's transaction."""

    async def __call__(self, job_id: UUID, at: datetime, connection: psycopg.AsyncConnection) -> None:
        """Raises the driver's own faults."""
        ...


class DeferSeen(Protocol):
    """Queues what follows from a Host that has joined (without an Observation) or was seen, as above."""

    async def __call__(
        self, host_id: UUID, observation_id: UUID | None, connection: psycopg.AsyncConnection
    ) -> None:
        """Raises the driver's own faults."""
        ...


class HostsBase:
    """``defer_answer``, ``defer_expiry`` and ``defer_seen`` queue jobs on the connection that they are given."""

    def __init__(
        self,
        engine: AsyncEngine,
        defer_answer: DeferAnswer,
        defer_expiry: DeferExpiry,
        defer_seen: DeferSeen | None = None,
    ) -> None:
        self._engine = engine
        self._quick = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._defer_answer, self._defer_expiry = defer_answer, defer_expiry
        self._defer_seen = defer_seen

    async def _seen(
        self, connection: AsyncConnection, host_id: UUID, observation_id: UUID | None = None
    ) -> None:
        """Tells whoever wants to know of it."""
        if self._defer_seen is not None:
            await self._defer_seen(host_id, observation_id, await driver(connection))

    async def _wake(self, connection: AsyncConnection, host_id: UUID) -> None:
        """Has whatever process the Host's poll waits at look again, once this transaction is committed."""
        await connection.execute(select(func.pg_notify(CHANNEL, str(host_id))))

    async def _note(self, connection: AsyncConnection, row: AuditRow) -> None:
        """A row of the audit log, kept or lost with what it tells of."""
        names = ("team", "asker", "action", "allowed", "host_id", "host_name", "channel", "detail")
        await connection.execute(insert(host_audit).values({name: getattr(row, name) for name in names}))

    async def _tell_owner(self, connection: AsyncConnection, host: Row, kind: NoticeKind) -> None:
        if not host["owner"].startswith(TERMINAL):
            says = notice_text(kind, host["id"])
            await tell(connection, host["team"], host["owner"], says, self._defer_answer)

    async def _close_checks(self, connection: AsyncConnection, job_ids: Sequence[UUID], **values: Any) -> int:
        """The end of the checks of finished jobs; their questions are answered anew."""
        if not job_ids:
            return 0
        ended = (
            update(checks)
            .where(checks.c.job_id.in_(job_ids), checks.c.status == "waiting")
            .values(**values)
            .returning(checks.c.question_id)
        )
        question_ids = (await connection.execute(ended)).scalars().all()
        await reopen(connection, set(question_ids), self._defer_answer)
        return len(question_ids)

    async def _close_jobs(self, connection: AsyncConnection, *which: ColumnElement[bool], status: str) -> int:
        """Ends unfinished jobs and their checks, in the order of their ids, as whoever else ends several does."""
        due = select(host_jobs.c.id).where(host_jobs.c.finished_at.is_(None), *which)
        locked = (await connection.execute(due.order_by(host_jobs.c.id).with_for_update())).scalars().all()
        if not locked:
            return 0
        ended = (
            update(host_jobs)
            .where(host_jobs.c.finished_at.is_(None), host_jobs.c.id.in_(locked))
            .values(finished_at=func.clock_timestamp())
            .returning(host_jobs.c.id)
        )
        job_ids = (await connection.execute(ended)).scalars().all()
        return await self._close_checks(connection, job_ids, status=status)

    async def _set_aside(self, connection: AsyncConnection, host_id: UUID, because: Because) -> bool:
        """Quarantines a live Host; False if it is none."""
        aside = (
            update(hosts)
            .where(hosts.c.id == host_id, hosts.c.state.in_(("joined", "kept")))
            .values(state="quarantined")
            .returning(*hosts.c)
        )
        host = (await connection.execute(aside)).mappings().one_or_none()
        if host is None:
            return False
        await self._close_jobs(connection, host_jobs.c.host_id == host_id, status="quarantined")
        await self._tell_owner(connection, host, "quarantined")
        await self._note(connection, by_itself(host_id, host["team"], host["name"], "quarantine", because))
        await self._wake(connection, host_id)
        return True

    async def _end(self, connection: AsyncConnection, host_id: UUID, by: EndedBy, *, remove: bool) -> bool:
        """Revokes, and with ``remove`` hides and forgets what was seen."""
        revoked = (
            update(hosts)
            .where(hosts.c.id == host_id, hosts.c.state != "revoked")
            .values(
                state="revoked",
                ended_by=by,
                ended_at=func.now(),
                key_hash=b"",
                next_key_hash=None,
                past_keys=[],
            )
            .returning(*hosts.c)
        )
        host = (await connection.execute(revoked)).mappings().one_or_none()
        hidden = False
        if remove:
            mine = update(hosts).where(hosts.c.id == host_id, ~hosts.c.is_removed)
            hidden = (await connection.execute(mine.values(is_removed=True))).rowcount > 0
            await connection.execute(observations.delete().where(observations.c.host_id == host_id))
        if host is None:
            return hidden
        await self._close_jobs(connection, host_jobs.c.host_id == host_id, status="revoked")
        if by not in ("owner", "replaced"):
            await self._tell_owner(connection, host, "removed" if by == "silence" else "revoked")
        await self._wake(connection, host_id)
        return True
