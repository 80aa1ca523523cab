"""Teaching's twin in memory, beside a MemoryStore: same contract, no database; queued trials are a list."""

# ruff: noqa: D102  # the Protocol in bot/teaching/ports.py says what each method does

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from bot.storage.memory import MemoryStore
from bot.storage.model import OPENLY, Asked
from bot.storage.worklist_memory import MemoryWorklist
from bot.teaching.model import Lesson, Proposal, TaughtLesson, Trial
from bot.teaching.ports import DIGEST, NOTICE, Check
from bot.teaching.soundness import LessonFault


class MemoryTeaching:
    """Implements Teaching for one event loop. ``queued`` has the ids of proposals to be tried, in order."""

    def __init__(
        self,
        store: MemoryStore,
        worklist: MemoryWorklist | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store, self._worklist, self._now = store, worklist, now
        self.queued: list[UUID] = []
        self.proposals: dict[UUID, Proposal] = {}
        self.lessons: dict[UUID, TaughtLesson] = {}
        self._ended: set[UUID] = set()
        self._weeks: dict[tuple[str, str], str] = {}
        self._opted_out: set[tuple[str, str]] = set()
        store.on_erased.append(self._drop_words)

    async def standing(self) -> Sequence[TaughtLesson]:
        return [one for one in self.lessons.values() if one.id not in self._ended]

    async def put_aside(self, ids: Collection[UUID]) -> None:
        self._ended.update(ids)

    async def undo(self, lesson_id: UUID, by: str) -> TaughtLesson | None:
        found = self.lessons.pop(lesson_id, None)
        if found is not None and lesson_id in self.proposals:
            self._set(lesson_id, state="undone")
        return found

    async def asked(self, team: str, limit: int) -> Sequence[str]:
        rows = sorted(self._store.questions.values(), key=lambda row: row.asked_at, reverse=True)
        openly = (row for row in rows if row.team == team and row.surface in OPENLY)
        return list(dict.fromkeys(row.text for row in openly if row.outcome == "answer" and row.text))[:limit]

    def _drop_words(self, text: str) -> None:
        for key, one in self.proposals.items():
            if one.trial:
                kept = tuple(c for c in one.trial.changes if (c.source, c.text) != ("asked", text))
                self.proposals[key] = replace(one, trial=replace(one.trial, changes=kept))

    async def propose(self, proposal: Proposal) -> Proposal:
        if proposal.id not in self.proposals:
            self.proposals[proposal.id] = replace(proposal, state="checking", at=self._now())
            self.queued.append(proposal.id)
        return self.proposals[proposal.id]

    async def proposal(self, proposal_id: UUID) -> Proposal | None:
        return self.proposals.get(proposal_id)

    async def record_trial(self, proposal_id: UUID, base: str, trial: Trial) -> Proposal | None:
        kept = self.proposals.get(proposal_id)
        if kept is None or kept.state != "checking":
            return kept
        return self._set(proposal_id, state="unsound" if trial.faults else "ready", base=base, trial=trial)

    async def close_view(self, proposal_id: UUID) -> None:
        if proposal_id in self.proposals:
            self._set(proposal_id, view_id=None)

    async def tell(self, proposal_id: UUID) -> None:
        kept = self.proposals.get(proposal_id)
        if kept is None:
            return
        if kept.notice_id is not None:
            self._store.reopen(kept.notice_id)
            return
        self._set(proposal_id, notice_id=await self._notice(kept.team, kept.by, f"{NOTICE}{kept.id}"))

    async def cancel(self, proposal_id: UUID) -> Proposal | None:
        kept = self.proposals.get(proposal_id)
        if kept is None or kept.state not in ("checking", "ready", "unsound"):
            return kept
        return self._set(proposal_id, state="cancelled")

    async def teach(
        self, proposal_id: UUID, name: Callable[[Sequence[Lesson]], str], check: Check
    ) -> Proposal | Sequence[LessonFault] | None:
        kept = self.proposals.get(proposal_id)
        if kept is None or kept.state != "ready":
            return kept
        standing = [one.lesson for one in await self.standing()]
        if faults := check(standing):
            return faults
        if kept.base != name(standing):
            self.queued.append(proposal_id)
            return self._set(proposal_id, state="checking")
        self.lessons[kept.id] = TaughtLesson(
            id=kept.id, team=kept.team, lesson=kept.lesson, taught_by=kept.by, taught_at=self._now()
        )
        if self._worklist and kept.settles:
            await self._worklist.settle(kept.settles, "taught", kept.by)
        return self._set(proposal_id, state="taught")

    async def forget_proposals(self, after: timedelta) -> int:
        old = [key for key, one in self.proposals.items() if one.at and one.at < self._now() - after]
        for key in old:
            del self.proposals[key]
        return len(old)

    async def queue_digest(self, team: str, user_id: str, week: str) -> bool:
        reader = (team, user_id)
        if reader in self._opted_out or self._weeks.get(reader, "") >= week:
            return False
        self._weeks[reader] = week
        await self._notice(team, user_id, f"{DIGEST}{week}")
        return True

    async def set_digest(self, team: str, user_id: str, *, wanted: bool) -> None:
        (self._opted_out.discard if wanted else self._opted_out.add)((team, user_id))

    async def _notice(self, team: str, user: str, says: str) -> UUID:
        known = await self._store.person(team, user)
        asked = Asked(
            id=uuid4(), team=team, channel=user, user_id=user, surface="notice", text=says,
            language=known.language if known else None,
        )  # fmt: skip
        self._store.put(asked)
        return asked.id

    def _set(self, proposal_id: UUID, **values: Any) -> Proposal:
        changed = self.proposals[proposal_id] = replace(self.proposals[proposal_id], **values)
        return changed
