"""Hosts, grants and the audit log in PostgreSQL."""

# ruff: noqa: D102  # the Protocol in bot/hosts/ports.py says what each method does

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, func, select, union, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.hosts.model import AuditRow, EndedBy, Granted, Subject
from bot.storage.host_tables import host_audit, host_grants, hosts, observations
from bot.storage.hosts.base import HostsBase
from bot.storage.hosts.rows import HOST_COLUMNS, Row, to_audit, to_granted, to_host
from bot.storage.tables import questions
from bot.storage.transactions import statement, transaction


class SqlHostRecords(HostsBase):
    """Implements ``bot.hosts.ports.HostRecords``."""

    async def host(self, host_id: UUID) -> Granted | None:
        return next(iter(await self._granted(select(*HOST_COLUMNS).where(hosts.c.id == host_id))), None)

    async def named(self, team: str, name: str) -> Granted | None:
        asked = (
            select(*HOST_COLUMNS)
            .where(hosts.c.team == team, hosts.c.name == name, ~hosts.c.is_removed)
            .order_by(hosts.c.state == "revoked", hosts.c.enrolled_at.desc())
            .limit(1)
        )
        return next(iter(await self._granted(asked)), None)

    async def hosts(self, team: str) -> Sequence[Granted]:
        asked = select(*HOST_COLUMNS).where(hosts.c.team == team, ~hosts.c.is_removed)
        return await self._granted(asked.order_by(hosts.c.name, hosts.c.enrolled_at))

    async def _granted(self, asked: Select[tuple[object, ...]]) -> list[Granted]:
        async with transaction(self._engine) as connection:
            found = [to_host(row) for row in (await connection.execute(asked)).mappings()]
            grants: dict[UUID, list[Row]] = defaultdict(list)
            mine = select(host_grants).where(host_grants.c.host_id.in_([host.id for host in found]))
            for grant in (await connection.execute(mine)).mappings():
                grants[grant["host_id"]].append(grant)
        return [to_granted(host, grants[host.id]) for host in found]

    async def observed(self, host_ids: Collection[UUID]) -> Mapping[UUID, datetime]:
        last = (
            select(observations.c.host_id, func.max(observations.c.received_at))
            .where(observations.c.host_id.in_(list(host_ids)))
            .group_by(observations.c.host_id)
        )
        async with statement(self._quick) as connection:
            return {row[0]: row[1] for row in await connection.execute(last)}

    async def allow(self, host_id: UUID, subject: Subject, by: str) -> None:
        made = upsert(host_grants).values(
            host_id=host_id, kind=subject.kind, subject=subject.id, granted_by=by
        )
        async with statement(self._quick) as connection:
            await connection.execute(made.on_conflict_do_nothing())

    async def disallow(self, host_id: UUID, subject: Subject) -> bool:
        gone = delete(host_grants).where(
            host_grants.c.host_id == host_id,
            host_grants.c.kind == subject.kind,
            host_grants.c.subject == subject.id,
        )
        async with statement(self._quick) as connection:
            return (await connection.execute(gone)).rowcount > 0

    async def keep(self, host_id: UUID) -> bool:
        kept = update(hosts).where(hosts.c.id == host_id, hosts.c.state == "joined").values(state="kept")
        async with statement(self._quick) as connection:
            return (await connection.execute(kept)).rowcount > 0

    async def end(self, host_id: UUID, by: EndedBy, *, remove: bool = False) -> bool:
        async with transaction(self._engine) as connection:
            return await self._end(connection, host_id, by, remove=remove)

    async def write_audit(self, row: AuditRow) -> None:
        async with statement(self._quick) as connection:
            await self._note(connection, row)

    async def audit(
        self, team: str, *, host_ids: Collection[UUID] | None = None, limit: int = 50
    ) -> Sequence[AuditRow]:
        which: list[ColumnElement[bool]] = [host_audit.c.team == team]
        if host_ids is not None:
            which.append(host_audit.c.host_id.in_(list(host_ids)))
        newest = select(host_audit).where(*which).order_by(host_audit.c.id.desc()).limit(limit)
        async with statement(self._quick) as connection:
            return [to_audit(row) for row in (await connection.execute(newest)).mappings()]

    async def teams(self) -> Sequence[str]:
        known = union(select(hosts.c.team), select(questions.c.team)).subquery()
        async with statement(self._quick) as connection:
            return sorted((await connection.execute(select(known.c.team))).scalars())
