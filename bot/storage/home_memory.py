"""App Home in memory: the same contract, and queued jobs are a list to look at."""

# ruff: noqa: D102  # the Protocols in bot/home/ports.py say what each method does

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bot.home.model import Answered, Home, Week
from bot.home.pace import Waiting, next_due
from bot.home.weeks import weeks_of
from bot.storage.memory import MemoryStore
from bot.storage.model import QuestionRow
from bot.storage.worklist_statements import NEVER_NOTED, UNASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    home: Home
    opened_at: datetime
    shows_work: bool = False
    due_at: datetime | None = None
    published_at: datetime | None = None


class MemoryHomes:
    """Implements HomeStore beside a MemoryStore. ``queued`` has whose App Home is to be published, in order."""

    def __init__(self, store: MemoryStore, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store, self._now = store, now
        self._kept: dict[tuple[str, str], _Kept] = {}
        self.queued: list[tuple[str, str]] = []

    async def opened(self, team: str, user: str) -> None:
        fresh = _Kept(home=Home(team=team, user=user), opened_at=self._now())
        kept = self._kept.get((team, user), fresh)
        self._kept[team, user] = replace(kept, opened_at=self._now())
        self._want((team, user), timedelta())

    async def asked(self, team: str, user: str) -> None:
        if kept := self._kept.get((team, user)):
            home = replace(kept.home, questions=kept.home.questions + 1)
            self._kept[team, user] = replace(kept, home=home)
            self._want((team, user), timedelta())

    async def changed(self, team: str, user: str) -> None:
        if (team, user) in self._kept:
            self._want((team, user), Waiting.OWN)

    async def work_changed(self, team: str) -> None:
        for key, kept in sorted(self._kept.items()):
            if key[0] == team and kept.shows_work:
                self._want(key, Waiting.WORK)

    def _want(self, key: tuple[str, str], gap: timedelta) -> None:
        kept, now = self._kept[key], self._now()
        if kept.opened_at <= now - Waiting.FORGOTTEN:
            return
        due_at, is_new = next_due(now, kept.due_at, kept.published_at, gap)
        home = replace(kept.home, wanted=kept.home.wanted + 1)
        self._kept[key] = replace(kept, home=home, due_at=due_at)
        if is_new:
            self.queued.append(key)

    async def home(self, team: str, user: str) -> Home | None:
        kept = self._kept.get((team, user))
        return kept.home if kept else None

    async def published(self, home: Home, view_hash: str, *, shows_work: bool = False) -> bool:
        kept = self._kept.get((home.team, home.user))
        if kept is None:
            return True
        is_all = kept.home.wanted == home.wanted
        shown = replace(kept.home, shown=max(kept.home.shown, home.wanted), view_hash=view_hash)
        due_at = None if is_all else kept.due_at
        self._kept[home.team, home.user] = replace(
            kept, home=shown, due_at=due_at, published_at=self._now(), shows_work=shows_work
        )
        return is_all

    async def answered(self, team: str, user: str, limit: int) -> Sequence[Answered]:
        mine = sorted(
            (row for row in self._rows(team) if row.user_id == user and row.outcome == "answer"),
            key=lambda row: row.asked_at,
            reverse=True,
        )
        once: dict[str, Answered] = {}
        for row in mine:
            if row.entry:
                found = Answered(question_id=row.id, entry=row.entry, asked_at=row.asked_at)
                once.setdefault(row.entry, found)
        return list(once.values())[:limit]

    async def asked_most(self, team: str, within: timedelta, limit: int) -> Sequence[tuple[str, int]]:
        since = self._now() - within
        entries = Counter(
            row.entry
            for row in self._rows(team)
            if row.outcome == "answer"
            and row.entry
            and row.asked_at > since
            and row.surface not in NEVER_NOTED
        )
        counted = [(entry, count) for entry, count in entries.items() if entry]
        return sorted(counted, key=lambda one: (-one[1], one[0]))[:limit]

    async def weeks(self, team: str, count: int) -> Sequence[Week]:
        counts: Counter[tuple[date, str]] = Counter()
        for row in self._rows(team):
            if row.surface not in (*NEVER_NOTED, UNASKED):
                day = row.asked_at.date()
                counts[day - timedelta(days=day.weekday()), row.outcome or ""] += 1
        return weeks_of(counts, self._now(), count)

    def _rows(self, team: str) -> Iterator[QuestionRow]:
        return (row for row in self._store.questions.values() if row.team == team and not row.withdrawn)
