"""The work-list's twin in memory, beside a MemoryStore: same contract, no database."""

# ruff: noqa: D102  # the Protocol in bot/worklist/ports.py says what each method does

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bot.storage.memory import MemoryStore
from bot.storage.model import Outcome
from bot.storage.worklist import MAY_STILL_CHOOSE, MOST_RATED, item_of, tally_of
from bot.storage.worklist_statements import CHECKED, NEVER_NOTED, UNANSWERED, UNASKED
from bot.worklist.model import WHYS, Item, Note, Settled, Tally, Why


class MemoryWorklist:
    """Implements Worklist for one event loop; hears every outcome that ``store`` records."""

    def __init__(self, store: MemoryStore, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store, self._now = store, now
        self._notes: dict[tuple[UUID, Why], tuple[int, Note]] = {}
        store.on_outcome.append(self._hear)

    def _hear(self, question_id: UUID, outcome: Outcome) -> None:
        others = [why for why in UNANSWERED if why != outcome.kind]
        self._settle([question_id], others, "answered", "")
        match outcome.kind:
            case "abstain" | "suggest" as why:
                self._note(question_id, why)
        if outcome.settles is not None:
            self._settle([outcome.settles], ["suggest"], "chosen", "")

    def _note(self, question_id: UUID, why: Why, *, again: bool = False, **details: Any) -> None:
        question = self._store.questions.get(question_id)
        if question is None or question.withdrawn:
            return
        is_worded = question.surface not in NEVER_NOTED and question.text
        if not is_worded and question.outcome != CHECKED:
            return
        known = self._notes.get((question_id, why))
        if known is None or again or known[0] < question.revision:
            note = Note(why=why, at=self._now(), **details)
            self._notes[question_id, why] = (question.revision, note)

    def _settle(self, question_ids: Collection[UUID], whys: Collection[str], how: Settled, by: str) -> int:
        done = set()
        for (question_id, why), (revision, note) in self._notes.items():
            if question_id in question_ids and why in whys and note.settled is None:
                changed = replace(note, settled=how, settled_by=by)
                self._notes[question_id, why] = (revision, changed)
                done.add(question_id)
        return len(done)

    def forget(self, team: str, user: str, erased: Collection[UUID]) -> None:
        """Takes somebody's name and words off, and drops what they asked."""
        self._notes = {key: kept for key, kept in self._notes.items() if key[0] not in erased}
        for key, (revision, note) in self._notes.items():
            question = self._store.questions.get(key[0])
            if note.by == user and question and question.team == team:
                self._notes[key] = (revision, replace(note, by="", words=""))

    async def note_bad_rating(self, question_id: UUID, *, by: str, reason: str, words: str = "") -> None:
        self._note(question_id, "rated", again=True, detail=reason, words=words, by=by)

    async def note_handed(self, question_id: UUID, *, by: str) -> None:
        self._note(question_id, "handed", by=by)

    async def note_resolved(self, question_id: UUID, *, by: str) -> None:
        self._settle([question_id], [why for why in WHYS if why != "resolved"], "resolved", by)
        question = self._store.questions.get(question_id)
        is_taught = any(
            note.settled == "taught" for (of, _), (_, note) in self._notes.items() if of == question_id
        )
        if question and question.outcome != CHECKED and not is_taught:
            self._note(question_id, "resolved", by=by)

    async def items(self, team: str, *, settled: bool = False, limit: int = 1_000) -> Sequence[Item]:
        shown_from = self._now() - MAY_STILL_CHOOSE
        found = []
        for item in filter(None, map(self._item, {question_id for question_id, _ in self._notes})):
            notes = [note for note in item.notes if note.why != "suggest" or note.at <= shown_from]
            if item.team == team and any(settled or note.settled is None for note in notes):
                found.append(item)
        found.sort(key=lambda item: (item.asked_at, item.question_id))
        return found[-limit:]

    async def item(self, question_id: UUID) -> Item | None:
        return self._item(question_id)

    def _item(self, question_id: UUID) -> Item | None:
        question = self._store.questions.get(question_id)
        notes = [note for (of, _), (_, note) in self._notes.items() if of == question_id]
        if question is None or question.withdrawn or not notes:
            return None
        in_order = tuple(sorted(notes, key=lambda note: (note.at, note.why)))
        return item_of(question, in_order, question.platform)

    async def settle(self, question_ids: Collection[UUID], how: Settled, by: str) -> int:
        return self._settle(question_ids, WHYS, how, by)

    async def tally(self, team: str, within: timedelta) -> Tally:
        since = self._now() - within
        asked = [
            row
            for row in self._store.questions.values()
            if row.team == team and row.asked_at > since and row.surface not in (*NEVER_NOTED, UNASKED)
        ]
        rated = Counter(
            self._store.questions[question_id].entry or ""
            for (question_id, why), (_, note) in self._notes.items()
            if why == "rated" and note.at > since and question_id in self._store.questions
            if self._store.questions[question_id].outcome != CHECKED
        )
        worst = sorted(((e, n) for e, n in rated.items() if e), key=lambda one: (-one[1], one[0]))
        return tally_of(dict(Counter(row.outcome or "" for row in asked)), worst[:MOST_RATED])

    async def teams(self) -> Sequence[str]:
        return sorted({row.team for row in self._store.questions.values()})
