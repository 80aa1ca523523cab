"""What agents do, in PostgreSQL: prove themselves, poll, take a job, bring its one result."""

# ruff: noqa: D102  # the Protocol in bot/hosts/ports.py says what each method does

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.hosts.model import OBSERVATIONS_KEPT, Job
from bot.hosts.ports import Credentials, FinishOutcome, Polled
from bot.storage.host_tables import host_jobs, hosts, observations
from bot.storage.hosts.base import DeferExpiry, DeferSeen
from bot.storage.hosts.batching import Batcher
from bot.storage.hosts.keys import SqlKeys
from bot.storage.hosts.polling import CLONED, CREDENTIALS, DUE, IS_LIVE, LOOKED, NOW, POLLED, TAKEN
from bot.storage.hosts.rows import Row, to_host, to_job, written
from bot.storage.store import DeferAnswer
from bot.storage.transactions import statement, transaction


class SqlAgents(SqlKeys):
    """Implements ``bot.hosts.ports.AgentRecords``."""

    def __init__(
        self,
        engine: AsyncEngine,
        defer_answer: DeferAnswer,
        defer_expiry: DeferExpiry,
        defer_seen: DeferSeen | None = None,
    ) -> None:
        super().__init__(engine, defer_answer, defer_expiry, defer_seen)
        self._asked = Batcher(self._credentials)
        self._polled = Batcher(self._polls)

    async def credentials(self, host_id: UUID) -> Credentials | None:
        row = await self._asked.ask(host_id, None)
        if row is None:
            return None
        return Credentials(
            host=to_host(row),
            key_hash=row["key_hash"],
            next_hash=row["next_key_hash"],
            past=tuple(row["past_keys"]),
        )

    async def _credentials(self, asked: Mapping[UUID, None]) -> Mapping[UUID, Row]:
        async with statement(self._quick) as connection:
            found = (await connection.execute(CREDENTIALS, {"of_hosts": list(asked)})).mappings()
            return {row["id"]: row for row in found}

    async def begin_poll(self, host_id: UUID, session: str, agent_version: str) -> Polled:
        row = await self._polled.ask(host_id, (session, agent_version))
        if row is None:
            return await self._refused_poll(host_id, session)
        job = await self._take(host_id) if row["has_job"] else None
        return Polled(state=row["state"], job=job, rotate=bool(row["rotate"]))

    async def _polls(self, asked: Mapping[UUID, tuple[str, str]]) -> Mapping[UUID, Row]:
        given = {
            "of_hosts": list(asked),
            "of_sessions": [session for session, _ in asked.values()],
            "of_versions": [version for _, version in asked.values()],
        }
        async with statement(self._quick) as connection:
            return {row["id"]: row for row in (await connection.execute(POLLED, given)).mappings()}

    async def _refused_poll(self, host_id: UUID, session: str) -> Polled:
        given = {"of_host": host_id, "of_session": session}
        async with transaction(self._engine) as connection:
            because = (await connection.execute(CLONED, given)).scalar_one_or_none()
            if because is not None:
                await self._set_aside(connection, host_id, because)
            state = select(hosts.c.state).where(hosts.c.id == host_id)
            return Polled(state=(await connection.execute(state)).scalar_one_or_none() or "unknown")

    async def next_poll(self, host_id: UUID) -> Polled:
        async with statement(self._quick) as connection:
            row = (await connection.execute(LOOKED, {"of_host": host_id})).mappings().one_or_none()
        if row is None:
            return Polled(state="unknown")
        job = await self._take(host_id) if row["has_job"] else None
        return Polled(state=row["state"], job=job)

    async def _take(self, host_id: UUID) -> Job | None:
        async with statement(self._quick) as connection:
            row = (await connection.execute(TAKEN, {"of_host": host_id})).mappings().one_or_none()
        return to_job(row) if row else None

    async def due(self, host_ids: Collection[UUID]) -> Collection[UUID]:
        if not host_ids:
            return []
        async with statement(self._quick) as connection:
            return (await connection.execute(DUE, {"of_hosts": list(host_ids)})).scalars().all()

    async def finish(
        self, host_id: UUID, job_id: UUID, nonce: str, observation: Mapping[str, Any]
    ) -> FinishOutcome:
        sent = written(observation)
        async with transaction(self._engine) as connection:
            job = await self._finished(connection, host_id, job_id, nonce)
            if isinstance(job, str):
                return job
            observation_id = uuid4()
            await connection.execute(
                insert(observations).values(id=observation_id, host_id=host_id, sent=sent)
            )
            mine = select(observations.c.id).where(observations.c.host_id == host_id)
            old = mine.order_by(observations.c.received_at.desc()).offset(OBSERVATIONS_KEPT)
            await connection.execute(observations.delete().where(observations.c.id.in_(old)))
            await self._close_checks(connection, [job_id], status="done", observation_id=observation_id)
            await self._seen(connection, host_id, observation_id)
        return "taken"

    async def refuse(
        self, host_id: UUID, job_id: UUID, nonce: str, refusal: str, detail: str
    ) -> FinishOutcome:
        async with transaction(self._engine) as connection:
            mine = (host_jobs.c.id == job_id, host_jobs.c.host_id == host_id, host_jobs.c.nonce == nonce)
            asked = select(host_jobs.c.deliveries).where(*mine)
            if refusal == "repeated" and ((await connection.execute(asked)).scalar_one_or_none() or 0) > 1:
                # We sent it again, and its first copy did arrive: the result is still to come.
                return "taken"
            job = await self._finished(connection, host_id, job_id, nonce)
            if isinstance(job, str):
                return job
            await self._close_checks(connection, [job_id], status="refused", refusal=refusal, detail=detail)
        return "taken"

    async def _finished(
        self, connection: AsyncConnection, host_id: UUID, job_id: UUID, nonce: str
    ) -> Row | FinishOutcome:
        """The one result of a job; or why it is none."""
        finished = (
            update(host_jobs)
            .where(
                host_jobs.c.id == job_id,
                host_jobs.c.host_id == host_id,
                host_jobs.c.nonce == nonce,
                host_jobs.c.finished_at.is_(None),
                host_jobs.c.delivered_at.is_not(None),
                host_jobs.c.expires_at > NOW,
            )
            .values(finished_at=NOW)
            .returning(*host_jobs.c)
        )
        seen = update(hosts).where(hosts.c.id == host_id, IS_LIVE).values(seen_at=func.now())
        if not (await connection.execute(seen)).rowcount:
            return "foreign"
        row = (await connection.execute(finished)).mappings().one_or_none()
        if row is not None:
            return row
        asked = select(host_jobs).where(host_jobs.c.id == job_id, host_jobs.c.host_id == host_id)
        kept = (await connection.execute(asked)).mappings().one_or_none()
        if kept is None or kept["delivered_at"] is None:
            return "foreign"
        return "repeated" if kept["finished_at"] is not None or kept["nonce"] != nonce else "late"
