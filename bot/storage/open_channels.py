"""The channels in which the bot answers without being called: in PostgreSQL, and the twin in memory."""

# ruff: noqa: D102  # the Protocol in bot/overhearing says what methods do

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.open_channel_tables import open_channels
from bot.storage.transactions import transaction


class SqlOpenChannels:
    """Implements OpenChannels."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def is_open(self, team: str, channel: str) -> bool:
        mine = (open_channels.c.team == team, open_channels.c.channel == channel)
        async with transaction(self._engine) as connection:
            found = await connection.execute(select(open_channels.c.is_open).where(*mine))
            return bool(found.scalar_one_or_none())

    async def set_open(self, team: str, channel: str, *, is_open: bool, by: str, at: datetime) -> None:
        values = {"is_open": is_open, "set_by": by, "set_at": at}
        made = insert(open_channels).values(team=team, channel=channel, **values)
        kept = made.on_conflict_do_update(
            index_elements=["team", "channel"], set_=values, where=open_channels.c.set_at <= at
        )
        async with transaction(self._engine) as connection:
            await connection.execute(kept)


class MemoryOpenChannels:
    """Implements OpenChannels for one event loop."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[bool, datetime]] = {}

    async def is_open(self, team: str, channel: str) -> bool:
        return (team, channel) in self._kept and self._kept[team, channel][0]

    async def set_open(self, team: str, channel: str, *, is_open: bool, by: str, at: datetime) -> None:
        known = self._kept.get((team, channel))
        if known is None or known[1] <= at:
            self._kept[team, channel] = (is_open, at)
