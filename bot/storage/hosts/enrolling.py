"""Codes in PostgreSQL: each works once, before it expires, and the database alone decides which use is first."""

# ruff: noqa: D102  # the Protocol in bot/hosts/ports.py says what each method does

from __future__ import annotations

from datetime import datetime
from secrets import token_bytes
from typing import Literal

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hosts.model import CODE_LIFE, Host
from bot.hosts.ports import Joining, KeptCode
from bot.storage.host_tables import gateway, host_audit, host_codes, hosts
from bot.storage.hosts.base import HostsBase
from bot.storage.hosts.rows import HOST_COLUMNS, Row, host_label, to_host
from bot.storage.transactions import statement, transaction

MISSES_MAX = 5
CODES_MAX = 10
"""Unused codes of one owner."""
_WORKS = (
    host_codes.c.used_at.is_(None),
    host_codes.c.expires_at > func.clock_timestamp(),
    host_codes.c.misses < MISSES_MAX,
)


class SqlEnrollments(HostsBase):
    """Implements ``bot.hosts.ports.Enrollments``."""

    async def add_code(self, code: KeptCode) -> datetime | Literal["name_taken", "too_many"]:
        mine = (host_codes.c.team == code.team, host_codes.c.owner == code.owner)
        async with transaction(self._engine) as connection:
            if await self._keeps_name(connection, code.team, code.name, code.owner):
                return "name_taken"
            older = delete(host_codes).where(
                *mine, host_codes.c.name == code.name, host_codes.c.used_at.is_(None)
            )
            await connection.execute(older)
            waiting = select(func.count()).select_from(host_codes).where(*mine, *_WORKS)
            if (await connection.execute(waiting)).scalar_one() >= CODES_MAX:
                return "too_many"
            made = (
                insert(host_codes)
                .values(
                    code_id=code.code_id, secret_hash=code.secret_hash, team=code.team, owner=code.owner,
                    name=code.name, expires_at=func.now() + CODE_LIFE,
                )
                .returning(host_codes.c.expires_at)
            )  # fmt: skip
            expires_at: datetime = (await connection.execute(made)).scalar_one()
        return expires_at

    async def code(self, code_id: str) -> KeptCode | None:
        asked = select(host_codes).where(host_codes.c.code_id == code_id, *_WORKS)
        async with statement(self._quick) as connection:
            row = (await connection.execute(asked)).mappings().one_or_none()
        if row is None:
            return None
        return KeptCode(**{name: row[name] for name in ("code_id", "secret_hash", "team", "owner", "name")})

    async def miss_code(self, code_id: str) -> None:
        missed = update(host_codes).where(host_codes.c.code_id == code_id)
        async with statement(self._quick) as connection:
            await connection.execute(missed.values(misses=host_codes.c.misses + 1))

    async def salt(self) -> bytes:
        made = upsert(gateway).values(salt=token_bytes(32)).on_conflict_do_nothing()
        async with transaction(self._engine) as connection:
            await connection.execute(made)
            kept: bytes = (await connection.execute(select(gateway.c.salt))).scalar_one()
        return kept

    async def enroll(self, code_id: str, joining: Joining) -> Host | Literal["bad_code", "name_taken"]:
        try:
            async with transaction(self._engine) as connection:
                locked = select(host_codes).where(host_codes.c.code_id == code_id, *_WORKS).with_for_update()
                code = (await connection.execute(locked)).mappings().one_or_none()
                if code is None:
                    return "bad_code"
                if await self._keeps_name(connection, code["team"], code["name"], code["owner"]):
                    return "name_taken"
                used = (
                    update(host_codes)
                    .where(host_codes.c.code_id == code_id, *_WORKS)
                    .values(used_at=func.clock_timestamp())
                )
                if not (await connection.execute(used)).rowcount:
                    return "bad_code"
                return await self._join(connection, code, joining)
        except IntegrityError:  # another machine joined under that name at the same moment
            return "name_taken"

    async def _keeps_name(self, connection: AsyncConnection, team: str, name: str, owner: str) -> bool:
        """Whether somebody's live Host has the name; one whose Agent never came makes way for its owner."""
        live = (hosts.c.team == team, hosts.c.name == name, hosts.c.state != "revoked")
        made_way = (hosts.c.owner == owner, hosts.c.seen_at.is_(None))
        taken = select(func.count()).select_from(hosts).where(*live)
        never_came = taken.where(*made_way)
        count = (await connection.execute(taken)).scalar_one()
        return bool(count and not (await connection.execute(never_came)).scalar_one())

    async def _join(self, connection: AsyncConnection, code: Row, joining: Joining) -> Host:
        never_came = select(hosts.c.id).where(
            hosts.c.team == code["team"], hosts.c.name == code["name"], hosts.c.state != "revoked"
        )
        for host_id in (await connection.execute(never_came)).scalars():
            await self._end(connection, host_id, "replaced", remove=True)
        made = (
            insert(hosts)
            .values(
                id=joining.host_id, team=code["team"], name=code["name"], owner=code["owner"], state="joined",
                hostname=joining.hostname, agent_version=joining.agent_version, key_hash=joining.key_hash,
                session=joining.session,
            )
            .returning(*HOST_COLUMNS)
        )  # fmt: skip
        row = (await connection.execute(made)).mappings().one()
        host = to_host(row)
        await self._tell_owner(connection, row, "joined")
        noted = insert(host_audit).values(
            team=host.team, asker=host_label(host.id), action="enroll", allowed=True, host_id=host.id,
            host_name=host.name, detail=host.owner,
        )  # fmt: skip
        await connection.execute(noted)
        await self._seen(connection, host.id)
        return host
