"""What agents do, in memory."""

# ruff: noqa: D102  # the Protocol in bot/hosts/ports.py says what each method does

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID, uuid4

from bot.hosts.model import KEY_LIFE, KEY_OVERLAP, OBSERVATIONS_KEPT, Job, KeptObservation
from bot.hosts.ports import Credentials, FinishOutcome, Turn
from bot.storage.hosts.memory_base import HostRow, JobRow, MemoryBase
from bot.storage.hosts.polling import DELIVER_AGAIN_AFTER, DELIVERIES_MAX, SESSIONS_KEPT
from bot.storage.hosts.rows import written


class MemoryAgents(MemoryBase):
    """Implements ``bot.hosts.ports.AgentRecords``."""

    async def credentials(self, host_id: UUID) -> Credentials | None:
        row = self.rows.get(host_id)
        if row is None or row.host.state == "revoked":
            return None
        return Credentials(host=self._shown(row), key_hash=row.key_hash, next_hash=row.next_hash)

    async def promote_key(self, host_id: UUID, next_hash: bytes) -> None:
        row = self.rows[host_id]
        if row.next_hash == next_hash:
            row.key_hash, row.next_hash = next_hash, None
            row.key_at, row.rotation_asked_at = self._now(), None

    async def offer_key(self, host_id: UUID, next_hash: bytes) -> bool:
        row = self._live(host_id)
        if row:
            row.next_hash = next_hash
        return row is not None

    async def begin_poll(self, host_id: UUID, session: str, agent_version: str) -> Turn:
        row = self._live(host_id)
        if row is None:
            return await self.next_turn(host_id)
        if session in row.past_sessions:
            self._change(host_id, state="quarantined")
            self._close_jobs_of(host_id, "quarantined")
            self._tell_owner(row.host, "quarantined")
            self._wake(host_id)
            return Turn(state="quarantined")
        if row.session not in ("", session):
            row.past_sessions = [row.session, *row.past_sessions][:SESSIONS_KEPT]
        row.session = session
        self._change(host_id, seen_at=self._now(), agent_version=agent_version)
        rotate = self._is_key_old(row)
        if rotate:
            row.rotation_asked_at = self._now()
        return Turn(state=row.host.state, job=self._take(host_id), rotate=rotate)

    def _is_key_old(self, row: HostRow) -> bool:
        now, asked = self._now(), row.rotation_asked_at
        return row.key_at < now - KEY_LIFE and (asked is None or asked < now - KEY_OVERLAP)

    async def next_turn(self, host_id: UUID) -> Turn:
        row = self.rows.get(host_id)
        if row is None:
            return Turn(state="revoked")
        return Turn(state=row.host.state, job=self._take(host_id) if self._live(host_id) else None)

    def _due(self, host_id: UUID) -> list[JobRow]:
        now = self._now()
        mine = [
            row
            for row in self.jobs.values()
            if row.job.host_id == host_id
            and not row.is_finished
            and row.job.expires_at > now
            and row.deliveries < DELIVERIES_MAX
            and (row.delivered_at is None or row.delivered_at < now - DELIVER_AGAIN_AFTER)
        ]
        return sorted(mine, key=lambda row: row.job.issued_at)

    def _take(self, host_id: UUID) -> Job | None:
        row = next(iter(self._due(host_id)), None)
        if row is None:
            return None
        row.delivered_at, row.deliveries = self._now(), row.deliveries + 1
        return row.job

    async def due(self, host_ids: Collection[UUID]) -> Collection[UUID]:
        return [key for key in host_ids if key in self.rows and (self._live(key) is None or self._due(key))]

    async def finish(
        self, host_id: UUID, job_id: UUID, nonce: str, observation: Mapping[str, Any]
    ) -> FinishOutcome:
        written(observation)
        if (outcome := self._finished(host_id, job_id, nonce)) != "taken":
            return outcome
        seen = KeptObservation(id=uuid4(), host_id=host_id, received_at=self._now(), sent=observation)
        self.observations[seen.id] = seen
        mine = [key for key, one in self.observations.items() if one.host_id == host_id]
        for old in mine[:-OBSERVATIONS_KEPT]:
            del self.observations[old]
        self._close_job(job_id, "done", observation_id=seen.id)
        return "taken"

    async def refuse(
        self, host_id: UUID, job_id: UUID, nonce: str, refusal: str, detail: str
    ) -> FinishOutcome:
        row = self.jobs.get(job_id)
        if refusal == "repeated" and row and row.job.host_id == host_id and row.deliveries > 1:
            return "taken"
        if (outcome := self._finished(host_id, job_id, nonce)) == "taken":
            self._close_job(job_id, "refused", refusal=refusal, detail=detail)
        return outcome

    def _finished(self, host_id: UUID, job_id: UUID, nonce: str) -> FinishOutcome:
        row = self.jobs.get(job_id)
        if self._live(host_id):
            self._change(host_id, seen_at=self._now())
        if not self._live(host_id) or row is None or row.job.host_id != host_id or row.delivered_at is None:
            return "foreign"
        if row.is_finished or row.job.nonce != nonce:
            return "repeated"
        return "taken" if row.job.expires_at > self._now() else "late"
