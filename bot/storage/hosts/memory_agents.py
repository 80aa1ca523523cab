"""What agents do, in memory."""

# ruff: noqa: D102  # the Protocol in bot/hosts/ports.py says what each method does

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID, uuid4

from bot.hosts.model import (
    KEY_LIFE,
    KEY_OVERLAP,
    OBSERVATIONS_KEPT,
    OFFERS_MAX,
    PAST_KEYS_KEPT,
    SESSIONS_KEPT,
    TAKEOVERS_AT_ONCE,
    TAKEOVERS_PER_H,
    Because,
    Job,
    KeptObservation,
)
from bot.hosts.ports import Credentials, FinishOutcome, Offer, Polled
from bot.storage.hosts.memory_base import HostRow, JobRow, MemoryBase
from bot.storage.hosts.polling import DELIVER_AGAIN_AFTER, DELIVERIES_MAX
from bot.storage.hosts.rows import host_label, written


class MemoryAgents(MemoryBase):
    """Implements ``bot.hosts.ports.AgentRecords``."""

    async def credentials(self, host_id: UUID) -> Credentials | None:
        row = self.rows.get(host_id)
        if row is None:
            return None
        return Credentials(
            host=self._shown(row), key_hash=row.key_hash, next_hash=row.next_hash, past=tuple(row.past_keys)
        )

    async def promote_key(self, host_id: UUID, next_hash: bytes) -> bool:
        row = self.rows[host_id]
        if row.next_hash != next_hash:
            return False
        self._pass(row, row.key_hash)
        row.key_hash, row.next_hash = next_hash, None
        row.key_at, row.rotation_asked_at, row.key_offers = self._now(), None, 0
        self._note(row.host, host_label(host_id), "key", "")
        return True

    async def offer_key(self, host_id: UUID, next_hash: bytes) -> Offer:
        row = self.rows.get(host_id)
        if row is None:
            return "unknown"
        if row.host.state in ("quarantined", "revoked"):
            return "revoked" if row.host.state == "revoked" else "quarantined"
        if row.rotation_asked_at is None or row.rotation_asked_at <= self._now() - KEY_OVERLAP:
            return "not_asked"
        if row.key_offers >= OFFERS_MAX:
            self._set_aside(host_id, "new_keys")
            return "quarantined"
        if row.next_hash is not None:
            self._pass(row, row.next_hash)
        row.next_hash = next_hash
        row.key_offers += 1
        return "offered"

    def _pass(self, row: HostRow, key_hash: bytes) -> None:
        row.past_keys = [key_hash, *row.past_keys][:PAST_KEYS_KEPT]

    async def quarantine(self, host_id: UUID, because: Because) -> None:
        self._set_aside(host_id, because)

    async def begin_poll(self, host_id: UUID, session: str, agent_version: str) -> Polled:
        row = self._live(host_id)
        if row is None:
            return await self.next_poll(host_id)
        if because := self._is_cloned(row, session):
            self._set_aside(host_id, because)
            return Polled(state="quarantined")
        if self._takes_over(row, session):
            row.past_sessions = [row.session, *row.past_sessions][:SESSIONS_KEPT]
            row.takeovers = self._takeovers(row)
        if session != row.session:
            row.session, row.session_at = session, self._now()
        self._change(host_id, seen_at=self._now(), agent_version=agent_version)
        rotate = self._is_key_old(row)
        if rotate:
            row.rotation_asked_at, row.key_offers = self._now(), 0
        return Polled(state=row.host.state, job=self._take(host_id), rotate=rotate)

    def _is_cloned(self, row: HostRow, session: str) -> Because | None:
        if session in row.past_sessions:
            return "session"
        too_often = self._takes_over(row, session) and self._takeovers(row) > TAKEOVERS_AT_ONCE
        return "takeovers" if too_often else None

    def _takes_over(self, row: HostRow, session: str) -> bool:
        return row.session not in ("", session)

    def _takeovers(self, row: HostRow) -> float:
        passed = (self._now() - row.session_at).total_seconds() if row.session_at else 0.0
        return 1 + max(0.0, row.takeovers - passed * TAKEOVERS_PER_H / 3600)

    def _is_key_old(self, row: HostRow) -> bool:
        now, asked = self._now(), row.rotation_asked_at
        return row.key_at < now - KEY_LIFE and (asked is None or asked < now - KEY_OVERLAP)

    async def next_poll(self, host_id: UUID) -> Polled:
        row = self.rows.get(host_id)
        if row is None:
            return Polled(state="unknown")
        return Polled(state=row.host.state, job=self._take(host_id) if self._live(host_id) else None)

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
