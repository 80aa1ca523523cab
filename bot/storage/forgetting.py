"""Forgets a person: erases what is theirs, and takes their name off what others still need."""

# ruff: noqa: D102  # the Protocol in bot/preferences/ports.py says what it does

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, and_, case, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.home.ports import HomeChanges
from bot.onboarding.model import NOTICE, Onboarding
from bot.storage.host_tables import checks
from bot.storage.leading import may_stand
from bot.storage.leading_tables import guide_walks, handovers, ratings
from bot.storage.onboarding_rows import from_onboarding, to_onboarding
from bot.storage.onboarding_tables import onboardings
from bot.storage.store import DeferAnswer
from bot.storage.tables import people, questions, replies
from bot.storage.transactions import reopen, transaction
from bot.storage.trial_words import drop_words
from bot.storage.worklist_tables import worklist

FORGOTTEN = "forgotten-"
"""How the random word begins that takes the place of a person's id."""


def new_nobody() -> str:
    """Takes the place of one person's id; the same for all that is theirs, and for nobody else's."""
    return f"{FORGOTTEN}{uuid4().hex}"


def bare(onboarding: Onboarding) -> Onboarding:
    """Nothing but that they want none of it: otherwise somebody would write to them again."""
    return replace(
        onboarding, marks={}, read=(), lead=None, started_by=None, zone="", request=None, notice=None
    )


class SqlForgetting:
    """Implements Forgetting. ``homes`` is told, so that App Home shows nothing of it any more."""

    def __init__(self, engine: AsyncEngine, defer: DeferAnswer, homes: HomeChanges | None = None) -> None:
        self._engine, self._defer, self._homes = engine, defer, homes

    async def forget_person(self, team: str, user_id: str, but: Collection[UUID] = ()) -> None:
        nobody = new_nobody()
        async with transaction(self._engine) as connection:
            await connection.execute(delete(people).where(people.c.team == team, people.c.user_id == user_id))
            await self._forget_checklist(connection, team, user_id)
            await _forget_rating(connection, team, user_id, nobody)
            settled = _settled_questions(team, user_id, but)
            erased = (await connection.execute(settled)).scalars().all()
            await _erase(connection, erased, user_id, nobody)
        if self._homes is not None:
            await self._homes.changed(team, user_id)
            await self._homes.work_changed(team)

    async def _forget_checklist(self, connection: AsyncConnection, team: str, user_id: str) -> None:
        begun = update(onboardings).where(onboardings.c.team == team, onboardings.c.started_by == user_id)
        await connection.execute(begun.values(started_by=None))
        mine = and_(onboardings.c.team == team, onboardings.c.user_id == user_id)
        row = (await connection.execute(select(onboardings).where(mine).with_for_update())).mappings().first()
        if row is None:
            return
        if row["notice"]:
            await reopen(connection, [row["notice"]], self._defer, withdrawn=True)
        if row["state"] == "stopped":
            kept = from_onboarding(bare(to_onboarding(row)))
            await connection.execute(update(onboardings).where(mine).values(kept))
        else:
            await connection.execute(delete(onboardings).where(mine))


async def _forget_rating(connection: AsyncConnection, team: str, user_id: str, nobody: str) -> None:
    here = select(questions.c.id).where(questions.c.team == team)
    rated = update(ratings).where(ratings.c.user_id == user_id, ratings.c.question_id.in_(here))
    listed = update(worklist).where(worklist.c.by == user_id, worklist.c.question_id.in_(here))
    await connection.execute(rated.values(user_id=nobody, words="", may_ask=False))
    await connection.execute(listed.values(by="", words=""))


def _settled_questions(team: str, user_id: str, but: Collection[UUID]) -> Select[Any]:
    """Theirs that nobody is at work on. What a host's owner or a maintainer was told is not of their asking."""
    question = questions.c.id
    is_waiting = exists().where(
        replies.c.question_id == question,
        or_(
            replies.c.state == "pending",
            and_(replies.c.state == "posted", replies.c.revision < questions.c.revision),
        ),
    )
    is_with_people = exists().where(
        or_(handovers.c.root_id == question, handovers.c.question_id == question),
        handovers.c.resolved_by.is_(None),
        may_stand(),
    )
    is_checked = exists().where(checks.c.question_id == question, checks.c.status == "waiting")
    is_own = or_(questions.c.surface != "notice", questions.c.text.startswith(f"{NOTICE}:"))
    mine = (questions.c.team == team, questions.c.user_id == user_id, is_own, question.not_in(but))
    return (
        select(question)
        .where(*mine, ~is_waiting, ~is_with_people, ~is_checked)
        .order_by(question)
        .with_for_update()
    )


async def _erase(connection: AsyncConnection, erased: Collection[UUID], user_id: str, nobody: str) -> None:
    """Their words; where and when stays, by which a deletion finds its answer."""
    if not erased:
        return
    said = await connection.execute(select(questions.c.text).where(questions.c.id.in_(erased)))
    await drop_words(connection, said.scalars().all())
    mine = update(questions).where(questions.c.id.in_(erased))
    channel = case((questions.c.channel == user_id, nobody), else_=questions.c.channel)
    values: dict[str, Any] = {
        "text": "",
        "user_id": nobody,
        "channel": channel,
        "platform": {},
        "response_url": None,
    }
    await connection.execute(mine.values(values))
    await connection.execute(delete(worklist).where(worklist.c.question_id.in_(erased)))
    await connection.execute(delete(guide_walks).where(guide_walks.c.question_id.in_(erased)))
    await connection.execute(update(checks).where(checks.c.question_id.in_(erased)).values(asker=nobody))
    given = or_(handovers.c.root_id.in_(erased), handovers.c.question_id.in_(erased))
    await connection.execute(update(handovers).where(given).values(user_id=nobody))
