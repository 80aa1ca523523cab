"""The stores that the contract is held against, and a teammate who begins."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from bot.hosts.model import Asker, CheckRequest, Host
from bot.hosts.ports import HostStore, Joining, KeptCode
from bot.hosts.secrets import hash_of
from bot.onboarding.model import Mark, Onboarding
from bot.onboarding.ports import Onboardings
from bot.storage.database import Database
from bot.storage.hosts.memory import MemoryHosts
from bot.storage.hosts.sql import SqlHosts
from bot.storage.memory import MemoryStore
from bot.storage.model import QuestionRow, ReplyRow
from bot.storage.onboarding import SqlOnboardings
from bot.storage.onboarding_memory import MemoryOnboardings
from bot.storage.sql_store import SqlStore
from bot.storage.store import Store
from bot.work.queue import answer_deferrer, expiry_deferrer

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SEEN = {"facts": {}}


@dataclass(frozen=True)
class Subject:
    onboardings: Onboardings
    store: Store
    hosts: HostStore
    jobs: Callable[[], Awaitable[list[str]]]
    """The questions whose answers were queued."""

    async def messages(self) -> list[tuple[QuestionRow, ReplyRow]]:
        """Every question that was queued, as it stands, in the order of the first time."""
        found = [await self.store.load(UUID(job)) for job in dict.fromkeys(await self.jobs())]
        return [one for one in found if one]

    async def begun(self, user: str = "U1", **values: Any) -> Onboarding:
        onboarding, _ = await self.onboardings.begin(new(user, **values))
        return onboarding

    async def joined(self, owner: str = "U1") -> Host:
        code = KeptCode(
            code_id=uuid4().hex[:8], secret_hash=hash_of("s"), team="T1", owner=owner, name="web-1"
        )
        await self.hosts.add_code(code)
        joining = Joining(
            host_id=uuid4(), key_hash=hash_of("k"), hostname="h", agent_version="1.0.0", session="s0"
        )
        host = await self.hosts.enroll(code.code_id, joining)
        assert isinstance(host, Host)
        await self.hosts.begin_poll(host.id, "s1", "1.0.0")
        return host

    async def checked(self, host: Host, by: str, about: str | None = None) -> None:
        """A check that somebody asked for and the Agent answered."""
        asker = Asker(team="T1", user=by)
        request = CheckRequest(question_id=uuid4(), asker=asker, host_name=host.name, user=about)
        await self.hosts.start_check(request, host.id, ["user"])
        turn = await self.hosts.begin_poll(host.id, "s1", "1.0.0")
        assert turn.job is not None
        assert await self.hosts.finish(host.id, turn.job.id, turn.job.nonce, SEEN) == "taken"


def in_memory() -> Subject:
    store = MemoryStore()
    hosts = MemoryHosts(store)

    async def jobs() -> list[str]:
        return [str(one) for one in store.queued]

    return Subject(MemoryOnboardings(store, hosts), store, hosts, jobs)


def in_sql(database: Database) -> Subject:
    async def jobs() -> list[str]:
        query = "SELECT args FROM procrastinate_jobs WHERE task_name = 'answer_question' ORDER BY id"
        async with database.engine.begin() as connection:
            return [row.args["question_id"] for row in await connection.execute(text(query))]

    engine = database.engine
    hosts = SqlHosts(engine, answer_deferrer(), expiry_deferrer())
    kept = SqlOnboardings(engine, answer_deferrer())
    return Subject(kept, SqlStore(engine, answer_deferrer()), hosts, jobs)


def new(user: str = "U1", **values: Any) -> Onboarding:
    plain = Onboarding(
        id=uuid4(), team="T1", user=user, language="ko", started_at=AT, progressed_at=AT, zone="Asia/Seoul"
    )
    return replace(plain, **values)


def tick(name: str) -> Callable[[Onboarding], Onboarding]:
    mark = Mark(how="shown", at=AT, host="h1", came_back="svc.docker")
    return lambda now: replace(now, marks={**now.marks, name: mark}, read=(*now.read, name))
