"""What hosts need from outside: where they are kept, and who is in a user group.

``bot.storage.hosts.sql.SqlHosts`` and its twin ``bot.storage.hosts.memory.MemoryHosts`` pass one
contract suite. Every method is one transaction and raises StorageDown when the database does not answer;
moments are the store's own clock.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol
from uuid import UUID

from bot.hosts.model import (
    AuditRow,
    Because,
    CheckRequest,
    CheckState,
    CheckStatus,
    EndedBy,
    Granted,
    Host,
    HostState,
    Job,
    KeptObservation,
    Subject,
)
from bot.hosts.recent import Recent


class GroupMembers(Protocol):
    """Who is in a Slack user group."""

    async def is_member(self, group: str, user: str) -> bool:
        """False also where it cannot be told just now."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCode:
    """A code that was shown to an owner; ``secret_hash`` is the SHA-256 of its secret part."""

    code_id: str
    secret_hash: bytes = field(repr=False)
    team: str
    owner: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """What an Agent says of itself when it enrols, and the hash of the key that it will be given."""

    host_id: UUID
    key_hash: bytes = field(repr=False)
    hostname: str
    agent_version: str
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """The hashes that a Host's key is compared with.

    ``next_hash`` is of a key that was not used yet, ``past`` are of those that another followed, or that
    were replaced before they were used: nobody honest has them any more. A revoked Host has none.
    """

    host: Host
    key_hash: bytes = field(repr=False)
    next_hash: bytes | None = field(default=None, repr=False)
    past: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What a poll finds: a ``job``; or that it should ``rotate`` its key; or that the Host is ``state``.

    ``unknown``: the database does not know it (any more), which is no revocation.
    """

    state: HostState | Literal["unknown"]
    job: Job | None = None
    rotate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How much upkeep removed."""

    hosts: int
    checks: int
    observations: int
    audit: int


Offer = Literal["offered", "not_asked", "quarantined", "revoked", "unknown"]
FinishOutcome = Literal["taken", "late", "repeated", "foreign"]
"""``late``: past its expiry; ``repeated``: it has a result, or the nonce is another's; ``foreign``: not this Host's."""


class Enrollments(Protocol):
    """Codes and what becomes of them."""

    async def add_code(self, code: KeptCode) -> datetime | Literal["name_taken", "too_many"]:
        """Keeps the code and returns when it expires; an older unused one of the same name is void.

        A name is taken by a live Host, unless it is the same owner's and its Agent never came.
        """
        ...

    async def code(self, code_id: str) -> KeptCode | None:
        """A code that is unused, not expired and not voided by wrong secrets."""
        ...

    async def miss_code(self, code_id: str) -> None:
        """Counts a wrong secret; five void the code."""
        ...

    async def salt(self) -> bytes:
        """32 random bytes, made once and the same for every process on this database."""
        ...

    async def enroll(self, code_id: str, joining: Joining) -> Host | Literal["bad_code", "name_taken"]:
        """Uses the code (once, before it expires: one UPDATE decides) and makes the Host; its owner is told."""
        ...


class HostRecords(Protocol):
    """The hosts, whom their owners allowed, and the audit log."""

    async def host(self, host_id: UUID) -> Granted | None:
        """By id, revoked ones too."""
        ...

    async def named(self, team: str, name: str) -> Granted | None:
        """The live Host of that name, or the last revoked one that was not removed."""
        ...

    async def hosts(self, team: str) -> Sequence[Granted]:
        """All of the team that are not removed, by name."""
        ...

    async def observed(self, host_ids: Collection[UUID]) -> Mapping[UUID, datetime]:
        """When each was last observed."""
        ...

    async def allow(self, host_id: UUID, subject: Subject, by: str) -> None:
        """Allows whom was perhaps allowed before."""
        ...

    async def disallow(self, host_id: UUID, subject: Subject) -> bool:
        """False if it was not allowed."""
        ...

    async def keep(self, host_id: UUID) -> bool:
        """``joined`` becomes ``kept``; False in any other state."""
        ...

    async def end(self, host_id: UUID, by: EndedBy, *, remove: bool = False) -> bool:
        """Revokes a live Host: its key is worthless, its waiting checks end; with ``remove`` it is hidden.

        The owner is told unless they did it. False if there was nothing to change.
        """
        ...

    async def write_audit(self, row: AuditRow) -> None:
        """Adds a row; nothing changes one."""
        ...

    async def audit(
        self, team: str, *, host_ids: Collection[UUID] | None = None, limit: int = 50
    ) -> Sequence[AuditRow]:
        """The newest first, of some hosts or of all."""
        ...

    async def teams(self) -> Sequence[str]:
        """The workspaces that hosts or questions came from."""
        ...


class CheckRecords(Protocol):
    """Requests for checks, by the question that asks for them."""

    async def check(self, question_id: UUID, host_name: str) -> CheckState | None:
        """What became of a request, with its Observations; None if there was none."""
        ...

    async def settle_check(self, request: CheckRequest, host_id: UUID | None, status: CheckStatus) -> bool:
        """Keeps an outcome that asks nothing of a Host, with its audit row; False if the request is kept already."""
        ...

    async def start_check(self, request: CheckRequest, host_id: UUID, facts: Sequence[str]) -> bool:
        """Asks the Host, or joins what the same asker asks already; False if the request is kept already.

        Wakes the Agent, queues the job that will expire it and writes the audit row, in the same transaction.
        """
        ...

    async def record_shown(self, question_id: UUID, row: AuditRow) -> bool:
        """Adds the row once for that question, however often its answer is given; False if it is there."""
        ...

    async def last_observations(
        self, host_id: UUID, *, before: datetime | None = None, limit: int = 2
    ) -> Sequence[KeptObservation]:
        """The newest first."""
        ...


class AgentRecords(Protocol):
    """What the gateway needs."""

    async def credentials(self, host_id: UUID) -> Credentials | None:
        """None for a Host that is unknown."""
        ...

    async def promote_key(self, host_id: UUID, next_hash: bytes) -> bool:
        """The new key was used: the old one is past, in the log too. False if it is not the new key (any more)."""
        ...

    async def offer_key(self, host_id: UUID, next_hash: bytes) -> Offer:
        """Both keys hold until the new one is used; an unused one is replaced, and past.

        Only while the Host is asked to take one; more than OFFERS_MAX quarantine it.
        """
        ...

    async def quarantine(self, host_id: UUID, because: Because) -> None:
        """Sets a live Host aside: its checks end, its owner is told, the log has why."""
        ...

    async def begin_poll(self, host_id: UUID, session: str, agent_version: str) -> Polled:
        """Notes that it was seen, and finds what there is.

        A session that another took over from quarantines it, as do too many that take over.
        """
        ...

    async def next_poll(self, host_id: UUID) -> Polled:
        """The same without noting anything, when a waiting poll is woken."""
        ...

    async def due(self, host_ids: Collection[UUID]) -> Collection[UUID]:
        """Which of these hosts have a job waiting or were ended: for what a lost wake-up would have said."""
        ...

    async def finish(
        self, host_id: UUID, job_id: UUID, nonce: str, observation: Mapping[str, Any]
    ) -> FinishOutcome:
        """Keeps the Observation, ends its checks and has their questions answered anew, all or nothing."""
        ...

    async def refuse(
        self, host_id: UUID, job_id: UUID, nonce: str, refusal: str, detail: str
    ) -> FinishOutcome:
        """The same for a Host that would not."""
        ...


class HostUpkeep(Protocol):
    """What the durable jobs need."""

    async def expire(self, job_id: UUID | None = None) -> int:
        """Ends the checks of that job, or of every job, whose time has passed; returns how many."""
        ...

    async def sweep(self) -> Swept:
        """Removes hosts silent for REMOVED_AFTER (owners are told), old codes, Observations and audit rows."""
        ...


class HostStore(Enrollments, HostRecords, CheckRecords, AgentRecords, HostUpkeep, Recent, Protocol):
    """All of it."""
