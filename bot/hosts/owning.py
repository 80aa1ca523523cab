"""What owners do with their hosts: add, list, allow, keep, revoke, remove, and read who asked what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from rapidfuzz import process

from bot.hosts import secrets
from bot.hosts.model import (
    Asker,
    AuditRow,
    Declined,
    EndedBy,
    EnrollmentCode,
    Granted,
    Host,
    HostView,
    Subject,
    folded_name,
)
from bot.hosts.permissions import Permissions, is_subject
from bot.hosts.ports import Enrollments, HostRecords, KeptCode

SUGGESTIONS = 3
LIKENESS = 60
LOG_ROWS = 50
LOG_ROWS_MAX = 1000


class Records(Enrollments, HostRecords, Protocol):
    """What of the store this needs."""


class Hosts:
    """The use cases of ``/docker-check add`` and ``setupbot hosts``; each attempt is audited, done or not."""

    def __init__(self, records: Records, permissions: Permissions) -> None:
        self._records, self._permissions = records, permissions

    async def add(self, asker: Asker, name: str, owner: str | None = None) -> EnrollmentCode | Declined:
        """A one-time code by which a machine joins as ``name``, to be shown to its owner alone.

        ``owner`` is for the terminal, which adds hosts for others; from Slack it is the asker.
        """
        folded = folded_name(name)
        if folded is None:
            return await self._decline(asker, "add", Declined(why="bad_name", name=name[:64]))
        owner = owner if owner and asker.is_terminal else asker.user
        code_id, secret = secrets.new_code()
        kept = KeptCode(
            code_id=code_id, secret_hash=secrets.hash_of(secret), team=asker.team, owner=owner, name=folded
        )
        made = await self._records.add_code(kept)
        if isinstance(made, str):
            taken = await self._records.named(asker.team, folded)
            mine = taken.host if taken and self._permissions.owns(taken.host, asker) else None
            return await self._decline(asker, "add", Declined(why=made, name=folded, host=mine))
        await self._audit(asker, "add", True, name=folded, detail=owner)
        return EnrollmentCode(
            code=secrets.shown_code(code_id, secret), name=folded, owner=owner, expires_at=made
        )

    async def listed(self, asker: Asker) -> Sequence[HostView]:
        """Their own hosts, then those that they may have looked at; the operator sees all."""
        seen = await self.visible(asker)
        observed = await self._records.observed([granted.host.id for granted in seen])
        views = [
            HostView(
                host=granted.host,
                is_mine=mine,
                subjects=granted.subjects if mine else frozenset(),
                observed_at=observed.get(granted.host.id),
            )
            for granted in seen
            for mine in [self._permissions.owns(granted.host, asker)]
        ]
        return sorted(views, key=lambda view: (not view.is_mine, view.host.name))

    async def host(self, host_id: UUID) -> Granted | None:
        """By id, for what is told to its owner; asks nobody's leave."""
        return await self._records.host(host_id)

    async def allow(self, asker: Asker, which: str | UUID, subject: Subject) -> Host | Declined:
        """Lets ``subject`` have the Host looked at. The Host's own policy still decides what it shows, and to whom."""
        if not is_subject(subject):
            return await self._decline(asker, "allow", Declined(why="bad_subject", name=str(which)[:64]))
        host = await self._owned(asker, which, "allow", f"{subject.kind} {subject.id}".strip())
        if isinstance(host, Host):
            await self._records.allow(host.id, subject, asker.user)
        return host

    async def disallow(self, asker: Asker, which: str | UUID, subject: Subject) -> Host | Declined:
        """Takes that back."""
        host = await self._owned(asker, which, "disallow", f"{subject.kind} {subject.id}".strip())
        if isinstance(host, Host) and not await self._records.disallow(host.id, subject):
            return Declined(why="bad_subject", name=host.name, host=host)
        return host

    async def keep(self, asker: Asker, which: str | UUID) -> Host | Declined:
        """The owner says that it was they who enrolled it; until then nobody else may have it looked at."""
        host = await self._owned(asker, which, "keep")
        if isinstance(host, Host) and host.state != "kept" and not await self._records.keep(host.id):
            return Declined(why="ended", name=host.name, host=host)
        return await self._again(host)

    async def revoke(self, asker: Asker, which: str | UUID) -> Host | Declined:
        """Its key is worthless from now on; the Agent deletes it and stops."""
        host = await self._owned(asker, which, "revoke")
        if isinstance(host, Host):
            await self._records.end(host.id, _by(asker))
        return await self._again(host)

    async def remove(self, asker: Asker, which: str | UUID) -> Host | Declined:
        """Revokes it and takes it off every list; its name is free."""
        host = await self._owned(asker, which, "remove")
        if isinstance(host, Host):
            await self._records.end(host.id, _by(asker), remove=True)
        return await self._again(host)

    async def log(
        self, asker: Asker, which: str | UUID | None = None, limit: int = LOG_ROWS
    ) -> Sequence[AuditRow] | Declined:
        """Who asked what when, the newest first: of one Host of theirs, or of all of them."""
        most = max(1, min(limit, LOG_ROWS_MAX))
        if which is not None:
            host = await self._owned(asker, which, "log")
            if isinstance(host, Declined):
                return host
            return await self._records.audit(asker.team, host_ids=[host.id], limit=most)
        if asker.is_terminal:
            return await self._records.audit(asker.team, limit=most)
        mine = [one.host.id for one in await self.visible(asker) if self._permissions.owns(one.host, asker)]
        return await self._records.audit(asker.team, host_ids=mine, limit=most)

    async def teams(self) -> Sequence[str]:
        """The workspaces that the terminal can choose among; mostly one."""
        return await self._records.teams()

    async def visible(self, asker: Asker) -> list[Granted]:
        """The hosts that they own or may have looked at."""
        return [
            granted
            for granted in await self._records.hosts(asker.team)
            if await self._permissions.may_check(granted, asker)
        ]

    async def suggestions(self, asker: Asker, name: str) -> tuple[str, ...]:
        """Names much like ``name`` among the live hosts that they may see."""
        seen = await self.visible(asker)
        return alike(name, [granted.host.name for granted in seen if granted.host.is_live])

    async def _owned(self, asker: Asker, which: str | UUID, action: str, detail: str = "") -> Host | Declined:
        found = await self._find(asker, which)
        if found is None:
            name = "" if isinstance(which, UUID) else which[:64]
            near = await self.suggestions(asker, name) if name else ()
            return await self._decline(asker, action, Declined(why="unknown", name=name, suggestions=near))
        host = found.host
        if not self._permissions.owns(host, asker):
            return await self._decline(
                asker, action, Declined(why="not_allowed", name=host.name), host_id=host.id
            )
        await self._audit(asker, action, True, host_id=host.id, name=host.name, detail=detail)
        return host

    async def _find(self, asker: Asker, which: str | UUID) -> Granted | None:
        if isinstance(which, UUID):
            found = await self._records.host(which)
            return found if found and found.host.team == asker.team else None
        folded = folded_name(which)
        return await self._records.named(asker.team, folded) if folded else None

    async def _again(self, host: Host | Declined) -> Host | Declined:
        if isinstance(host, Declined):
            return host
        found = await self._records.host(host.id)
        return found.host if found else host

    async def _decline(
        self, asker: Asker, action: str, declined: Declined, host_id: UUID | None = None
    ) -> Declined:
        await self._audit(asker, action, False, host_id=host_id, name=declined.name, detail=declined.why)
        return declined

    async def _audit(
        self, asker: Asker, action: str, allowed: bool, *, name: str, host_id: UUID | None = None, detail: str
    ) -> None:
        row = AuditRow(
            team=asker.team, asker=asker.user, action=action, allowed=allowed, host_id=host_id,
            host_name=name, channel=asker.channel, detail=detail,
        )  # fmt: skip
        await self._records.write_audit(row)


def alike(name: str, names: Sequence[str]) -> tuple[str, ...]:
    """At most three of ``names`` that somebody may have meant by ``name``."""
    found = process.extract(name.strip().lower(), names, limit=SUGGESTIONS, score_cutoff=LIKENESS)
    return tuple(match for match, _, _ in found)


def _by(asker: Asker) -> EndedBy:
    return "terminal" if asker.is_terminal else "owner"
