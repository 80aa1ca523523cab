"""What agents do, in PostgreSQL: prove themselves, poll, take a job, bring its one result."""

# ruff: noqa: D102  # the Protocol in bot/hosts/ports.py says what each method does

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_, case, exists, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hosts.model import KEY_LIFE, KEY_OVERLAP, OBSERVATIONS_KEPT, Job
from bot.hosts.ports import Credentials, FinishOutcome, Turn
from bot.storage.host_tables import host_jobs, hosts, observations
from bot.storage.hosts.base import HostsBase
from bot.storage.hosts.rows import HOST_COLUMNS, Row, to_host, to_job, written
from bot.storage.transactions import statement, transaction

SESSIONS_KEPT = 8
DELIVERIES_MAX = 3
DELIVER_AGAIN_AFTER = timedelta(seconds=3)
"""An Agent polls only with nothing to do: if it polls again, the job never reached it."""

_NOW = func.clock_timestamp()
_LIVE = hosts.c.state.in_(("joined", "kept"))
_IS_DUE = and_(
    host_jobs.c.finished_at.is_(None),
    host_jobs.c.expires_at > _NOW,
    host_jobs.c.deliveries < DELIVERIES_MAX,
    or_(host_jobs.c.delivered_at.is_(None), host_jobs.c.delivered_at < _NOW - DELIVER_AGAIN_AFTER),
)
_HAS_JOB = exists().where(host_jobs.c.host_id == hosts.c.id, _IS_DUE)
_OLD_KEY = and_(
    hosts.c.key_at < func.now() - KEY_LIFE,
    or_(hosts.c.rotation_asked_at.is_(None), hosts.c.rotation_asked_at < func.now() - KEY_OVERLAP),
)


class SqlAgents(HostsBase):
    """Implements ``bot.hosts.ports.AgentRecords``."""

    async def credentials(self, host_id: UUID) -> Credentials | None:
        asked = select(*HOST_COLUMNS, hosts.c.key_hash, hosts.c.next_key_hash).where(
            hosts.c.id == host_id, hosts.c.state != "revoked"
        )
        async with statement(self._quick) as connection:
            row = (await connection.execute(asked)).mappings().one_or_none()
        if row is None:
            return None
        return Credentials(host=to_host(row), key_hash=row["key_hash"], next_hash=row["next_key_hash"])

    async def promote_key(self, host_id: UUID, next_hash: bytes) -> None:
        mine = update(hosts).where(hosts.c.id == host_id, hosts.c.next_key_hash == next_hash)
        async with statement(self._quick) as connection:
            await connection.execute(
                mine.values(key_hash=next_hash, next_key_hash=None, key_at=func.now(), rotation_asked_at=None)
            )

    async def offer_key(self, host_id: UUID, next_hash: bytes) -> bool:
        offered = update(hosts).where(hosts.c.id == host_id, _LIVE).values(next_key_hash=next_hash)
        async with statement(self._quick) as connection:
            return (await connection.execute(offered)).rowcount > 0

    async def begin_poll(self, host_id: UUID, session: str, agent_version: str) -> Turn:
        fresh = hosts.c.session.in_(("", session))
        past = func.trim_array(
            array([hosts.c.session]).op("||")(hosts.c.past_sessions),
            func.greatest(func.cardinality(hosts.c.past_sessions) + 1 - SESSIONS_KEPT, 0),
        )
        polled = (
            update(hosts)
            .where(hosts.c.id == host_id, _LIVE, ~hosts.c.past_sessions.contains([session]))
            .values(
                seen_at=func.now(),
                agent_version=agent_version,
                session=session,
                past_sessions=case((fresh, hosts.c.past_sessions), else_=past),
                rotation_asked_at=case((_OLD_KEY, func.now()), else_=hosts.c.rotation_asked_at),
            )
            .returning(
                hosts.c.state,
                (hosts.c.rotation_asked_at == func.now()).label("rotate"),
                _HAS_JOB.label("has_job"),
            )
        )
        async with statement(self._quick) as connection:
            row = (await connection.execute(polled)).mappings().one_or_none()
        if row is None:
            return await self._refused_poll(host_id, session)
        job = await self._take(host_id) if row["has_job"] else None
        return Turn(state=row["state"], job=job, rotate=bool(row["rotate"]))

    async def _refused_poll(self, host_id: UUID, session: str) -> Turn:
        async with transaction(self._engine) as connection:
            cloned = (
                update(hosts)
                .where(hosts.c.id == host_id, _LIVE, hosts.c.past_sessions.contains([session]))
                .values(state="quarantined")
                .returning(*hosts.c)
            )
            host = (await connection.execute(cloned)).mappings().one_or_none()
            if host is not None:
                await self._close_jobs(connection, host_jobs.c.host_id == host_id, status="quarantined")
                await self._tell_owner(connection, host, "quarantined")
                await self._wake(connection, host_id)
            state = select(hosts.c.state).where(hosts.c.id == host_id)
            return Turn(state=(await connection.execute(state)).scalar_one_or_none() or "revoked")

    async def next_turn(self, host_id: UUID) -> Turn:
        asked = select(hosts.c.state, _HAS_JOB.label("has_job")).where(hosts.c.id == host_id)
        async with statement(self._quick) as connection:
            row = (await connection.execute(asked)).mappings().one_or_none()
        if row is None:
            return Turn(state="revoked")
        job = await self._take(host_id) if row["has_job"] else None
        return Turn(state=row["state"], job=job)

    async def _take(self, host_id: UUID) -> Job | None:
        """One poll gets a job, however many there are."""
        first = (
            select(host_jobs.c.id)
            .where(host_jobs.c.host_id == host_id, _IS_DUE)
            .order_by(host_jobs.c.issued_at)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        is_live = exists().where(hosts.c.id == host_id, _LIVE)
        taken = (
            update(host_jobs)
            .where(host_jobs.c.id == first, is_live)
            .values(delivered_at=_NOW, deliveries=host_jobs.c.deliveries + 1)
            .returning(*host_jobs.c)
        )
        async with statement(self._quick) as connection:
            row = (await connection.execute(taken)).mappings().one_or_none()
        return to_job(row) if row else None

    async def due(self, host_ids: Collection[UUID]) -> Collection[UUID]:
        if not host_ids:
            return []
        asked = select(hosts.c.id).where(hosts.c.id.in_(list(host_ids)), or_(~_LIVE, _HAS_JOB))
        async with statement(self._quick) as connection:
            return (await connection.execute(asked)).scalars().all()

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
                host_jobs.c.expires_at > _NOW,
            )
            .values(finished_at=_NOW)
            .returning(*host_jobs.c)
        )
        seen = update(hosts).where(hosts.c.id == host_id, _LIVE).values(seen_at=func.now())
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
