"""What an outcome does to the work-list; the Store runs it in the transaction that records the outcome."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Update, and_, exists, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import Insert, insert

from bot.storage.model import Outcome
from bot.storage.tables import questions
from bot.storage.worklist_tables import worklist
from bot.worklist.model import WHYS

UNANSWERED = ("abstain", "suggest")
UNASKED = "overheard"
"""Only what is answered is taken up unasked, so it says nothing of how much goes unanswered."""

NEVER_NOTED = ("button", "notice")
"""Surfaces of questions that nobody put into words."""

CHECKED = "host"
"""The outcome of what was answered with a Report. That can be rated however it was asked for."""


def of_outcome(question_id: UUID, outcome: Outcome) -> Iterator[Insert | Update]:
    """The same outcome again changes nothing; that of an edited question puts it on the list again."""
    others = [why for why in UNANSWERED if why != outcome.kind]
    yield settled([question_id], others, "answered", "")
    if outcome.kind in UNANSWERED:
        yield noted(question_id, outcome.kind)
    if outcome.settles is not None:
        yield settled([outcome.settles], ["suggest"], "chosen", "")


def resolved(question_id: UUID, by: str) -> Iterator[Insert | Update]:
    """Whatever it was there for is done with; of a Report nothing is left to teach."""
    yield settled([question_id], [why for why in WHYS if why != "resolved"], "resolved", by)
    is_taught = exists().where(worklist.c.question_id == question_id, worklist.c.settled_as == "taught")
    yield noted(question_id, "resolved", questions.c.outcome.is_distinct_from(CHECKED), ~is_taught, by=by)


def noted(
    question_id: UUID, why: str, *needed: ColumnElement[bool], again: bool = False, **details: Any
) -> Insert:
    """The note, if there is such a question; ``again`` replaces one of the same revision too."""
    columns = ("question_id", "why", "revision", "at", *details)
    row = select(
        questions.c.id, literal(why), questions.c.revision, func.now(), *map(literal, details.values())
    ).where(
        questions.c.id == question_id, ~questions.c.withdrawn, *needed,
        or_(and_(questions.c.surface.not_in(NEVER_NOTED), questions.c.text != ""), questions.c.outcome == CHECKED),
    )  # fmt: skip
    made = insert(worklist).from_select(columns, row)
    fresh: dict[str, Any] = {name: made.excluded[name] for name in ("revision", "at", *details)}
    fresh |= {"settled_at": None, "settled_as": None, "settled_by": None}
    is_newer = None if again else worklist.c.revision < made.excluded.revision
    return made.on_conflict_do_update(index_elements=["question_id", "why"], set_=fresh, where=is_newer)


def settled(question_ids: list[UUID], whys: list[str], how: str, by: str) -> Update:
    """Takes open notes off the list."""
    which = (worklist.c.question_id.in_(question_ids), worklist.c.settled_at.is_(None))
    done = update(worklist).where(*which, worklist.c.why.in_(whys))
    return done.values(settled_at=func.now(), settled_as=how, settled_by=by)
