"""Ratings, helpers, handovers and guides in PostgreSQL."""

# ruff: noqa: D102  # the Protocols in bot/feedback, bot/helping and bot/guides say what methods do

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.feedback.ports import Rating
from bot.guides.ports import GOING_ON, Spot, State, Walk
from bot.helping.ports import Handover, Helpers
from bot.storage.leading_tables import channel_helpers, guide_walks, handovers, ratings
from bot.storage.model import platform_from_json, platform_to_json
from bot.storage.store import DeferAnswer
from bot.storage.tables import questions, replies
from bot.storage.transactions import reopen, transaction


class SqlRatings:
    """Implements Ratings."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def rate(self, rating: Rating) -> bool:
        values = _rating_columns(rating)
        made = insert(ratings).values(values)
        said = {name: made.excluded[name] for name in ("is_good", "reason", "words", "may_ask")}
        differs = or_(*(ratings.c[name] != value for name, value in said.items()))
        seen = {name: made.excluded[name] for name in ("entry", "platform", "score")}
        kept = made.on_conflict_do_update(
            index_elements=["question_id", "user_id"],
            set_={**said, **seen, "rated_at": func.now()},
            where=differs,
        )
        async with transaction(self._engine) as connection:
            for question_id in sorted({rating.question_id, rating.root_id}):
                if not await _is_there(connection, question_id):
                    return False
            done = await connection.execute(kept.returning(ratings.c.question_id))
            return done.one_or_none() is not None

    async def ratings(self, root_id: UUID) -> tuple[Rating, ...]:
        is_there = exists().where(questions.c.id == ratings.c.root_id, ~questions.c.withdrawn)
        mine = select(ratings).where(ratings.c.root_id == root_id, is_there)
        async with transaction(self._engine) as connection:
            rows = await connection.execute(mine.order_by(ratings.c.rated_at, ratings.c.user_id))
            return tuple(_rating(row) for row in rows.mappings())


class SqlHelp:
    """Implements Help. ``defer`` queues the answering job on the connection that it is given."""

    def __init__(self, engine: AsyncEngine, defer: DeferAnswer) -> None:
        self._engine, self._defer = engine, defer

    async def helpers(self, team: str, channel: str) -> Helpers:
        mine = (channel_helpers.c.team == team, channel_helpers.c.channel == channel)
        async with transaction(self._engine) as connection:
            row = (await connection.execute(select(channel_helpers).where(*mine))).mappings().one_or_none()
        return Helpers(people=tuple(row["people"]), groups=tuple(row["groups"])) if row else Helpers()

    async def keep_helpers(self, team: str, channel: str, helpers: Helpers, *, by: str, at: datetime) -> None:
        values = {"people": list(helpers.people), "groups": list(helpers.groups), "set_by": by, "set_at": at}
        made = insert(channel_helpers).values(team=team, channel=channel, **values)
        kept = made.on_conflict_do_update(
            index_elements=["team", "channel"], set_=values, where=channel_helpers.c.set_at <= at
        )
        async with transaction(self._engine) as connection:
            await connection.execute(kept)

    async def hand(
        self, handover: Handover, *, most: int, within: timedelta
    ) -> Handover | Literal["too_many"]:
        mine = (handovers.c.team == handover.team, handovers.c.user_id == handover.user)
        lately = select(func.count()).where(*mine, handovers.c.handed_at > func.now() - within)
        made = insert(handovers).values(
            root_id=handover.root_id,
            question_id=handover.question_id,
            team=handover.team,
            user_id=handover.user,
        )
        async with transaction(self._engine) as connection:
            # Two clicks of one person wait for each other, so that neither is counted past the other.
            person = func.hashtextextended(f"{handover.team}/{handover.user}", 0)
            await connection.execute(select(func.pg_advisory_xact_lock(person)))
            known = await _handed(connection, handover.root_id)
            if known is not None:
                return known
            if (await connection.execute(lately)).scalar_one() >= most:
                return "too_many"
            anew = {"question_id": handover.question_id, "user_id": handover.user, "handed_at": func.now()}
            given_back = update(handovers).where(handovers.c.root_id == handover.root_id, ~may_stand())
            await connection.execute(given_back.values(anew))
            await connection.execute(made.on_conflict_do_nothing())
            return await _handed(connection, handover.root_id) or handover

    async def handed(self, root_id: UUID) -> Handover | None:
        async with transaction(self._engine) as connection:
            return await _handed(connection, root_id)

    async def resolve(self, root_id: UUID, by: str) -> bool:
        which = (handovers.c.root_id == root_id, handovers.c.resolved_by.is_(None), may_stand())
        closed = update(handovers).where(*which)
        async with transaction(self._engine) as connection:
            done = closed.values(resolved_by=by, resolved_at=func.now()).returning(handovers.c.question_id)
            shown = (await connection.execute(done)).scalar_one_or_none()
            if shown is None:
                return False
            await reopen(connection, [shown], self._defer)
        return True


class SqlWalks:
    """Implements Walks. ``defer`` as above."""

    def __init__(self, engine: AsyncEngine, defer: DeferAnswer) -> None:
        self._engine, self._defer = engine, defer

    async def begin(self, question_id: UUID) -> Walk:
        made = insert(guide_walks).values(question_id=question_id, step=0, moves=0, state="walking")
        async with transaction(self._engine) as connection:
            await connection.execute(made.on_conflict_do_nothing())
        return await self.walk(question_id) or Walk(question_id=question_id)

    async def walk(self, question_id: UUID) -> Walk | None:
        return await self._one(guide_walks.c.question_id == question_id)

    async def move(self, question_id: UUID, moves: int, *, step: int, state: State) -> bool:
        mine = (guide_walks.c.question_id == question_id, guide_walks.c.moves == moves)
        values = {"step": step, "state": state, "moves": moves + 1, "updated_at": func.now()}
        moved = update(guide_walks).where(*mine).values(values).returning(guide_walks.c.question_id)
        async with transaction(self._engine) as connection:
            if (await connection.execute(moved)).one_or_none() is None:
                return False
            await reopen(connection, [question_id], self._defer)
        return True

    async def note_failure(self, question_id: UUID, failure_id: UUID) -> None:
        mine = update(guide_walks).where(guide_walks.c.question_id == question_id)
        async with transaction(self._engine) as connection:
            await connection.execute(mine.values(failure_id=failure_id, updated_at=func.now()))

    async def failed_in(self, failure_id: UUID) -> Walk | None:
        return await self._one(guide_walks.c.failure_id == failure_id)

    async def going_on(self, spot: Spot, within: timedelta) -> Walk | None:
        in_thread = or_(replies.c.thread == spot.thread, replies.c.ts == spot.thread)
        found = (
            select(guide_walks)
            .join(questions, questions.c.id == guide_walks.c.question_id)
            .join(replies, replies.c.question_id == questions.c.id)
            .where(questions.c.team == spot.team, questions.c.user_id == spot.user)
            .where(questions.c.asked_at < spot.at, guide_walks.c.updated_at > spot.at - within)
            .where(replies.c.channel == spot.channel, in_thread if spot.thread else true())
            .where(guide_walks.c.state.in_(GOING_ON), guide_walks.c.moved_to.is_(None))
            .order_by(guide_walks.c.updated_at.desc())
            .limit(1)
        )
        async with transaction(self._engine) as connection:
            row = (await connection.execute(found)).mappings().first()
        return _walk(row) if row else None

    async def bring(self, question_id: UUID, to: UUID) -> Walk | None:
        async with transaction(self._engine) as connection:
            row = await _held_walk(connection, question_id)
            while row and row["question_id"] != to and row["moved_to"]:
                row = await _held_walk(connection, row["moved_to"])
            if row is None or row["question_id"] == to:
                return _walk(row) if row else None
            made = insert(guide_walks).values(question_id=to, step=row["step"], moves=0, state="walking")
            mine = update(guide_walks).where(guide_walks.c.question_id == row["question_id"])
            brought = (await connection.execute(made.returning(*guide_walks.c))).mappings().one()
            await connection.execute(mine.values(moved_to=to, updated_at=func.now()))
            await reopen(connection, [row["question_id"]], self._defer)
        return _walk(brought)

    async def _one(self, which: Any) -> Walk | None:
        async with transaction(self._engine) as connection:
            row = (await connection.execute(select(guide_walks).where(which))).mappings().first()
        return _walk(row) if row else None


async def _held_walk(connection: AsyncConnection, question_id: UUID) -> Mapping[Any, Any] | None:
    held = select(guide_walks).where(guide_walks.c.question_id == question_id).with_for_update()
    return (await connection.execute(held)).mappings().one_or_none()


def _walk(row: Mapping[Any, Any]) -> Walk:
    return Walk(**{field.name: row[field.name] for field in fields(Walk)})


async def take_along(connection: AsyncConnection, root_id: UUID, defer: DeferAnswer) -> None:
    """A withdrawn question takes its ratings with it, and its words out of the message that asked people."""
    await connection.execute(delete(ratings).where(ratings.c.root_id == root_id))
    asked = await connection.execute(select(handovers.c.question_id).where(handovers.c.root_id == root_id))
    await reopen(connection, list(asked.scalars()), defer)


async def _is_there(connection: AsyncConnection, question_id: UUID) -> bool:
    """Locked, so that it is not withdrawn in the meantime."""
    found = select(questions.c.id).where(questions.c.id == question_id, ~questions.c.withdrawn)
    return (await connection.execute(found.with_for_update(read=True))).one_or_none() is not None


async def _handed(connection: AsyncConnection, root_id: UUID) -> Handover | None:
    mine = select(handovers).where(handovers.c.root_id == root_id, may_stand())
    found = await connection.execute(mine)
    row = found.mappings().one_or_none()
    if row is None:
        return None
    names = ("root_id", "question_id", "team", "resolved_by")
    return Handover(user=row["user_id"], **{name: row[name] for name in names})


def may_stand() -> ColumnElement[bool]:
    """Whether the message of a handover stands or is on its way."""
    gone = (replies.c.question_id == handovers.c.question_id, replies.c.state == "failed")
    return ~exists().where(*gone, replies.c.ts.is_(None))


def _rating_columns(rating: Rating) -> dict[str, Any]:
    return {
        "question_id": rating.question_id,
        "root_id": rating.root_id,
        "user_id": rating.user,
        "is_good": rating.is_good,
        "reason": rating.reason or "",
        "words": rating.words,
        "may_ask": rating.may_ask,
        "entry": rating.entry,
        "platform": platform_to_json(rating.platform),
        "score": rating.score,
    }


def _rating(row: Mapping[Any, Any]) -> Rating:
    names = ("question_id", "root_id", "is_good", "words", "may_ask", "entry", "score")
    return Rating(
        user=row["user_id"],
        reason=row["reason"] or None,
        platform=platform_from_json(row["platform"]),
        **{name: row[name] for name in names},
    )
