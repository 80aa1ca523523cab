"""What the parts of the hosts' store in memory share: the rows, the clock, and what happens to them together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from secrets import token_bytes
from typing import Any
from uuid import UUID, uuid4

from bot.hosts.model import (
    OFFLINE_AFTER,
    TERMINAL,
    AuditRow,
    Because,
    CheckRequest,
    CheckStatus,
    EndedBy,
    Host,
    Job,
    KeptObservation,
    NoticeKind,
    Subject,
    by_itself,
    notice_text,
)
from bot.hosts.ports import KeptCode
from bot.storage.memory import MemoryStore
from bot.storage.model import Asked


@dataclass(slots=True)
class CodeRow:
    """A code and what became of it."""

    code: KeptCode
    expires_at: datetime
    used: bool = False
    misses: int = 0


@dataclass(slots=True)
class HostRow:
    """A Host and what only the store knows of it."""

    host: Host
    key_hash: bytes
    key_at: datetime
    next_hash: bytes | None = None
    past_keys: list[bytes] = field(default_factory=list)
    rotation_asked_at: datetime | None = None
    key_offers: int = 0
    session: str = ""
    session_at: datetime | None = None
    takeovers: float = 0
    past_sessions: list[str] = field(default_factory=list)
    subjects: set[Subject] = field(default_factory=set)
    ended_at: datetime | None = None


@dataclass(slots=True)
class JobRow:
    """A job on its way."""

    job: Job
    delivered_at: datetime | None = None
    deliveries: int = 0
    is_finished: bool = False


@dataclass(slots=True)
class CheckRow:
    """A check and its end."""

    request: CheckRequest
    status: CheckStatus
    asked_at: datetime
    host_id: UUID | None = None
    job_id: UUID | None = None
    observation_id: UUID | None = None
    refusal: str = ""
    detail: str = ""


class MemoryBase:
    """``store`` has the questions; ``woken`` the hosts whose polls were to look again, in order."""

    def __init__(
        self,
        store: MemoryStore,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        on_wake: Callable[[UUID], None] = lambda host_id: None,
    ) -> None:
        self._store, self._now, self._on_wake = store, now, on_wake
        self.codes: dict[str, CodeRow] = {}
        self.rows: dict[UUID, HostRow] = {}
        self.jobs: dict[UUID, JobRow] = {}
        self.checks: dict[tuple[UUID, str], CheckRow] = {}
        self.observations: dict[UUID, KeptObservation] = {}
        self.log: list[AuditRow] = []
        self.woken: list[UUID] = []
        self.shared_salt = token_bytes(32)

    def _wake(self, host_id: UUID) -> None:
        self.woken.append(host_id)
        self._on_wake(host_id)

    def _shown(self, row: HostRow) -> Host:
        host = row.host
        seen = host.seen_at is not None and host.seen_at > self._now() - OFFLINE_AFTER
        return replace(host, is_online=seen and host.state in ("joined", "kept"))

    def _live(self, host_id: UUID) -> HostRow | None:
        row = self.rows.get(host_id)
        return row if row and row.host.state in ("joined", "kept") else None

    def _change(self, host_id: UUID, **values: Any) -> None:
        row = self.rows[host_id]
        row.host = replace(row.host, **values)

    def _tell_owner(self, host: Host, kind: NoticeKind) -> None:
        if host.owner.startswith(TERMINAL):
            return
        person = self._store.people.get((host.team, host.owner))
        self._store.put(
            Asked(
                id=uuid4(), team=host.team, channel=host.owner, user_id=host.owner, surface="notice",
                text=notice_text(kind, host.id), language=person.language if person else None,
            )
        )  # fmt: skip

    def _close_job(self, job_id: UUID, status: CheckStatus, **values: Any) -> int:
        self.jobs[job_id].is_finished = True
        mine = [row for row in self.checks.values() if row.job_id == job_id and row.status == "waiting"]
        for row in mine:
            row.status = status
            for name, value in values.items():
                setattr(row, name, value)
        for question_id in sorted({row.request.question_id for row in mine}):
            self._store.reopen(question_id)
        return len(mine)

    def _close_jobs_of(self, host_id: UUID, status: CheckStatus) -> None:
        for job_id, row in self.jobs.items():
            if row.job.host_id == host_id and not row.is_finished:
                self._close_job(job_id, status)

    def _set_aside(self, host_id: UUID, because: Because) -> None:
        row = self._live(host_id)
        if row is None:
            return
        self._change(host_id, state="quarantined")
        self._close_jobs_of(host_id, "quarantined")
        self._tell_owner(row.host, "quarantined")
        self._write(by_itself(host_id, row.host.team, row.host.name, "quarantine", because))
        self._wake(host_id)

    def _end(self, host_id: UUID, by: EndedBy, *, remove: bool) -> bool:
        row = self.rows.get(host_id)
        if row is None:
            return False
        hidden = remove and not row.host.is_removed
        if remove:
            self._change(host_id, is_removed=True)
            self._forget_observations(host_id)
        if row.host.state == "revoked":
            return hidden
        self._change(host_id, state="revoked", ended_by=by)
        row.key_hash, row.next_hash, row.past_keys, row.ended_at = b"", None, [], self._now()
        self._close_jobs_of(host_id, "revoked")
        if by not in ("owner", "replaced"):
            self._tell_owner(row.host, "removed" if by == "silence" else "revoked")
        self._wake(host_id)
        return True

    def _write(self, row: AuditRow) -> None:
        self.log.append(replace(row, at=self._now()))

    def _note(self, host: Host, asker: str, action: str, detail: str) -> None:
        row = AuditRow(
            team=host.team, asker=asker, action=action, allowed=True, host_id=host.id,
            host_name=host.name, detail=detail,
        )  # fmt: skip
        self._write(row)

    def _forget_observations(self, host_id: UUID) -> int:
        mine = [key for key, one in self.observations.items() if one.host_id == host_id]
        for key in mine:
            del self.observations[key]
        return len(mine)
