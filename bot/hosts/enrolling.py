"""How a machine joins: the server proves that it made the code, then the code is used, once."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Literal, Protocol
from uuid import uuid4

from bot.hosts import secrets
from bot.hosts.model import AuditRow, Host
from bot.hosts.ports import Enrollments, HostRecords, Joining, KeptCode

EnrollRefusal = Literal["bad_code", "wrong_name", "name_taken"]
_NAMES = ("web", "gpu", "ci", "db", "dev", "lab")


class Records(Enrollments, HostRecords, Protocol):
    """What of the store this needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """What an Agent is told before it sends anything secret."""

    proof: str = field(repr=False)
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """The new Host and its key, which is told this once."""

    host: Host
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What an Agent says of itself: for people to read, never to decide by."""

    hostname: str
    agent_version: str
    session: str


class Enrolling:
    """``hello`` and ``enroll``. Answers about codes that do not exist are the same each time, in every process."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._salt = b""

    async def hello(self, code_id: str, nonce: str) -> Hello:
        """The proof for a code; for one that is unknown, used or expired, an answer that looks the same."""
        code = await self._records.code(secrets.plain(code_id))
        if code is not None:
            return Hello(proof=secrets.proof_of(code.secret_hash, nonce), name=code.name)
        self._salt = self._salt or await self._records.salt()
        made_up = hmac.new(self._salt, secrets.plain(code_id).encode(), hashlib.sha256).digest()
        name = f"{_NAMES[made_up[0] % len(_NAMES)]}-{made_up[1] % 9 + 1}"
        return Hello(proof=secrets.proof_of(made_up, nonce), name=name)

    async def enroll(
        self, code_id: str, secret: str, name: str, machine: Machine
    ) -> Enrolled | EnrollRefusal:
        """Uses the code. A wrong secret is counted and, like every refusal for a code that exists, audited."""
        plain_id = secrets.plain(code_id)
        code = await self._records.code(plain_id)
        given = secrets.hash_of(secrets.plain(secret))
        if not secrets.is_same(given, code.secret_hash if code else bytes(len(given))) or code is None:
            if code is not None:
                await self._records.miss_code(plain_id)
                await self._refused(code, "wrong_secret")
            return "bad_code"
        if name != code.name:
            await self._refused(code, "wrong_name")
            return "wrong_name"
        key = secrets.new_key()
        joining = Joining(
            host_id=uuid4(),
            key_hash=secrets.hash_of(key),
            hostname=machine.hostname,
            agent_version=machine.agent_version,
            session=machine.session,
        )
        host = await self._records.enroll(plain_id, joining)
        if isinstance(host, str):
            await self._refused(code, host)
            return host
        return Enrolled(host=host, key=key)

    async def _refused(self, code: KeptCode, why: str) -> None:
        row = AuditRow(
            team=code.team, asker="host", action="enroll", allowed=False, host_name=code.name, detail=why
        )
        await self._records.write_audit(row)
