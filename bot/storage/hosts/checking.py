"""Checks in PostgreSQL: one row a question and Host name, several rows perhaps sharing one job."""

# ruff: noqa: D102  # the Protocol in bot/hosts/ports.py says what each method does

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import exists, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hosts import secrets
from bot.hosts.model import (
    CHECK_LIFE,
    WAITING_MAX,
    AuditRow,
    CheckRequest,
    CheckState,
    CheckStatus,
    KeptObservation,
    check_noted,
)
from bot.storage.host_tables import checks, host_audit, host_jobs, hosts, observations
from bot.storage.hosts.base import HostsBase
from bot.storage.hosts.rows import HOST_COLUMNS, Row, to_host, to_observation
from bot.storage.transactions import driver, statement, transaction

EXPIRY_SLACK = timedelta(milliseconds=200)


class SqlChecks(HostsBase):
    """Implements ``bot.hosts.ports.CheckRecords``."""

    async def check(self, question_id: UUID, host_name: str) -> CheckState | None:
        mine = select(checks).where(checks.c.question_id == question_id, checks.c.host_name == host_name)
        async with transaction(self._engine) as connection:
            row = (await connection.execute(mine)).mappings().one_or_none()
            if row is None:
                return None
            host, own, last = None, None, []
            if row["host_id"] is not None:
                asked = select(*HOST_COLUMNS).where(hosts.c.id == row["host_id"])
                host = to_host((await connection.execute(asked)).mappings().one())
                own = await _own(connection, row)
                if own or row["status"] not in ("done", "waiting"):
                    last = await _newest(connection, host.id, own.received_at if own else None, 2)
        before = ([own] if own else []) + last
        return CheckState(
            question_id=question_id,
            status=row["status"],
            host_name=host_name,
            asked_at=row["asked_at"],
            host=host,
            observation=before[0] if before else None,
            before=before[1] if len(before) > 1 else None,
            refusal=row["refusal"],
            detail=row["detail"],
        )

    async def settle_check(self, request: CheckRequest, host_id: UUID | None, status: CheckStatus) -> bool:
        async with transaction(self._engine) as connection:
            if not await _keep(connection, request, host_id=host_id, status=status):
                return False
            await self._note(connection, check_noted(request, host_id, status))
            return True

    async def start_check(self, request: CheckRequest, host_id: UUID, facts: Sequence[str]) -> bool:
        async with transaction(self._engine) as connection:
            # Checks of one Host are begun one after the other, so that two cannot both find room.
            await connection.execute(
                select(hosts.c.id).where(hosts.c.id == host_id).with_for_update(key_share=True)
            )
            if not await _keep(connection, request, host_id=host_id, status="waiting"):
                return False
            status = await self._join_or_ask(connection, request, host_id, facts)
            await self._wake(
                connection, host_id
            )  # also for a job that a poll passed over while it was held here
            await self._note(connection, check_noted(request, host_id, status))
            return True

    async def _join_or_ask(
        self, connection: AsyncConnection, request: CheckRequest, host_id: UUID, facts: Sequence[str]
    ) -> CheckStatus:
        # Held, so that none of them ends while a check joins it: nobody would end that check then.
        open_jobs = (
            select(host_jobs)
            .where(
                host_jobs.c.host_id == host_id,
                host_jobs.c.finished_at.is_(None),
                host_jobs.c.expires_at > func.clock_timestamp(),
            )
            .order_by(host_jobs.c.id)
            .with_for_update()
        )
        waiting = (await connection.execute(open_jobs)).mappings().all()
        same = (request.asker.id_for_host, request.user, list(facts))
        for row in waiting:
            if (row["asker"], row["about_user"], row["facts"]) == same:
                await _set(connection, request, job_id=row["id"])
                return "waiting"
        if len(waiting) >= WAITING_MAX:
            await _set(connection, request, status="busy")
            return "busy"
        await self._ask(connection, request, host_id, facts)
        return "waiting"

    async def _ask(
        self, connection: AsyncConnection, request: CheckRequest, host_id: UUID, facts: Sequence[str]
    ) -> None:
        job_id = uuid4()
        made = (
            insert(host_jobs)
            .values(
                id=job_id, host_id=host_id, nonce=secrets.new_nonce(), facts=list(facts),
                about_user=request.user, asker=request.asker.id_for_host, expires_at=func.now() + CHECK_LIFE,
            )
            .returning(host_jobs.c.expires_at)
        )  # fmt: skip
        expires_at: datetime = (await connection.execute(made)).scalar_one()
        await _set(connection, request, job_id=job_id)
        await self._defer_expiry(job_id, expires_at + EXPIRY_SLACK, await driver(connection))

    async def record_shown(self, question_id: UUID, row: AuditRow) -> bool:
        noted = exists().where(
            host_audit.c.host_id == row.host_id,
            host_audit.c.action == row.action,
            host_audit.c.detail == str(question_id),
        )
        async with transaction(self._engine) as connection:
            if (await connection.execute(select(noted))).scalar_one():
                return False
            await self._note(connection, row)
            return True

    async def last_observations(
        self, host_id: UUID, *, before: datetime | None = None, limit: int = 2
    ) -> Sequence[KeptObservation]:
        async with statement(self._quick) as connection:
            return await _newest(connection, host_id, before, limit)


async def _keep(
    connection: AsyncConnection, request: CheckRequest, *, host_id: UUID | None, status: CheckStatus
) -> bool:
    made = upsert(checks).values(
        question_id=request.question_id, host_name=request.host_name, team=request.asker.team,
        asker=request.asker.user, host_id=host_id, status=status,
    )  # fmt: skip
    kept = made.on_conflict_do_nothing().returning(checks.c.question_id)
    return (await connection.execute(kept)).one_or_none() is not None


async def _set(connection: AsyncConnection, request: CheckRequest, **values: Any) -> None:
    mine = (checks.c.question_id == request.question_id, checks.c.host_name == request.host_name)
    await connection.execute(checks.update().where(*mine).values(**values))


async def _own(connection: AsyncConnection, check: Row) -> KeptObservation | None:
    if check["observation_id"] is None:
        return None
    asked = select(observations).where(observations.c.id == check["observation_id"])
    return to_observation((await connection.execute(asked)).mappings().one())


async def _newest(
    connection: AsyncConnection, host_id: UUID, before: datetime | None, limit: int
) -> list[KeptObservation]:
    asked = select(observations).where(observations.c.host_id == host_id)
    if before is not None:
        asked = asked.where(observations.c.received_at < before)
    newest = asked.order_by(observations.c.received_at.desc()).limit(limit)
    return [to_observation(row) for row in (await connection.execute(newest)).mappings()]
