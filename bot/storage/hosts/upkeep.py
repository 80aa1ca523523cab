"""What time does to hosts, in PostgreSQL: checks expire, silent hosts go, old rows are forgotten."""

# ruff: noqa: D102  # the Protocol in bot/hosts/ports.py says what each method does

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, insert, or_, select

from bot.hosts.model import AUDIT_KEPT, REMOVED_AFTER
from bot.hosts.ports import Swept
from bot.storage.host_tables import checks, host_audit, host_codes, host_jobs, hosts, observations
from bot.storage.hosts.base import HostsBase
from bot.storage.transactions import transaction

CODES_KEPT = timedelta(days=1)
CHECKS_KEPT = timedelta(days=180)
"""As long as questions."""


class SqlHostUpkeep(HostsBase):
    """Implements ``bot.hosts.ports.HostUpkeep``."""

    async def expire(self, job_id: UUID | None = None) -> int:
        which = [host_jobs.c.expires_at <= func.clock_timestamp()]
        if job_id is not None:
            which.append(host_jobs.c.id == job_id)
        async with transaction(self._engine) as connection:
            return await self._close_jobs(connection, *which, status="expired")

    async def sweep(self) -> Swept:
        removed = await self._remove_silent()
        now = func.now()
        gone = select(hosts.c.id).where(or_(hosts.c.is_removed, hosts.c.ended_at < now - REMOVED_AFTER))
        async with transaction(self._engine) as connection:
            await connection.execute(delete(host_codes).where(host_codes.c.expires_at < now - CODES_KEPT))
            seen = await connection.execute(delete(observations).where(observations.c.host_id.in_(gone)))
            asked = await connection.execute(delete(checks).where(checks.c.asked_at < now - CHECKS_KEPT))
            old_jobs = (host_jobs.c.finished_at.is_not(None), host_jobs.c.issued_at < now - CHECKS_KEPT)
            await connection.execute(delete(host_jobs).where(*old_jobs))
            noted = await connection.execute(delete(host_audit).where(host_audit.c.at < now - AUDIT_KEPT))
            await connection.execute(delete(hosts).where(hosts.c.ended_at < now - AUDIT_KEPT))
        return Swept(hosts=removed, checks=asked.rowcount, observations=seen.rowcount, audit=noted.rowcount)

    async def _remove_silent(self) -> int:
        """One transaction each: a worker that dies in between has done the ones before."""
        silent = select(hosts.c.id, hosts.c.team, hosts.c.name).where(
            hosts.c.state != "revoked",
            func.coalesce(hosts.c.seen_at, hosts.c.enrolled_at) < func.now() - REMOVED_AFTER,
        )
        async with transaction(self._engine) as connection:
            found = (await connection.execute(silent)).all()
        removed = 0
        for host_id, team, name in found:
            async with transaction(self._engine) as connection:
                still = (
                    await connection.execute(silent.where(hosts.c.id == host_id).with_for_update())
                ).all()
                if not still or not await self._end(connection, host_id, "silence", remove=True):
                    continue
                noted = insert(host_audit).values(
                    team=team, asker="bot", action="remove", allowed=True, host_id=host_id, host_name=name,
                    detail="silence",
                )  # fmt: skip
                await connection.execute(noted)
                removed += 1
        return removed
