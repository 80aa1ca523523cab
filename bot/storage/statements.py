"""Statements that several methods of the SQL Store begin with."""

# ruff: noqa: D103  # their names and SQL say what they are

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, Update, func, select, update
from sqlalchemy.dialects.postgresql import Insert, insert

from bot.storage import rows
from bot.storage.model import CALLS, ThreadState
from bot.storage.tables import claims, questions, replies, threads


def calls_of(team: str, channel: str, thread: str) -> Select[UUID]:
    """The questions of the thread that will be answered there for all to see and are not yet."""
    place = (questions.c.team == team, questions.c.channel == channel, questions.c.thread == thread)
    waits = (questions.c.surface.in_(CALLS), questions.c.outcome.is_(None), ~questions.c.withdrawn)
    return select(questions.c.id).where(*place, *waits)


def event_after(team: str, event: str | None, lasts: timedelta) -> Update:
    """Frees the name of an event that was taken longer ago; the click itself stays taken."""
    is_old = claims.c.claimed_at < func.now() - lasts
    return (
        update(claims)
        .where(claims.c.team == team, claims.c.event == event, is_old)
        .values(event=func.concat("past:", claims.c.id))
    )


def button_of(question_id: UUID) -> Update:
    """Frees the button whose press is this question; the click itself stays taken."""
    place = (claims.c.team == questions.c.team, claims.c.channel == questions.c.channel)
    pressed = (questions.c.id == question_id, questions.c.surface == "button", claims.c.ts == questions.c.ts)
    return update(claims).where(*pressed, *place).values(event=None)


def question(question_id: UUID) -> Update:
    return update(questions).where(questions.c.id == question_id)


def reply(question_id: UUID) -> Update:
    return update(replies).where(replies.c.question_id == question_id).values(updated_at=func.now())


def thread_upsert(team: str, channel: str, thread: str, state: ThreadState) -> Insert:
    kept = rows.from_known(state.platform, state.language) | {"entry": state.entry, "updated_at": func.now()}
    made = insert(threads).values(team=team, channel=channel, thread=thread, **kept)
    return made.on_conflict_do_update(index_elements=["team", "channel", "thread"], set_=kept)
