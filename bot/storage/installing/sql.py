"""Workspaces that installed the bot, in PostgreSQL."""

# ruff: noqa: D102  # the Protocol in bot.installing.model says what each method does

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.installing.model import GONE, Installation, KeyMissingError
from bot.installing.sealing import Sealer
from bot.storage.installation_tables import install_states, installations
from bot.storage.tables import questions, replies
from bot.storage.transactions import transaction

_PLAIN = ("team", "enterprise", "name", "app", "bot_user", "bot", "installed_by")


class SqlInstallations:
    """Implements Installations; tokens are sealed before they leave the process."""

    def __init__(self, engine: AsyncEngine, sealer: Sealer) -> None:
        self._engine, self._sealer = engine, sealer

    async def begin(self, state_hash: bytes, browser_hash: bytes, life: timedelta) -> None:
        made = insert(install_states).values(
            state_hash=state_hash, browser_hash=browser_hash, expires_at=func.now() + life
        )
        async with transaction(self._engine) as connection:
            await connection.execute(delete(install_states).where(install_states.c.expires_at < func.now()))
            await connection.execute(made)

    async def spend(self, state_hash: bytes) -> bytes | None:
        spent = (
            delete(install_states)
            .where(install_states.c.state_hash == state_hash)
            .returning(install_states.c.browser_hash, install_states.c.expires_at > func.now())
        )
        async with transaction(self._engine) as connection:
            row = (await connection.execute(spent)).one_or_none()
        return bytes(row[0]) if row and row[1] else None

    async def keep(self, installation: Installation) -> None:
        values: dict[str, Any] = {name: getattr(installation, name) for name in _PLAIN}
        values |= {
            "scopes": list(installation.scopes),
            "sealed_token": self._sealer.seal(installation.team, installation.token),
            "installed_at": func.now(),
        }
        made = insert(installations).values(values)
        async with transaction(self._engine) as connection:
            await connection.execute(made.on_conflict_do_update(index_elements=["team"], set_=values))

    async def find(self, team: str) -> Installation | None:
        async with transaction(self._engine) as connection:
            found = await connection.execute(select(installations).where(installations.c.team == team))
            row = found.mappings().one_or_none()
        return self._opened(row) if row else None

    async def installed_at(self, team: str) -> datetime | None:
        wanted = select(installations.c.installed_at).where(installations.c.team == team)
        async with transaction(self._engine) as connection:
            return (await connection.execute(wanted)).scalar_one_or_none()

    async def remove(self, team: str, token: str) -> int | None:
        mine = select(installations.c.sealed_token).where(installations.c.team == team).with_for_update()
        waiting = select(questions.c.id).where(questions.c.team == team)
        given_up = (
            update(replies)
            .where(replies.c.state == "pending", replies.c.question_id.in_(waiting))
            .values(state="failed", fault=GONE, intended_at=None, updated_at=func.now())
        )
        unanswerable = (
            update(questions)
            .where(questions.c.team == team, questions.c.response_url.is_not(None))
            .values(response_url=None)
        )
        async with transaction(self._engine) as connection:
            sealed = (await connection.execute(mine)).scalar_one_or_none()
            if sealed is None or self._sealer.open(team, bytes(sealed)) != token:
                return None
            await connection.execute(delete(installations).where(installations.c.team == team))
            count = (await connection.execute(given_up)).rowcount
            await connection.execute(unanswerable)
        return count

    async def teams(self) -> list[str]:
        async with transaction(self._engine) as connection:
            found = await connection.execute(select(installations.c.team).order_by(installations.c.team))
            return list(found.scalars())

    async def seal_anew(self) -> int:
        wanted = select(installations.c.team, installations.c.sealed_token).order_by(installations.c.team)
        async with transaction(self._engine) as connection:
            rows = [(row.team, bytes(row.sealed_token)) for row in await connection.execute(wanted)]
            old = [(team, sealed) for team, sealed in rows if not self._sealer.is_current(team, sealed)]
            opened = [(team, sealed, self._sealer.open(team, sealed)) for team, sealed in old]
            if lost := sum(token is None for _, _, token in opened):
                raise KeyMissingError(lost)
            for team, sealed, token in opened:
                same = (installations.c.team == team, installations.c.sealed_token == sealed)
                anew = self._sealer.seal(team, token or "")
                await connection.execute(update(installations).where(*same).values(sealed_token=anew))
        return len(opened)

    def _opened(self, row: Mapping[Any, Any]) -> Installation:
        token = self._sealer.open(row["team"], bytes(row["sealed_token"]))
        if token is None:
            raise KeyMissingError(1)
        return Installation(**{name: row[name] for name in _PLAIN}, scopes=tuple(row["scopes"]), token=token)
