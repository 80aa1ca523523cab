"""The twins of ``leading.py`` in memory, beside a MemoryStore: same contract, no database."""

# ruff: noqa: D102  # the Protocols in bot/feedback, bot/helping and bot/guides say what methods do

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from bot.feedback.ports import Rating
from bot.guides.ports import GOING_ON, Spot, State, Walk
from bot.helping.ports import Handover, Helpers
from bot.storage.memory import MemoryStore


class MemoryRatings:
    """Implements Ratings for one event loop."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._kept: dict[tuple[UUID, str], Rating] = {}

    async def rate(self, rating: Rating) -> bool:
        key = (rating.question_id, rating.user)
        known = self._kept.get(key)
        if not (self._is_there(rating.question_id) and self._is_there(rating.root_id)):
            return False
        if known and _said(known) == _said(rating):
            return False
        self._kept.pop(key, None)
        self._kept[key] = rating
        return True

    async def ratings(self, root_id: UUID) -> tuple[Rating, ...]:
        return tuple(r for r in self._kept.values() if r.root_id == root_id and self._is_there(root_id))

    def forget(self, team: str, user: str, nobody: str) -> None:
        """Takes their name and words off."""
        for key, rating in list(self._kept.items()):
            question = self._store.questions.get(rating.question_id)
            if rating.user == user and question and question.team == team:
                del self._kept[key]
                self._kept[key[0], nobody] = replace(rating, user=nobody, words="", may_ask=False)

    def _is_there(self, question_id: UUID) -> bool:
        question = self._store.questions.get(question_id)
        return question is not None and not question.withdrawn


class MemoryHelp:
    """Implements Help for one event loop."""

    def __init__(self, store: MemoryStore, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store, self._now = store, now
        self._helpers: dict[tuple[str, str], tuple[Helpers, datetime]] = {}
        self._handed: dict[UUID, tuple[Handover, datetime]] = {}
        store.on_withdrawn.append(self._take_along)

    def _take_along(self, root_id: UUID) -> None:
        if kept := self._handed.get(root_id):
            self._store.reopen(kept[0].question_id)

    def is_open(self, question_id: UUID) -> bool:
        """Whether people are at work on it, or it is what shows them."""
        open_ = [one for one, _ in self._handed.values() if one.resolved_by is None and self._may_stand(one)]
        return any(question_id in (one.root_id, one.question_id) for one in open_)

    def forget(self, erased: Collection[UUID], nobody: str) -> None:
        """Takes the asker's name off."""
        for root_id, (one, at) in list(self._handed.items()):
            if root_id in erased or one.question_id in erased:
                self._handed[root_id] = (replace(one, user=nobody), at)

    async def helpers(self, team: str, channel: str) -> Helpers:
        kept = self._helpers.get((team, channel))
        return kept[0] if kept else Helpers()

    async def keep_helpers(self, team: str, channel: str, helpers: Helpers, *, by: str, at: datetime) -> None:
        known = self._helpers.get((team, channel))
        if known is None or known[1] <= at:
            self._helpers[team, channel] = (helpers, at)

    async def hand(
        self, handover: Handover, *, most: int, within: timedelta
    ) -> Handover | Literal["too_many"]:
        if known := await self.handed(handover.root_id):
            return known
        who, since = (handover.team, handover.user), self._now() - within
        lately = [at for one, at in self._handed.values() if (one.team, one.user) == who and at > since]
        if len(lately) >= most:
            return "too_many"
        self._handed[handover.root_id] = (handover, self._now())
        return handover

    async def handed(self, root_id: UUID) -> Handover | None:
        kept = self._handed.get(root_id)
        return kept[0] if kept and self._may_stand(kept[0]) else None

    def _may_stand(self, handover: Handover) -> bool:
        reply = self._store.replies.get(handover.question_id)
        return reply is None or reply.state != "failed" or reply.ts is not None

    async def resolve(self, root_id: UUID, by: str) -> bool:
        kept = self._handed.get(root_id)
        if kept is None or kept[0].resolved_by is not None or not self._may_stand(kept[0]):
            return False
        self._handed[root_id] = (replace(kept[0], resolved_by=by), kept[1])
        self._store.reopen(kept[0].question_id)
        return True


class MemoryWalks:
    """Implements Walks for one event loop."""

    def __init__(self, store: MemoryStore, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store, self._now = store, now
        self._kept: dict[UUID, Walk] = {}
        self._at: dict[UUID, datetime] = {}

    async def begin(self, question_id: UUID) -> Walk:
        return self._kept.get(question_id) or self._keep(Walk(question_id=question_id))

    async def walk(self, question_id: UUID) -> Walk | None:
        return self._kept.get(question_id)

    async def move(self, question_id: UUID, moves: int, *, step: int, state: State) -> bool:
        known = self._kept.get(question_id)
        if known is None or known.moves != moves:
            return False
        self._keep(replace(known, step=step, state=state, moves=moves + 1))
        self._store.reopen(question_id)
        return True

    async def note_failure(self, question_id: UUID, failure_id: UUID) -> None:
        if known := self._kept.get(question_id):
            self._keep(replace(known, failure_id=failure_id))

    async def failed_in(self, failure_id: UUID) -> Walk | None:
        return next((walk for walk in self._kept.values() if walk.failure_id == failure_id), None)

    async def going_on(self, spot: Spot, within: timedelta) -> Walk | None:
        there = [walk for walk in self._kept.values() if self._stands(walk, spot, within)]
        return max(there, key=lambda walk: self._at[walk.question_id], default=None)

    def _stands(self, walk: Walk, spot: Spot, within: timedelta) -> bool:
        question, reply = self._store.questions[walk.question_id], self._store.replies[walk.question_id]
        is_theirs = (question.team, question.user_id) == (spot.team, spot.user)
        is_open = walk.state in GOING_ON and walk.moved_to is None
        is_recent = question.asked_at < spot.at and self._at[walk.question_id] > spot.at - within
        is_in = spot.thread is None or spot.thread in (reply.thread, reply.ts)
        return is_theirs and is_open and is_recent and is_in and reply.channel == spot.channel

    async def bring(self, question_id: UUID, to: UUID) -> Walk | None:
        walk = self._kept.get(question_id)
        while walk and walk.question_id != to and walk.moved_to:
            walk = self._kept.get(walk.moved_to)
        if walk is None or walk.question_id == to:
            return walk
        self._keep(Walk(question_id=to, step=walk.step))
        self._keep(replace(walk, moved_to=to))
        self._store.reopen(walk.question_id)
        return self._kept[to]

    def forget(self, erased: Collection[UUID]) -> None:
        """Drops those whose press is erased."""
        self._kept = {key: walk for key, walk in self._kept.items() if key not in erased}

    def _keep(self, walk: Walk) -> Walk:
        self._kept[walk.question_id], self._at[walk.question_id] = walk, self._now()
        return walk


def _said(rating: Rating) -> tuple[object, ...]:
    return rating.is_good, rating.reason, rating.words, rating.may_ask
