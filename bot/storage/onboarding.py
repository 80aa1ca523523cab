"""Onboarding in PostgreSQL."""

# ruff: noqa: D102  # the Protocol in bot/onboarding/ports.py says what each method does

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.onboarding.model import Onboarding, notice_text
from bot.onboarding.ports import Change, Looked
from bot.storage.host_tables import checks, host_jobs, hosts, observations
from bot.storage.hosts.rows import HOST_COLUMNS, to_host, to_observation
from bot.storage.model import Asked
from bot.storage.onboarding_rows import from_onboarding, shows_other, to_onboarding, told_by
from bot.storage.onboarding_tables import onboardings
from bot.storage.store import DeferAnswer
from bot.storage.transactions import driver, put, reopen, transaction


class DeferPerson(Protocol):
    """Queues a job about somebody whose checklist has changed, inside the caller's transaction."""

    async def __call__(self, team: str, user: str, connection: psycopg.AsyncConnection) -> None:
        """Raises the driver's own faults."""
        ...


class SqlOnboardings:
    """Implements Onboardings. ``on_changed`` hears of every change of somebody's checklist (App Home shows it)."""

    def __init__(
        self, engine: AsyncEngine, defer_answer: DeferAnswer, on_changed: DeferPerson | None = None
    ) -> None:
        self._engine, self._defer_answer, self._on_changed = engine, defer_answer, on_changed

    async def begin(self, new: Onboarding) -> tuple[Onboarding, bool]:
        values = from_onboarding(new) | {"notice": uuid4()}
        made = insert(onboardings).values(values).on_conflict_do_nothing().returning(*onboardings.c)
        async with transaction(self._engine) as connection:
            row = (await connection.execute(made)).mappings().one_or_none()
            if row is not None:
                begun = to_onboarding(row)
                await self._say(connection, begun, "list", values["notice"])
                await self._changed(connection, begun)
                return begun, True
            kept = await self._held(
                connection, onboardings.c.team == new.team, onboardings.c.user_id == new.user
            )
        return kept or new, False

    async def change(self, onboarding_id: UUID, change: Change) -> Onboarding | None:
        async with transaction(self._engine) as connection:
            before = await self._held(connection, onboardings.c.id == onboarding_id)
            if before is None or (after := change(before)) == before:
                return before
            values = from_onboarding(after)
            if after.request != before.request:
                values["notice"] = uuid4()
                await self._take_away(connection, before.notice)
                await self._say(connection, after, "list", values["notice"])
            elif before.notice and shows_other(before, after):
                await reopen(connection, [before.notice], self._defer_answer)
            for what in told_by(before, after):
                await self._say(connection, after, what, uuid4())
            kept = update(onboardings).where(onboardings.c.id == onboarding_id).values(values)
            row = (await connection.execute(kept.returning(*onboardings.c))).mappings().one()
            await self._changed(connection, after)
        return to_onboarding(row)

    async def find(self, onboarding_id: UUID) -> Onboarding | None:
        return next(iter(await self._several(onboardings.c.id == onboarding_id)), None)

    async def of(self, team: str, user: str) -> Onboarding | None:
        mine = (onboardings.c.team == team, onboardings.c.user_id == user)
        return next(iter(await self._several(*mine)), None)

    async def everyone(self, team: str) -> Sequence[Onboarding]:
        return await self._several(onboardings.c.team == team)

    async def idle(self, since: datetime, started: datetime) -> Sequence[Onboarding]:
        stands = (onboardings.c.progressed_at <= since, onboardings.c.started_at >= started)
        return await self._several(onboardings.c.state == "active", *stands)

    async def hosts_of(self, team: str, user: str) -> Sequence[UUID]:
        mine = (hosts.c.team == team, hosts.c.owner == user, hosts.c.state.in_(("joined", "kept")))
        async with transaction(self._engine) as connection:
            found = await connection.execute(select(hosts.c.id).where(*mine).order_by(hosts.c.enrolled_at))
            return found.scalars().all()

    async def looked(self, host_id: UUID, observation_id: UUID | None) -> Looked | None:
        asked_for = select(*HOST_COLUMNS).where(hosts.c.id == host_id, hosts.c.state.in_(("joined", "kept")))
        seen = select(observations).where(observations.c.host_id == host_id)
        if observation_id is not None:
            seen = seen.where(observations.c.id == observation_id)
        newest = seen.order_by(observations.c.received_at.desc()).limit(1)
        async with transaction(self._engine) as connection:
            host = (await connection.execute(asked_for)).mappings().one_or_none()
            if host is None:
                return None
            row = (await connection.execute(newest)).mappings().one_or_none()
            if row is None:
                return Looked(host=to_host(host))
            wanted = (
                select(checks.c.asker, host_jobs.c.about_user)
                .join(host_jobs, host_jobs.c.id == checks.c.job_id)
                .where(checks.c.observation_id == row["id"])
                .distinct()
            )
            asked = tuple((one.asker, one.about_user) for one in await connection.execute(wanted))
        return Looked(host=to_host(host), observation=to_observation(row), asked=asked)

    async def _several(self, *which: ColumnElement[bool]) -> Sequence[Onboarding]:
        found = select(onboardings).where(*which).order_by(onboardings.c.progressed_at, onboardings.c.id)
        async with transaction(self._engine) as connection:
            return [to_onboarding(row) for row in (await connection.execute(found)).mappings()]

    async def _held(self, connection: AsyncConnection, *which: ColumnElement[bool]) -> Onboarding | None:
        held = select(onboardings).where(*which).with_for_update()
        row = (await connection.execute(held)).mappings().one_or_none()
        return to_onboarding(row) if row else None

    async def _changed(self, connection: AsyncConnection, onboarding: Onboarding) -> None:
        if self._on_changed is not None:
            await self._on_changed(onboarding.team, onboarding.user, await driver(connection))

    async def _say(
        self, connection: AsyncConnection, onboarding: Onboarding, what: str, question_id: UUID
    ) -> None:
        """A question that nobody asked, answered like every other: once, whatever dies in between."""
        asked = Asked(
            id=question_id, team=onboarding.team, channel=onboarding.user, user_id=onboarding.user,
            surface="notice", text=notice_text(what, onboarding.id), language=onboarding.language,
        )  # fmt: skip
        await put(connection, asked, self._defer_answer)

    async def _take_away(self, connection: AsyncConnection, question_id: UUID | None) -> None:
        """Has a message deleted that another follows."""
        if question_id is not None:
            await reopen(connection, [question_id], self._defer_answer, withdrawn=True)
