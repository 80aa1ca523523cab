"""The work-list in PostgreSQL."""

# ruff: noqa: D102  # the Protocol in bot/worklist/ports.py says what each method does

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.platforms.model import Platform
from bot.storage.model import platform_from_json
from bot.storage.tables import questions
from bot.storage.transactions import transaction
from bot.storage.worklist_statements import CHECKED, NEVER_NOTED, UNASKED, noted, resolved, settled
from bot.storage.worklist_tables import worklist
from bot.text.normalise import normalise
from bot.worklist.model import WHYS, Item, Note, RatedEntry, Settled, Tally

MAY_STILL_CHOOSE = timedelta(minutes=10)
MOST_RATED = 5
CHECK = "/docker-check"
"""All that is told of a question that was answered with a Report."""


class SqlWorklist:
    """Implements Worklist."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def note_bad_rating(self, question_id: UUID, *, by: str, reason: str, words: str = "") -> None:
        async with transaction(self._engine) as connection:
            note = noted(question_id, "rated", again=True, detail=reason, words=words, by=by)
            await connection.execute(note)

    async def note_handed(self, question_id: UUID, *, by: str) -> None:
        async with transaction(self._engine) as connection:
            await connection.execute(noted(question_id, "handed", by=by))

    async def note_resolved(self, question_id: UUID, *, by: str) -> None:
        async with transaction(self._engine) as connection:
            for change in resolved(question_id, by):
                await connection.execute(change)

    async def items(self, team: str, *, settled: bool = False, limit: int = 1_000) -> Sequence[Item]:
        mine = (worklist.c.question_id == questions.c.id,)
        waits = and_(worklist.c.why == "suggest", worklist.c.at > func.now() - MAY_STILL_CHOOSE)
        which = exists().where(*mine, ~waits) if settled else exists().where(*mine, _is_open(), ~waits)
        found = (
            select(questions.c.id)
            .where(questions.c.team == team, ~questions.c.withdrawn, which)
            .order_by(questions.c.asked_at.desc(), questions.c.id)
            .limit(limit)
        )
        async with transaction(self._engine) as connection:
            rows = (await connection.execute(_items(questions.c.id.in_(found)))).all()
        return list(_read(rows))

    async def item(self, question_id: UUID) -> Item | None:
        async with transaction(self._engine) as connection:
            rows = (await connection.execute(_items(questions.c.id == question_id))).all()
        return next(_read(rows), None)

    async def settle(self, question_ids: Collection[UUID], how: Settled, by: str) -> int:
        done = settled(list(question_ids), list(WHYS), how, by).returning(worklist.c.question_id)
        async with transaction(self._engine) as connection:
            return len(set((await connection.execute(done)).scalars()))

    async def tally(self, team: str, within: timedelta) -> Tally:
        lately = (
            questions.c.team == team,
            questions.c.asked_at > func.now() - within,
            questions.c.surface.not_in((*NEVER_NOTED, UNASKED)),
        )
        counted = (
            select(questions.c.outcome, func.count().label("number"))
            .where(*lately)
            .group_by(questions.c.outcome)
        )
        rated = (
            select(questions.c.entry, func.count())
            .where(worklist.c.question_id == questions.c.id, worklist.c.why == "rated")
            .where(
                questions.c.team == team, worklist.c.at > func.now() - within, questions.c.entry.is_not(None)
            )
            .where(questions.c.outcome.is_distinct_from(CHECKED))
            .group_by(questions.c.entry)
            .order_by(func.count().desc(), questions.c.entry)
            .limit(MOST_RATED)
        )
        async with transaction(self._engine) as connection:
            counts = {row.outcome or "": row.number for row in await connection.execute(counted)}
            worst = (await connection.execute(rated)).all()
        return tally_of(counts, [(entry, count) for entry, count in worst])

    async def teams(self) -> Sequence[str]:
        async with transaction(self._engine) as connection:
            found = await connection.execute(select(questions.c.team).distinct().order_by(questions.c.team))
            return found.scalars().all()


def tally_of(counts: dict[str, int], rated: Iterable[tuple[str, int]]) -> Tally:
    """Of outcomes and how often each came; what was no question for the bot does not count."""
    by_outcome = {kind: counts.get(kind, 0) for kind in ("answer", "suggest", "abstain")}
    return Tally(
        asked=sum(by_outcome.values()),
        answered=by_outcome["answer"],
        suggested=by_outcome["suggest"],
        abstained=by_outcome["abstain"],
        rated=tuple(RatedEntry(entry=entry, count=count) for entry, count in rated),
    )


def _is_open() -> Any:
    return worklist.c.settled_at.is_(None)


def _items(which: Any) -> Select[Any]:
    return (
        select(questions, *(column.label(f"note_{column.name}") for column in worklist.c))
        .join(worklist, worklist.c.question_id == questions.c.id)
        .where(which, ~questions.c.withdrawn)
        .order_by(questions.c.asked_at, questions.c.id, worklist.c.at, worklist.c.why)
    )


def _read(rows: Iterable[Row[Any]]) -> Iterator[Item]:
    for _, notes in groupby(rows, lambda row: row.id):
        first, *more = notes
        said = tuple(_note(row) for row in (first, *more))
        yield item_of(first, said, platform_from_json(first.platform))


def item_of(question: Any, notes: tuple[Note, ...], platform: Platform) -> Item:
    """A question and its notes; who asked in private is left out, and all that tells of a Host."""
    if question.outcome == CHECKED:
        return Item(
            question_id=question.id, team=question.team, text=CHECK, asked_at=question.asked_at, notes=notes,
            is_check=True,
        )  # fmt: skip
    is_private = question.channel[:1] in ("D", "U", "W")
    return Item(
        question_id=question.id,
        team=question.team,
        text=normalise(question.text),
        asked_at=question.asked_at,
        notes=notes,
        asker=None if is_private else question.user_id,
        channel=None if is_private else question.channel,
        entry=question.entry,
        score=question.score,
        platform=platform.each(lambda fact: None if fact.origin == "host" else fact),
    )


def _note(row: Row[Any]) -> Note:
    return Note(
        why=row.note_why,
        at=row.note_at,
        detail=row.note_detail,
        words=row.note_words,
        by=row.note_by,
        settled=row.note_settled_as,
        settled_by=row.note_settled_by or "",
    )
