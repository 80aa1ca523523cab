"""What an enrolled Agent may do: prove itself, wait for a job, bring its result, change its key, leave."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol
from uuid import UUID

from bot.checks.observation import read_observation
from bot.hosts import secrets
from bot.hosts.bells import Bell, Bells
from bot.hosts.model import REFUSALS, AuditRow, Host
from bot.hosts.ports import AgentRecords, FinishOutcome, HostRecords, Offer, Polled
from bot.text.unseen import STEERING

POLL_S = 50.0
FIRST_LEAST, LATER_LEAST = 0.1, 0.9
"""Shares of that: thousands that come together, when a server starts, are apart from their first wait on and stay so."""
MET_MAX = 100_000
DETAIL_MAX = 300
TRIES = 3
_NOBODY = bytes(32)

Stranger = Literal["unknown", "revoked", "cloned"]
"""``revoked``: the Host was ended here, and nothing else; ``cloned``: a key that another followed."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """Told once."""

    key: str = field(repr=False)


class Records(AgentRecords, HostRecords, Protocol):
    """What of the store this needs."""


class Closing(Exception):  # noqa: N818  # no error: this process ends, another will serve
    """The poll is to be repeated elsewhere."""


class Agents:
    """The use cases behind ``/agent/v1`` that need a key."""

    def __init__(
        self, records: Records, bells: Bells, poll_s: float = POLL_S, first_least: float = FIRST_LEAST
    ) -> None:
        self._records, self._bells, self._poll_s = records, bells, poll_s
        self._first_least = first_least
        self._met: set[UUID] = set()

    async def authenticate(self, host_id: UUID, key: str) -> Host | Stranger:
        """The Host whose key this is, or why there is none.

        The first use of a new key makes the old one worthless. Who uses a key afterwards that another
        followed has a copy of it: the Host is set aside and its owner told. An Agent that stored a new
        key and ended before it used it may go on with either until then.
        """
        given = secrets.hash_of(key)
        for _ in range(TRIES):
            kept = await self._records.credentials(host_id)
            if kept is None:
                return "unknown"
            if secrets.is_same(given, kept.key_hash):
                return kept.host
            if any(secrets.is_same(given, past) for past in kept.past):
                await self._records.quarantine(host_id, "old_key")
                self._bells.ring_all(host_id)
                return "cloned"
            if not secrets.is_same(given, kept.next_hash or _NOBODY):
                return "revoked" if kept.host.state == "revoked" else "unknown"
            if await self._records.promote_key(host_id, given):
                return kept.host
            # Another request used it, or replaced it, since it was looked up.
        return "unknown"

    def waiting(self, host: Host) -> AbstractContextManager[Bell]:
        """A bell for one poll of that Host, while the block lasts. Raises TooManyPollsError."""
        return self._bells.hang(host.id)

    async def poll(
        self, host: Host, bell: Bell, session: str, agent_version: str, since: float | None = None
    ) -> Polled:
        """What there is for the Host, within about 50 s; nothing of the database is held while it waits.

        The bell hangs already, so that nothing comes between the first look and the wait. ``since`` is
        when the Agent asked (the loop's time), if not just now. Raises Closing when this process ends.
        """
        deadline = self._deadline(host, since)
        polled = await self._records.begin_poll(host.id, session, agent_version)
        while polled.job is None and not polled.rotate and polled.state in ("joined", "kept"):
            if self._bells.is_closed:
                raise Closing
            if not await bell.wait_until(deadline) or bell.is_left:
                break
            polled = await self._records.next_poll(host.id)
        if polled.state not in ("joined", "kept"):
            self._bells.ring_all(host.id)
        return polled

    def _deadline(self, host: Host, since: float | None) -> float:
        least = LATER_LEAST if host.id in self._met else self._first_least
        if len(self._met) >= MET_MAX:
            self._met.clear()
        self._met.add(host.id)
        begun = since or asyncio.get_running_loop().time()
        return begun + self._poll_s * random.uniform(least, 1)  # noqa: S311  # no secret

    async def finish(
        self, host: Host, job_id: UUID, nonce: str, observation: Mapping[str, Any]
    ) -> FinishOutcome | Literal["malformed"]:
        """Takes a result. What is no Observation at all ends the check as refused, so that nobody waits."""
        try:
            await asyncio.to_thread(read_observation, observation)
        except ValueError:
            await self._records.refuse(host.id, job_id, nonce, "malformed", "")
            return "malformed"
        return await self._records.finish(host.id, job_id, nonce, observation)

    async def refuse(self, host: Host, job_id: UUID, nonce: str, refusal: str, detail: str) -> FinishOutcome:
        """Takes a refusal; a reason that we do not know is ``other``."""
        known = refusal if refusal in REFUSALS else "other"
        return await self._records.refuse(
            host.id, job_id, nonce, known, STEERING.sub("", detail)[:DETAIL_MAX]
        )

    async def new_key(self, host: Host) -> NewKey | Offer:
        """Another key, to be stored by the Agent before it is used; or why it gets none."""
        key = secrets.new_key()
        offer = await self._records.offer_key(host.id, secrets.hash_of(key))
        if offer == "quarantined":
            self._bells.ring_all(host.id)
        return NewKey(key) if offer == "offered" else offer

    async def leave(self, host: Host) -> None:
        """The Host revokes itself."""
        await self._records.end(host.id, "host")
        await self._note(host, "leave")

    async def _note(self, host: Host, action: str) -> None:
        row = AuditRow(
            team=host.team, asker=f"host:{host.id}", action=action, allowed=True, host_id=host.id,
            host_name=host.name,
        )  # fmt: skip
        await self._records.write_audit(row)
