"""The hosts' store in memory: the same contract, no database, for one event loop."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from bot.hosts import secrets
from bot.hosts.model import (
    AUDIT_KEPT,
    CHECK_LIFE,
    CODE_LIFE,
    REMOVED_AFTER,
    WAITING_MAX,
    AuditRow,
    CheckRequest,
    CheckState,
    CheckStatus,
    EndedBy,
    Granted,
    Host,
    Job,
    KeptObservation,
    Subject,
    check_noted,
)
from bot.hosts.ports import Joining, KeptCode, Swept
from bot.storage.hosts.enrolling import CODES_MAX, MISSES_MAX
from bot.storage.hosts.memory_agents import MemoryAgents
from bot.storage.hosts.memory_base import CheckRow, CodeRow, HostRow, JobRow, MemoryBase
from bot.storage.hosts.memory_recent import MemoryRecent
from bot.storage.hosts.rows import host_label
from bot.storage.hosts.upkeep import CHECKS_KEPT


class _Enrollments(MemoryBase):
    async def add_code(self, code: KeptCode) -> datetime | Literal["name_taken", "too_many"]:
        if self._keeps_name(code):
            return "name_taken"
        mine = {
            key: row
            for key, row in self.codes.items()
            if (row.code.team, row.code.owner) == (code.team, code.owner)
        }
        for key, row in mine.items():
            if row.code.name == code.name and not row.used:
                del self.codes[key]
        if sum(self._works(row) for key, row in mine.items() if key in self.codes) >= CODES_MAX:
            return "too_many"
        self.codes[code.code_id] = CodeRow(code, self._now() + CODE_LIFE)
        return self.codes[code.code_id].expires_at

    async def code(self, code_id: str) -> KeptCode | None:
        row = self.codes.get(code_id)
        return row.code if row and self._works(row) else None

    async def miss_code(self, code_id: str) -> None:
        if row := self.codes.get(code_id):
            row.misses += 1

    async def salt(self) -> bytes:
        return self.shared_salt

    async def enroll(self, code_id: str, joining: Joining) -> Host | Literal["bad_code", "name_taken"]:
        row = self.codes.get(code_id)
        if row is None or not self._works(row):
            return "bad_code"
        if self._keeps_name(row.code):
            return "name_taken"
        row.used = True
        for live in self._named(row.code):
            self._end(live.host.id, "replaced", remove=True)
        host = Host(
            id=joining.host_id, team=row.code.team, name=row.code.name, owner=row.code.owner, state="joined",
            enrolled_at=self._now(), hostname=joining.hostname, agent_version=joining.agent_version,
        )  # fmt: skip
        self.rows[host.id] = HostRow(host, joining.key_hash, self._now(), session=joining.session)
        self._tell_owner(host, "joined")
        self._note(host, host_label(host.id), "enroll", host.owner)
        return host

    def _works(self, row: CodeRow) -> bool:
        return not row.used and row.expires_at > self._now() and row.misses < MISSES_MAX

    def _named(self, code: KeptCode) -> list[HostRow]:
        return [
            row
            for row in self.rows.values()
            if (row.host.team, row.host.name) == (code.team, code.name) and row.host.is_live
        ]

    def _keeps_name(self, code: KeptCode) -> bool:
        live = self._named(code)
        return any(row.host.owner != code.owner or row.host.seen_at is not None for row in live)


class _Records(MemoryBase):
    async def host(self, host_id: UUID) -> Granted | None:
        row = self.rows.get(host_id)
        return Granted(host=self._shown(row), subjects=frozenset(row.subjects)) if row else None

    async def named(self, team: str, name: str) -> Granted | None:
        found = [granted for granted in await self.hosts(team) if granted.host.name == name]
        return max(found, key=lambda one: (one.host.is_live, one.host.enrolled_at), default=None)

    async def hosts(self, team: str) -> Sequence[Granted]:
        mine = [row for row in self.rows.values() if row.host.team == team and not row.host.is_removed]
        granted = [Granted(host=self._shown(row), subjects=frozenset(row.subjects)) for row in mine]
        return sorted(granted, key=lambda one: (one.host.name, one.host.enrolled_at))

    async def observed(self, host_ids: Collection[UUID]) -> Mapping[UUID, datetime]:
        # In order of arrival: the last one stays.
        return {one.host_id: one.received_at for one in self.observations.values() if one.host_id in host_ids}

    async def allow(self, host_id: UUID, subject: Subject, by: str) -> None:
        self.rows[host_id].subjects.add(subject)

    async def disallow(self, host_id: UUID, subject: Subject) -> bool:
        was_there = subject in self.rows[host_id].subjects
        self.rows[host_id].subjects.discard(subject)
        return was_there

    async def keep(self, host_id: UUID) -> bool:
        if self.rows[host_id].host.state != "joined":
            return False
        self._change(host_id, state="kept")
        return True

    async def end(self, host_id: UUID, by: EndedBy, *, remove: bool = False) -> bool:
        return self._end(host_id, by, remove=remove)

    async def write_audit(self, row: AuditRow) -> None:
        self._write(row)

    async def audit(
        self, team: str, *, host_ids: Collection[UUID] | None = None, limit: int = 50
    ) -> Sequence[AuditRow]:
        mine = [row for row in self.log if row.team == team]
        return [row for row in reversed(mine) if host_ids is None or row.host_id in host_ids][:limit]

    async def teams(self) -> Sequence[str]:
        asked = {question.team for question in self._store.questions.values()}
        return sorted(asked | {row.host.team for row in self.rows.values()})


class _Checks(MemoryBase):
    async def check(self, question_id: UUID, host_name: str) -> CheckState | None:
        row = self.checks.get((question_id, host_name))
        if row is None:
            return None
        own = self.observations.get(row.observation_id) if row.observation_id else None
        seen = [own] if own else []
        if row.host_id and (own or row.status not in ("done", "waiting")):
            seen += await self.last_observations(row.host_id, before=own.received_at if own else None)
        return CheckState(
            question_id=question_id,
            status=row.status,
            host_name=host_name,
            asked_at=row.asked_at,
            host=self._shown(self.rows[row.host_id]) if row.host_id else None,
            observation=seen[0] if seen else None,
            before=seen[1] if len(seen) > 1 else None,
            refusal=row.refusal,
            detail=row.detail,
        )

    async def settle_check(self, request: CheckRequest, host_id: UUID | None, status: CheckStatus) -> bool:
        if self._keep(request, host_id, status) is None:
            return False
        self._write(check_noted(request, host_id, status))
        return True

    async def start_check(self, request: CheckRequest, host_id: UUID, facts: Sequence[str]) -> bool:
        check = self._keep(request, host_id, "waiting")
        if check is None:
            return False
        self._join_or_ask(check, host_id, facts)
        self._write(check_noted(request, host_id, check.status))
        return True

    def _join_or_ask(self, check: CheckRow, host_id: UUID, facts: Sequence[str]) -> None:
        request, now = check.request, self._now()
        waiting = [
            row.job
            for row in self.jobs.values()
            if row.job.host_id == host_id and not row.is_finished and row.job.expires_at > now
        ]
        same = (request.asker.id_for_host, request.user, tuple(facts))
        joined = next((job for job in waiting if (job.asker, job.user, job.facts) == same), None)
        if joined is None and len(waiting) >= WAITING_MAX:
            check.status = "busy"
            return
        job = joined or Job(
            id=uuid4(), host_id=host_id, nonce=secrets.new_nonce(), issued_at=now,
            expires_at=now + CHECK_LIFE, facts=tuple(facts), user=request.user,
            asker=request.asker.id_for_host,
        )  # fmt: skip
        check.job_id = job.id
        if joined is None:
            self.jobs[job.id] = JobRow(job)
            self._wake(host_id)

    async def record_shown(self, question_id: UUID, row: AuditRow) -> bool:
        mark = (row.host_id, row.action, str(question_id))
        if any((kept.host_id, kept.action, kept.detail) == mark for kept in self.log):
            return False
        self._write(row)
        return True

    def _keep(self, request: CheckRequest, host_id: UUID | None, status: CheckStatus) -> CheckRow | None:
        key = (request.question_id, request.host_name)
        if key in self.checks:
            return None
        self.checks[key] = CheckRow(request, status, self._now(), host_id=host_id)
        return self.checks[key]

    async def last_observations(
        self, host_id: UUID, *, before: datetime | None = None, limit: int = 2
    ) -> Sequence[KeptObservation]:
        mine = [one for one in self.observations.values() if one.host_id == host_id]
        older = [one for one in mine if before is None or one.received_at < before]
        return list(reversed(older))[:limit]


class _Upkeep(MemoryBase):
    async def expire(self, job_id: UUID | None = None) -> int:
        now = self._now()
        due = [
            key
            for key, row in self.jobs.items()
            if job_id in (None, key) and not row.is_finished and row.job.expires_at <= now
        ]
        return sum(self._close_job(key, "expired") for key in due)

    async def sweep(self) -> Swept:
        now = self._now()
        removed = 0
        for key, row in self.rows.items():
            silent = (row.host.seen_at or row.host.enrolled_at) < now - REMOVED_AFTER
            if row.host.is_live and silent and self._end(key, "silence", remove=True):
                removed += 1
                self._note(row.host, "bot", "remove", "silence")
        return Swept(hosts=removed, **self._forget(now))

    def _forget(self, now: datetime) -> dict[str, int]:
        ended = [key for key, row in self.rows.items() if row.ended_at and row.ended_at < now - REMOVED_AFTER]
        seen = sum(self._forget_observations(key) for key in ended)
        checks, log = len(self.checks), len(self.log)
        self.checks = {key: row for key, row in self.checks.items() if row.asked_at >= now - CHECKS_KEPT}
        self.log = [row for row in self.log if row.at is None or row.at >= now - AUDIT_KEPT]
        return {"checks": checks - len(self.checks), "observations": seen, "audit": log - len(self.log)}


class MemoryHosts(_Enrollments, _Records, _Checks, MemoryAgents, _Upkeep, MemoryRecent):
    """Implements ``bot.hosts.ports.HostStore`` beside a MemoryStore, whose clock it should share."""
