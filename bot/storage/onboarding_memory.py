"""Onboarding's twin in memory, beside a MemoryStore and MemoryHosts: same contract, no database."""

# ruff: noqa: D102  # the Protocol in bot/onboarding/ports.py says what each method does

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from bot.onboarding.model import Onboarding, notice_text
from bot.onboarding.ports import Change, Looked
from bot.storage.forgetting import bare
from bot.storage.hosts.memory import MemoryHosts
from bot.storage.memory import MemoryStore
from bot.storage.model import Asked
from bot.storage.onboarding_rows import shows_other, told_by


class MemoryOnboardings:
    """Implements Onboardings for one event loop."""

    def __init__(self, store: MemoryStore, hosts: MemoryHosts) -> None:
        self._store, self._hosts = store, hosts
        self.kept: dict[UUID, Onboarding] = {}

    async def begin(self, new: Onboarding) -> tuple[Onboarding, bool]:
        if kept := await self.of(new.team, new.user):
            return kept, False
        self.kept[new.id] = self._say(new, "list")
        return self.kept[new.id], True

    async def change(self, onboarding_id: UUID, change: Change) -> Onboarding | None:
        before = self.kept.get(onboarding_id)
        if before is None or (after := change(before)) == before:
            return before
        if after.request != before.request:
            self._take_away(before.notice)
            after = self._say(after, "list")
        elif before.notice and shows_other(before, after):
            self._store.reopen(before.notice)
        for what in told_by(before, after):
            self._say(after, what)
        self.kept[onboarding_id] = after
        return after

    def forget(self, team: str, user: str) -> None:
        """Theirs is gone, but for the wish to have none."""
        for key, one in list(self.kept.items()):
            if (one.team, one.started_by) == (team, user):
                self.kept[key] = replace(one, started_by=None)
        mine = next((one for one in self.kept.values() if (one.team, one.user) == (team, user)), None)
        if mine is None:
            return
        self._take_away(mine.notice)
        if mine.state == "stopped":
            self.kept[mine.id] = bare(mine)
        else:
            del self.kept[mine.id]

    async def find(self, onboarding_id: UUID) -> Onboarding | None:
        return self.kept.get(onboarding_id)

    async def of(self, team: str, user: str) -> Onboarding | None:
        return next((one for one in self.kept.values() if (one.team, one.user) == (team, user)), None)

    async def everyone(self, team: str) -> Sequence[Onboarding]:
        mine = [one for one in self.kept.values() if one.team == team]
        return sorted(mine, key=lambda one: (one.progressed_at, one.id))

    async def idle(self, since: datetime, started: datetime) -> Sequence[Onboarding]:
        active = [one for one in self.kept.values() if one.state == "active"]
        return [one for one in active if one.progressed_at <= since and one.started_at >= started]

    async def hosts_of(self, team: str, user: str) -> Sequence[UUID]:
        hosts = [row.host for row in self._hosts.rows.values()]
        live = [host for host in hosts if host.state in ("joined", "kept")]
        return [host.id for host in live if (host.team, host.owner) == (team, user)]

    async def looked(self, host_id: UUID, observation_id: UUID | None) -> Looked | None:
        row = self._hosts.rows.get(host_id)
        if row is None or row.host.state not in ("joined", "kept"):
            return None
        found = [one for one in self._hosts.observations.values() if one.host_id == host_id]
        if observation_id is not None:
            found = [one for one in found if one.id == observation_id]
        if not found:
            return Looked(host=row.host)
        newest = max(found, key=lambda one: one.received_at)
        asked = {
            (check.request.asker.user, self._hosts.jobs[check.job_id].job.user)
            for check in self._hosts.checks.values()
            if check.observation_id == newest.id and check.job_id in self._hosts.jobs
        }
        return Looked(host=row.host, observation=newest, asked=tuple(sorted(asked, key=str)))

    def _say(self, onboarding: Onboarding, what: str) -> Onboarding:
        asked = Asked(
            id=uuid4(), team=onboarding.team, channel=onboarding.user, user_id=onboarding.user,
            surface="notice", text=notice_text(what, onboarding.id), language=onboarding.language,
        )  # fmt: skip
        self._store.put(asked)
        return replace(onboarding, notice=asked.id) if what == "list" else onboarding

    def _take_away(self, question_id: UUID | None) -> None:
        if question_id is not None:
            self._store.reopen(question_id)
            question = self._store.questions.get(question_id)
            if question:
                self._store.questions[question_id] = replace(question, withdrawn=True)
