"""The Store in PostgreSQL. Moments are the server's own: only its clock is the same for every machine."""

# ruff: noqa: D102  # the Protocol in store.py says what each method does

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage import rows, statements
from bot.storage.faults import StorageDown
from bot.storage.leading import take_along
from bot.storage.model import (
    NOWHERE,
    Asked,
    Claim,
    Forgotten,
    Outcome,
    Person,
    QuestionRow,
    ReplyRow,
    ThreadState,
)
from bot.storage.store import DeferAnswer
from bot.storage.tables import channels, claims, people, questions, replies, threads
from bot.storage.transactions import put, reopen, transaction
from bot.storage.trial_words import drop_words
from bot.storage.worklist_statements import of_outcome

T = TypeVar("T")
TAKE_TRIES = 3
TAKE_PAUSE_S = 0.2
RESPONSE_URL_LIFE = timedelta(minutes=30)


class SqlStore:
    """Implements Store. ``defer`` queues the answering job on the connection that it is given."""

    def __init__(self, engine: AsyncEngine, defer: DeferAnswer) -> None:
        self._engine = engine
        self._defer = defer

    # Inbox

    async def claim(self, claim: Claim) -> bool:
        async def take(connection: AsyncConnection) -> bool:
            return await self._claim(connection, claim)

        return await self._taken(take)

    async def take_question(self, claim: Claim, asked: Asked) -> bool:
        async def take(connection: AsyncConnection) -> bool:
            if not await self._claim(connection, claim):
                return False
            await put(connection, asked, self._defer)
            return True

        return await self._taken(take)

    async def take_edit(self, claim: Claim, channel: str, ts: str, text: str) -> UUID | None:
        return await self._change(claim, channel, ts, questions.c.text != text, text=text)

    async def take_withdrawal(self, claim: Claim, channel: str, ts: str) -> UUID | None:
        erased = {"text": "", "withdrawn": True, "response_url": None}
        return await self._change(claim, channel, ts, **erased)

    async def _change(
        self, claim: Claim, channel: str, ts: str, *needed: ColumnElement[bool], **values: Any
    ) -> UUID | None:
        asked = (
            select(questions.c.id, questions.c.text)
            .where(questions.c.team == claim.team, questions.c.channel == channel, questions.c.ts == ts)
            .order_by(questions.c.asked_at.desc())
            .limit(1)
        )

        async def take(connection: AsyncConnection) -> UUID | None:
            if not await self._claim(connection, claim):
                return None
            found = (await connection.execute(asked)).all()
            changed = await reopen(connection, [row.id for row in found], self._defer, *needed, **values)
            if changed:
                await drop_words(connection, [row.text for row in found])
            for question in changed:
                if question.withdrawn:
                    await take_along(connection, question.id, self._defer)
            return changed[0].id if changed else None

        return await self._taken(take)

    async def thread(self, team: str, channel: str, thread: str) -> ThreadState | None:
        mine = (threads.c.team == team, threads.c.channel == channel, threads.c.thread == thread)
        async with transaction(self._engine) as connection:
            row = (await connection.execute(select(threads).where(*mine))).mappings().one_or_none()
            if row is None:
                called = select(statements.calls_of(team, channel, thread).exists())
                is_called = (await connection.execute(called)).scalar_one()
                return ThreadState() if is_called else None
        return rows.to_thread(row)

    async def keep_thread(self, team: str, channel: str, thread: str, state: ThreadState) -> None:
        async with transaction(self._engine) as connection:
            await connection.execute(statements.thread_upsert(team, channel, thread, state))

    async def person(self, team: str, user_id: str) -> Person | None:
        mine = (people.c.team == team, people.c.user_id == user_id)
        async with transaction(self._engine) as connection:
            row = (await connection.execute(select(people).where(*mine))).mappings().one_or_none()
        return rows.to_person(row) if row else None

    async def keep_person(self, team: str, user_id: str, person: Person) -> None:
        kept = rows.from_known(person.platform, person.language) | {"updated_at": func.now()}
        made = insert(people).values(team=team, user_id=user_id, **kept)
        async with transaction(self._engine) as connection:
            await connection.execute(
                made.on_conflict_do_update(index_elements=["team", "user_id"], set_=kept)
            )

    async def change_person(self, team: str, user_id: str, change: Callable[[Person], Person]) -> Person:
        mine = (people.c.team == team, people.c.user_id == user_id)
        nothing = insert(people).values(team=team, user_id=user_id, **rows.from_known(NOWHERE, None))
        async with transaction(self._engine) as connection:
            await connection.execute(nothing.on_conflict_do_nothing())
            held = await connection.execute(select(people).where(*mine).with_for_update())
            changed = change(rows.to_person(held.mappings().one()))
            kept = rows.from_known(changed.platform, changed.language) | {"updated_at": func.now()}
            await connection.execute(update(people).where(*mine).values(kept))
        return changed

    # Outbox

    async def load(self, question_id: UUID) -> tuple[QuestionRow, ReplyRow] | None:
        async with transaction(self._engine) as connection:
            asked = await connection.execute(select(questions).where(questions.c.id == question_id))
            question = asked.mappings().one_or_none()
            answered = await connection.execute(select(replies).where(replies.c.question_id == question_id))
            reply = answered.mappings().one_or_none()
        return (rows.to_question(question), rows.to_reply(reply)) if question and reply else None

    async def count_attempt(self, question_id: UUID) -> int:
        counted = (
            statements.reply(question_id)
            .values(attempts=replies.c.attempts + 1)
            .returning(replies.c.attempts)
        )
        async with transaction(self._engine) as connection:
            return (await connection.execute(counted)).scalar_one_or_none() or 0

    async def uncount_attempt(self, question_id: UUID) -> None:
        await self._run(
            statements.reply(question_id).values(attempts=func.greatest(replies.c.attempts - 1, 0))
        )

    async def record_outcome(self, question_id: UUID, outcome: Outcome) -> None:
        values = {"outcome": outcome.kind, "entry": outcome.entry, "score": outcome.score}
        async with transaction(self._engine) as connection:
            await connection.execute(statements.question(question_id).values(values))
            for change in of_outcome(question_id, outcome):
                await connection.execute(change)

    async def begin_post(self, question_id: UUID) -> None:
        await self._run(statements.reply(question_id).values(intended_at=func.now()))

    async def cancel_post(self, question_id: UUID) -> None:
        await self._run(statements.reply(question_id).values(intended_at=None))

    async def record_posted(
        self,
        question_id: UUID,
        *,
        channel: str,
        thread: str | None,
        ts: str | None,
        revision: int,
        private: bool = False,
        keep: ThreadState | None = None,
    ) -> str | None:
        values = {"channel": channel, "thread": thread, "ts": ts, "revision": revision, "private": private}
        posted = (
            statements.reply(question_id)
            .where(replies.c.state == "pending", replies.c.ts.is_(None))
            .values(state="posted", intended_at=None, **values)
            .returning(replies.c.ts)
        )
        async with transaction(self._engine) as connection:
            won = (await connection.execute(posted)).one_or_none()
            if won is None:
                stands = select(replies.c.ts).where(replies.c.question_id == question_id)
                return (await connection.execute(stands)).scalar_one_or_none()
            asked = statements.question(question_id).values(response_url=None).returning(questions.c.team)
            team = (await connection.execute(asked)).scalar_one()
            if keep and (place := thread or ts):
                await connection.execute(statements.thread_upsert(team, channel, place, keep))
        return ts

    async def record_updated(self, question_id: UUID, revision: int, keep: ThreadState | None = None) -> None:
        shown = statements.reply(question_id).values(
            state="posted", revision=func.greatest(replies.c.revision, revision), intended_at=None
        )
        async with transaction(self._engine) as connection:
            found = await connection.execute(
                shown.returning(replies.c.channel, replies.c.thread, replies.c.ts)
            )
            place = found.mappings().one_or_none()
            if keep and place and (place["thread"] or place["ts"]):
                asked = select(questions.c.team).where(questions.c.id == question_id)
                team = (await connection.execute(asked)).scalar_one()
                thread = place["thread"] or place["ts"]
                await connection.execute(statements.thread_upsert(team, place["channel"], thread, keep))

    async def record_withdrawn(self, question_id: UUID, revision: int) -> None:
        values = {"state": "withdrawn", "ts": None, "intended_at": None, "revision": revision}
        await self._end(question_id, statements.reply(question_id).values(values))

    async def record_failed(self, question_id: UUID, fault: str) -> None:
        failed = statements.reply(question_id).values(state="failed", fault=fault)
        await self._end(question_id, failed, statements.button_of(question_id))

    async def reserve_channel(self, team: str, channel: str, gap_s: float) -> float:
        now = func.clock_timestamp()
        until = {"free_at": now + timedelta(seconds=gap_s)}
        reserved = (
            insert(channels)
            .values(team=team, channel=channel, **until)
            .on_conflict_do_update(
                index_elements=["team", "channel"], set_=until, where=channels.c.free_at <= now
            )
            .returning(channels.c.team)
        )
        wait = select(func.extract("epoch", channels.c.free_at - now)).where(
            channels.c.team == team, channels.c.channel == channel
        )
        async with transaction(self._engine) as connection:
            if (await connection.execute(reserved)).one_or_none() is not None:
                return 0.0
            return max(0.001, float((await connection.execute(wait)).scalar_one()))

    async def hold_channel(self, team: str, channel: str, for_s: float) -> None:
        until = func.clock_timestamp() + timedelta(seconds=for_s)
        made = insert(channels).values(team=team, channel=channel, free_at=until)
        later = {"free_at": func.greatest(channels.c.free_at, made.excluded.free_at)}
        await self._run(made.on_conflict_do_update(index_elements=["team", "channel"], set_=later))

    # Upkeep

    async def forget(self, *, claims_after: timedelta, questions_after: timedelta) -> Forgotten:
        now = func.now()
        old = now - questions_after
        expired = (questions.c.response_url.is_not(None), questions.c.asked_at < now - RESPONSE_URL_LIFE)
        async with transaction(self._engine) as connection:
            claimed = await connection.execute(delete(claims).where(claims.c.claimed_at < now - claims_after))
            asked = await connection.execute(delete(questions).where(questions.c.asked_at < old))
            talked = await connection.execute(delete(threads).where(threads.c.updated_at < old))
            await connection.execute(update(questions).where(*expired).values(response_url=None))
        return Forgotten(claims=claimed.rowcount, questions=asked.rowcount, threads=talked.rowcount)

    # Transactions

    async def _claim(self, connection: AsyncConnection, claim: Claim) -> bool:
        values = {name: getattr(claim, name) for name in ("team", "surface", "channel", "ts", "event")}
        if claim.lasts:
            await connection.execute(statements.event_after(claim.team, claim.event, claim.lasts))
        made = insert(claims).values(values).on_conflict_do_nothing().returning(claims.c.id)
        return (await connection.execute(made)).one_or_none() is not None

    async def _end(self, question_id: UUID, *ended: Executable) -> None:
        async with transaction(self._engine) as connection:
            for statement in (*ended, statements.question(question_id).values(response_url=None)):
                await connection.execute(statement)

    async def _run(self, statement: Executable) -> None:
        async with transaction(self._engine) as connection:
            await connection.execute(statement)

    async def _taken(self, take: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Repeats while the database is away, within Slack's three seconds; a claim makes that harmless."""
        for tried in range(1, TAKE_TRIES + 1):
            try:
                async with transaction(self._engine) as connection:
                    return await take(connection)
            except StorageDown:
                if tried == TAKE_TRIES:
                    raise
                pause_s = TAKE_PAUSE_S * tried * random.uniform(0.5, 1.5)  # noqa: S311  # jitter, no secret
                await asyncio.sleep(pause_s)
        raise AssertionError("unreachable")
