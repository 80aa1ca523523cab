"""Keys in PostgreSQL: offered while one is asked for, past once another is used; and what sets a Host aside."""

# ruff: noqa: D102  # the Protocol in bot/hosts/ports.py says what each method does

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA

from bot.hosts.model import KEY_OVERLAP, OFFERS_MAX, PAST_KEYS_KEPT, AuditRow, Because
from bot.hosts.ports import Offer
from bot.storage.host_tables import hosts
from bot.storage.hosts.base import HostsBase
from bot.storage.hosts.rows import host_label
from bot.storage.transactions import transaction

_IS_ASKED = func.coalesce(hosts.c.rotation_asked_at > func.now() - KEY_OVERLAP, False)


def _past_with(key: ColumnElement[bytes]) -> ColumnElement[list[bytes]]:
    return func.trim_array(
        func.array_prepend(key, hosts.c.past_keys, type_=ARRAY(BYTEA)),
        func.greatest(func.cardinality(hosts.c.past_keys) + 1 - PAST_KEYS_KEPT, 0),
    )


class SqlKeys(HostsBase):
    """The part of ``bot.hosts.ports.AgentRecords`` that is about keys."""

    async def promote_key(self, host_id: UUID, next_hash: bytes) -> bool:
        promoted = (
            update(hosts)
            .where(hosts.c.id == host_id, hosts.c.next_key_hash == next_hash)
            .values(
                key_hash=next_hash, next_key_hash=None, past_keys=_past_with(hosts.c.key_hash),
                key_at=func.now(), rotation_asked_at=None, key_offers=0,
            )
            .returning(hosts.c.team, hosts.c.name)
        )  # fmt: skip
        async with transaction(self._engine) as connection:
            host = (await connection.execute(promoted)).one_or_none()
            if host is None:
                return False
            row = AuditRow(
                team=host.team, asker=host_label(host_id), action="key", allowed=True, host_id=host_id,
                host_name=host.name,
            )  # fmt: skip
            await self._note(connection, row)
            return True

    async def offer_key(self, host_id: UUID, next_hash: bytes) -> Offer:
        asked = select(hosts.c.state, hosts.c.key_offers, _IS_ASKED.label("is_asked"))
        offered = update(hosts).where(hosts.c.id == host_id)
        async with transaction(self._engine) as connection:
            locked = asked.where(hosts.c.id == host_id).with_for_update(key_share=True)
            host = (await connection.execute(locked)).one_or_none()
            if host is None:
                return "unknown"
            if host.state in ("quarantined", "revoked"):
                return "revoked" if host.state == "revoked" else "quarantined"
            if not host.is_asked:
                return "not_asked"
            if host.key_offers >= OFFERS_MAX:
                await self._set_aside(connection, host_id, "new_keys")
                return "quarantined"
            replaced = case(
                (hosts.c.next_key_hash.is_(None), hosts.c.past_keys), else_=_past_with(hosts.c.next_key_hash)
            )
            await connection.execute(
                offered.values(next_key_hash=next_hash, past_keys=replaced, key_offers=hosts.c.key_offers + 1)
            )
            return "offered"

    async def quarantine(self, host_id: UUID, because: Because) -> None:
        async with transaction(self._engine) as connection:
            await self._set_aside(connection, host_id, because)
