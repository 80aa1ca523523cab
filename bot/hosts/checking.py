"""Checks: asked for once by a question, and looked up by it as often as its answer is given."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Protocol
from uuid import UUID

from bot.checks.facts import FACTS
from bot.hosts.model import (
    CHECK_LIFE,
    Asker,
    AuditRow,
    CheckRequest,
    CheckState,
    CheckStatus,
    Granted,
    Host,
    Shown,
    folded_name,
)
from bot.hosts.owning import alike
from bot.hosts.permissions import Permissions
from bot.hosts.ports import CheckRecords, HostRecords
from bot.hosts.versions import facts_known_to

LOOK_S = 0.25
PATIENCE_S = CHECK_LIFE.total_seconds() + 10


class Records(HostRecords, CheckRecords, Protocol):
    """What of the store this needs."""


class Checks:
    """The use case behind ``/docker-check HOST``.

    ``request`` is safe to call again: a question asks for a check of a Host once. When its result
    comes, or its time is over, the question's revision is raised and its answer queued anew.
    """

    def __init__(self, records: Records, permissions: Permissions, patience_s: float = PATIENCE_S) -> None:
        self._records, self._permissions, self._patience_s = records, permissions, patience_s

    async def request(self, request: CheckRequest) -> CheckState:
        """What became of it. Denied unless the asker may; the store audits every first attempt."""
        named = replace(
            request, host_name=folded_name(request.host_name) or request.host_name.strip()[:64].lower()
        )
        if kept := await self.state(named.question_id, named.host_name, named.asker):
            return kept
        granted = await self._granted(named)
        status = await self._settled(granted, named.asker)
        if status is None and granted:
            facts = facts_known_to(granted.host.agent_version, named.facts or tuple(FACTS))
            await self._records.start_check(named, granted.host.id, facts)
        else:
            host_id = granted.host.id if granted else None
            await self._records.settle_check(named, host_id, status or "unknown")
        state = await self.state(named.question_id, named.host_name, named.asker)
        if state is None:
            raise RuntimeError("a check that was just kept is not there")
        return state

    async def record_shown(
        self, question_id: UUID, asker: Asker, host: Host, how: Shown, *, allowed: bool = True
    ) -> None:
        """Notes in the log that what was seen of ``host`` was shown once more by that question, or that it was not."""
        row = AuditRow(
            team=asker.team, asker=asker.user, action=how, allowed=allowed, host_id=host.id,
            host_name=host.name, channel=asker.channel, detail=str(question_id),
        )  # fmt: skip
        await self._records.record_shown(question_id, row)

    async def state(self, question_id: UUID, host_name: str, asker: Asker) -> CheckState | None:
        """What became of the request of that question; None if it was not made."""
        state = await self._records.check(question_id, host_name)
        if state is None:
            return None
        if state.status == "unknown":
            return replace(state, suggestions=await self._suggestions(asker, host_name))
        if state.status == "not_allowed":
            return replace(state, observation=None, before=None)
        return state

    async def wait(self, question_id: UUID, host_name: str, asker: Asker) -> CheckState | None:
        """The same when it waits no more; for the terminal, where nobody is told.

        Also where nobody is there to end it, as the bot itself may have ended meanwhile.
        """
        deadline = asyncio.get_running_loop().time() + self._patience_s
        while True:
            state = await self.state(question_id, host_name, asker)
            if state is None or state.status != "waiting":
                return state
            if asyncio.get_running_loop().time() > deadline:
                return replace(state, status="expired")
            await asyncio.sleep(LOOK_S)  # what answers is another process

    async def _granted(self, request: CheckRequest) -> Granted | None:
        name = folded_name(request.host_name)
        return await self._records.named(request.asker.team, name) if name else None

    async def _settled(self, granted: Granted | None, asker: Asker) -> CheckStatus | None:
        """The outcome that asks nothing of the Host; None where it is to be asked."""
        if granted is None:
            return "unknown"
        if not await self._permissions.may_check(granted, asker):
            return "not_allowed"
        if granted.host.state in ("quarantined", "revoked"):
            return granted.host.state
        return None if granted.host.is_online else "offline"

    async def _suggestions(self, asker: Asker, name: str) -> tuple[str, ...]:
        seen = [
            granted.host.name
            for granted in await self._records.hosts(asker.team)
            if granted.host.is_live and await self._permissions.may_check(granted, asker)
        ]
        return alike(name, seen)
