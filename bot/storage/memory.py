"""The Store's twin in memory: same contract, no database; queued answers are a list to look at."""

# ruff: noqa: D102  # the Protocol in store.py says what each method does

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bot.storage.model import (
    CALLS,
    Asked,
    Claim,
    Forgotten,
    Outcome,
    Person,
    QuestionRow,
    ReplyRow,
    ThreadState,
)

_Place = tuple[str, str]


class MemoryStore:
    """Implements Store for one event loop. ``queued`` has the ids of answers to give, in order.

    ``now`` is the clock; ``on_queued`` is called with each question whose answer was queued, and each of
    ``on_outcome`` with every recorded outcome, of ``on_withdrawn`` with every question that was taken back,
    of ``on_erased`` with words that are kept no more.
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        on_queued: Callable[[QuestionRow], None] = lambda question: None,
    ) -> None:
        self._now = now
        self._on_queued = on_queued
        self.on_outcome: list[Callable[[UUID, Outcome], None]] = []
        self.on_withdrawn: list[Callable[[UUID], None]] = []
        self.on_erased: list[Callable[[str], None]] = []
        self.queued: list[UUID] = []
        self.questions: dict[UUID, QuestionRow] = {}
        self.replies: dict[UUID, ReplyRow] = {}
        self.threads: dict[tuple[str, str, str], tuple[ThreadState, datetime]] = {}
        self.people: dict[_Place, Person] = {}
        self.free_at: dict[_Place, datetime] = {}
        self.claimed: dict[tuple[str, ...], tuple[Claim, datetime]] = {}

    # Inbox

    async def claim(self, claim: Claim) -> bool:
        names: list[tuple[str, ...]] = []
        if claim.channel is not None and claim.ts is not None:
            names.append((claim.team, claim.channel, claim.ts))
        if claim.event is not None:
            names.append((claim.team, claim.event))
        if not names:
            raise ValueError("a claim names a message or an event")
        taken = self.claimed.get((claim.team, claim.event or ""))
        if claim.lasts and taken and taken[1] < self._now() - claim.lasts:
            del self.claimed[claim.team, claim.event or ""]
        if any(name in self.claimed for name in names):
            return False
        self.claimed |= {name: (claim, self._now()) for name in names}
        return True

    async def take_question(self, claim: Claim, asked: Asked) -> bool:
        if not await self.claim(claim):
            return False
        self.put(asked)
        return True

    def put(self, asked: Asked) -> None:
        """Keeps a question that nobody asked (a notice) and queues its answer."""
        values = {field.name: getattr(asked, field.name) for field in fields(Asked)}
        self.replies[asked.id] = ReplyRow(question_id=asked.id)
        self._queue(QuestionRow(asked_at=self._now(), **values))

    def reopen(self, question_id: UUID) -> None:
        """Has a question answered anew, as ``bot.storage.transactions.reopen`` does."""
        question = self.questions.get(question_id)
        if question and not question.withdrawn:
            self._change(question)

    async def take_edit(self, claim: Claim, channel: str, ts: str, text: str) -> UUID | None:
        if not await self.claim(claim):
            return None
        question = self._asked_in(claim.team, channel, ts)
        if question is None or question.withdrawn or question.text == text:
            return None
        self.erase(question)
        return self._change(question, text=text)

    async def take_withdrawal(self, claim: Claim, channel: str, ts: str) -> UUID | None:
        if not await self.claim(claim):
            return None
        question = self._asked_in(claim.team, channel, ts)
        if question is None or question.withdrawn:
            return None
        self.erase(question)
        withdrawn = self._change(question, text="", withdrawn=True, response_url=None)
        for hear in self.on_withdrawn:
            hear(withdrawn)
        return withdrawn

    def erase(self, question: QuestionRow) -> None:
        """Tells that its words are kept no more."""
        for hear in self.on_erased:
            hear(question.text)

    def _asked_in(self, team: str, channel: str, ts: str) -> QuestionRow | None:
        place = (team, channel, ts)
        found = [row for row in self.questions.values() if (row.team, row.channel, row.ts) == place]
        return max(found, key=lambda row: row.asked_at, default=None)

    def _change(self, question: QuestionRow, **values: Any) -> UUID:
        reply = self.replies[question.id]
        state = "pending" if reply.ts is None else "posted"
        self._set_reply(question.id, state=state, attempts=0, fault=None)
        self._queue(replace(question, revision=question.revision + 1, **values))
        return question.id

    def _queue(self, question: QuestionRow) -> None:
        self.questions[question.id] = question
        self.queued.append(question.id)
        self._on_queued(question)

    async def thread(self, team: str, channel: str, thread: str) -> ThreadState | None:
        if kept := self.threads.get((team, channel, thread)):
            return kept[0]
        place = (team, channel, thread)
        asked = (row for row in self.questions.values() if (row.team, row.channel, row.thread) == place)
        waits = any(row.surface in CALLS and row.outcome is None and not row.withdrawn for row in asked)
        return ThreadState() if waits else None

    async def keep_thread(self, team: str, channel: str, thread: str, state: ThreadState) -> None:
        self.threads[team, channel, thread] = (state, self._now())

    async def person(self, team: str, user_id: str) -> Person | None:
        return self.people.get((team, user_id))

    async def keep_person(self, team: str, user_id: str, person: Person) -> None:
        self.people[team, user_id] = person

    async def change_person(self, team: str, user_id: str, change: Callable[[Person], Person]) -> Person:
        self.people[team, user_id] = changed = change(self.people.get((team, user_id), Person()))
        return changed

    # Outbox

    async def load(self, question_id: UUID) -> tuple[QuestionRow, ReplyRow] | None:
        question = self.questions.get(question_id)
        return (question, self.replies[question_id]) if question else None

    async def count_attempt(self, question_id: UUID) -> int:
        reply = self.replies.get(question_id)
        if reply is None:
            return 0
        self._set_reply(question_id, attempts=reply.attempts + 1)
        return reply.attempts + 1

    async def uncount_attempt(self, question_id: UUID) -> None:
        if reply := self.replies.get(question_id):
            self._set_reply(question_id, attempts=max(reply.attempts - 1, 0))

    async def record_outcome(self, question_id: UUID, outcome: Outcome) -> None:
        if question := self.questions.get(question_id):
            self.questions[question_id] = replace(
                question, outcome=outcome.kind, entry=outcome.entry, score=outcome.score
            )
            for hear in self.on_outcome:
                hear(question_id, outcome)

    async def begin_post(self, question_id: UUID) -> None:
        self._set_reply(question_id, in_doubt=True)

    async def cancel_post(self, question_id: UUID) -> None:
        self._set_reply(question_id, in_doubt=False)

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
        reply = self.replies.get(question_id)
        if reply is None or reply.state != "pending" or reply.ts is not None:
            return reply.ts if reply else None
        values = {"channel": channel, "thread": thread, "ts": ts, "revision": revision, "private": private}
        self._set_reply(question_id, state="posted", in_doubt=False, **values)
        self._forget_response_url(question_id)
        if keep and (place := thread or ts):
            await self.keep_thread(self.questions[question_id].team, channel, place, keep)
        return ts

    async def record_updated(self, question_id: UUID, revision: int, keep: ThreadState | None = None) -> None:
        reply = self.replies.get(question_id)
        if reply is None:
            return
        shown = max(revision, reply.revision)
        self._set_reply(question_id, state="posted", revision=shown, in_doubt=False)
        if keep and reply.channel and (place := reply.thread or reply.ts):
            await self.keep_thread(self.questions[question_id].team, reply.channel, place, keep)

    async def record_withdrawn(self, question_id: UUID, revision: int) -> None:
        self._set_reply(question_id, state="withdrawn", ts=None, in_doubt=False, revision=revision)
        self._forget_response_url(question_id)

    async def record_failed(self, question_id: UUID, fault: str) -> None:
        self._set_reply(question_id, state="failed", fault=fault)
        self._forget_response_url(question_id)
        question = self.questions.get(question_id)
        if question and question.surface == "button" and question.ts:
            claim, _ = self.claimed.get((question.team, question.channel, question.ts), (None, None))
            if claim and claim.event:
                self.claimed.pop((claim.team, claim.event), None)

    async def reserve_channel(self, team: str, channel: str, gap_s: float) -> float:
        now = self._now()
        free_at = self.free_at.get((team, channel), now)
        if free_at > now:
            return max(0.001, (free_at - now).total_seconds())
        self.free_at[team, channel] = now + timedelta(seconds=gap_s)
        return 0.0

    async def hold_channel(self, team: str, channel: str, for_s: float) -> None:
        until = self._now() + timedelta(seconds=for_s)
        self.free_at[team, channel] = max(until, self.free_at.get((team, channel), until))

    def _set_reply(self, question_id: UUID, **values: Any) -> None:
        if reply := self.replies.get(question_id):
            self.replies[question_id] = replace(reply, **values)

    def _forget_response_url(self, question_id: UUID) -> None:
        if question := self.questions.get(question_id):
            self.questions[question_id] = replace(question, response_url=None)

    # Upkeep

    async def forget(self, *, claims_after: timedelta, questions_after: timedelta) -> Forgotten:
        now = self._now()
        old_claims = {id(claim) for claim, at in self.claimed.values() if at < now - claims_after}
        self.claimed = {name: kept for name, kept in self.claimed.items() if id(kept[0]) not in old_claims}
        old_questions = [key for key, row in self.questions.items() if row.asked_at < now - questions_after]
        for key in old_questions:
            del self.questions[key], self.replies[key]
        old_threads = [key for key, (_, at) in self.threads.items() if at < now - questions_after]
        for place in old_threads:
            del self.threads[place]
        return Forgotten(claims=len(old_claims), questions=len(old_questions), threads=len(old_threads))
