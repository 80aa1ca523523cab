"""The stores of hosts that the contract is held against, and what is put into them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import text

from bot.hosts.model import Asker, CheckRequest, Host, Job
from bot.hosts.ports import HostStore, Joining, KeptCode
from bot.hosts.secrets import hash_of
from bot.storage.database import Database
from bot.storage.hosts.memory import MemoryHosts
from bot.storage.hosts.sql import SqlHosts
from bot.storage.memory import MemoryStore
from bot.storage.model import Asked, Claim, QuestionRow
from bot.storage.sql_store import SqlStore
from bot.storage.store import Store
from bot.work.queue import answer_deferrer, expiry_deferrer
from tests.contract.shifted import ShiftedClock

OWNER = "U0OWNER"
SEEN = {"agent": "1.0.0", "facts": {"kernel": {"value": {"release": "6.1"}}}}
MOMENTS = {
    "host_codes": ("expires_at",),
    "hosts": ("enrolled_at", "seen_at", "key_at", "rotation_asked_at", "session_at", "ended_at"),
    "host_jobs": ("issued_at", "expires_at", "delivered_at"),
    "checks": ("asked_at",),
    "observations": ("received_at",),
    "host_audit": ("at",),
}


@dataclass(frozen=True)
class Subjected:
    """A store of hosts with its store of questions, and a way to let time pass."""

    hosts: HostStore
    store: Store
    notices: Callable[[], Awaitable[list[str]]]
    age: Callable[[timedelta], Awaitable[None]]


def in_memory() -> Subjected:
    clock = ShiftedClock()

    async def notices() -> list[str]:
        return [row.text for row in store.questions.values() if row.surface == "notice"]

    store = MemoryStore(now=clock.now)
    return Subjected(MemoryHosts(store, now=clock.now), store, notices, clock.age)


def in_sql(database: Database) -> Subjected:
    async def age(by: timedelta) -> None:
        async with database.engine.begin() as connection:
            for table, columns in MOMENTS.items():
                for column in columns:
                    await connection.execute(
                        text(f"UPDATE {table} SET {column} = {column} - :by"), {"by": by}
                    )

    async def notices() -> list[str]:
        async with database.engine.begin() as connection:
            said = text("SELECT text FROM questions WHERE surface = 'notice' ORDER BY asked_at")
            return list((await connection.execute(said)).scalars())

    store = SqlStore(database.engine, answer_deferrer())
    hosts = SqlHosts(database.engine, answer_deferrer(), expiry_deferrer())
    return Subjected(hosts, store, notices, age)


def a_code(code_id: str = "7Q4M2KXT", name: str = "web-1", owner: str = OWNER) -> KeptCode:
    return KeptCode(code_id=code_id, secret_hash=hash_of("secret"), team="T1", owner=owner, name=name)


def joining(key: str = "key", session: str = "s0") -> Joining:
    return Joining(
        host_id=uuid4(), key_hash=hash_of(key), hostname="web.example", agent_version="1.0.0", session=session
    )


async def joined(subject: Subjected, name: str = "web-1", owner: str = OWNER) -> Host:
    code = a_code(uuid4().hex[:8], name, owner)
    assert isinstance(await subject.hosts.add_code(code), datetime)
    host = await subject.hosts.enroll(code.code_id, joining())
    assert isinstance(host, Host)
    return host


async def online(subject: Subjected, name: str = "web-1") -> Host:
    host = await joined(subject, name)
    await subject.hosts.begin_poll(host.id, "s1", "1.0.0")
    return host


def a_request(question_id: UUID | None = None, user: str = OWNER, name: str = "web-1") -> CheckRequest:
    asker = Asker(team="T1", user=user, channel="C1")
    return CheckRequest(question_id=question_id or uuid4(), asker=asker, host_name=name)


async def asked(subject: Subjected) -> UUID:
    """A question of Slack's, to be answered."""
    question_id = uuid4()
    claim = Claim(team="T1", surface="command", event=uuid4().hex)
    question = Asked(
        id=question_id, team="T1", channel="C1", user_id=OWNER, surface="command", text="check web-1"
    )
    assert await subject.store.take_question(claim, question)
    return question_id


async def kept(subject: Subjected, question_id: UUID) -> QuestionRow:
    loaded = await subject.store.load(question_id)
    assert loaded is not None
    return loaded[0]


async def started(subject: Subjected, host: Host, request: CheckRequest | None = None) -> CheckRequest:
    request = request or a_request(name=host.name)
    assert await subject.hosts.start_check(request, host.id, ["kernel", "clock"])
    return request


async def taken(subject: Subjected, host: Host) -> Job:
    job = (await subject.hosts.next_poll(host.id)).job
    assert job is not None
    return job


async def status_of(subject: Subjected, request: CheckRequest) -> str:
    state = await subject.hosts.check(request.question_id, request.host_name)
    assert state is not None
    return state.status
