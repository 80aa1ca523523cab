"""The twin in memory: same contract, no database, nothing sealed."""

# ruff: noqa: D102  # the Protocol in bot.installing.model says what each method does

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.installing.model import GONE, Installation
from bot.storage.memory import MemoryStore


class MemoryInstallations:
    """Implements Installations for one event loop; ``store`` has the replies that a workspace waits for."""

    def __init__(
        self, store: MemoryStore | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store, self._now = store, now
        self._states: dict[bytes, tuple[bytes, datetime]] = {}
        self._kept: dict[str, tuple[Installation, datetime]] = {}

    async def begin(self, state_hash: bytes, browser_hash: bytes, life: timedelta) -> None:
        now = self._now()
        self._states = {key: kept for key, kept in self._states.items() if kept[1] > now}
        self._states[state_hash] = (browser_hash, now + life)

    async def spend(self, state_hash: bytes) -> bytes | None:
        browser_hash, expires_at = self._states.pop(state_hash, (b"", self._now()))
        return browser_hash if expires_at > self._now() else None

    async def keep(self, installation: Installation) -> None:
        self._kept[installation.team] = (installation, self._now())

    async def find(self, team: str) -> Installation | None:
        kept = self._kept.get(team)
        return kept[0] if kept else None

    async def installed_at(self, team: str) -> datetime | None:
        kept = self._kept.get(team)
        return kept[1] if kept else None

    async def remove(self, team: str, token: str) -> int | None:
        kept = self._kept.get(team)
        if kept is None or kept[0].token != token:
            return None
        del self._kept[team]
        if self._store is None:
            return 0
        rows = [row for row in self._store.questions.values() if row.team == team]
        waiting = [row.id for row in rows if self._store.replies[row.id].state == "pending"]
        for question_id in waiting:
            await self._store.record_failed(question_id, GONE)
        return len(waiting)

    async def teams(self) -> list[str]:
        return sorted(self._kept)

    async def seal_anew(self) -> int:
        return 0
