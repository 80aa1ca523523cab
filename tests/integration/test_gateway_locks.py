"""What two processes of the gateway may do at the same moment: neither waits for the other without end."""

from __future__ import annotations

import asyncio
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hosts.model import Asker, AuditRow, CheckRequest, Host
from bot.storage.database import Database
from bot.storage.hosts.sql import SqlHosts
from bot.work.queue import answer_deferrer, expiry_deferrer
from tests.contract.hosts_store.subject import Subjected, in_sql, online
from tests.database import until

BOB = Asker(team="T1", user="U0BOB", channel="C1")


@pytest.fixture
def subject(database: Database) -> Subjected:
    return in_sql(database)


async def is_waiting(database_url: str) -> bool:
    """Whether a statement waits for a lock."""
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        waits = await connection.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return await waits.fetchone() is not None


async def test_the_hosts_of_a_batch_are_noted_in_the_order_of_their_ids(
    subject: Subjected, database_url: str
) -> None:
    first, last = sorted([(await online(subject, name)).id for name in ("web-1", "web-2")])
    store = subject.hosts
    assert isinstance(store, SqlHosts)
    lock = "SELECT 1 FROM hosts WHERE id = %s FOR UPDATE NOWAIT"
    async with (
        await psycopg.AsyncConnection.connect(database_url) as one,
        await psycopg.AsyncConnection.connect(database_url) as other,
    ):
        await one.execute(lock, [first])
        polls = asyncio.create_task(store._polls({last: ("s1", "1.0.0"), first: ("s1", "1.0.0")}))
        await until(lambda: is_waiting(database_url))
        await other.execute(lock, [last])  # it would raise, if that were held while the first is waited for
        await other.rollback()
        await one.rollback()
        assert set(await polls) == {first, last}


class Stopped(SqlHosts):
    """Stops before it commits a check."""

    def __init__(self, database: Database) -> None:
        super().__init__(database.engine, answer_deferrer(), expiry_deferrer())
        self.is_there, self.go_on = asyncio.Event(), asyncio.Event()

    async def _note(self, connection: AsyncConnection, row: AuditRow) -> None:
        await super()._note(connection, row)
        self.is_there.set()
        await self.go_on.wait()


def a_request(host: Host) -> CheckRequest:
    return CheckRequest(question_id=uuid4(), asker=BOB, host_name=host.name)


async def test_a_job_does_not_end_while_a_check_joins_it(subject: Subjected, database: Database) -> None:
    host = await online(subject)
    await subject.hosts.start_check(a_request(host), host.id, ["kernel"])
    joining, joins = Stopped(database), a_request(host)
    started = asyncio.create_task(joining.start_check(joins, host.id, ["kernel"]))
    await joining.is_there.wait()
    async with database.engine.connect() as connection:
        free = text("SELECT id FROM host_jobs FOR UPDATE SKIP LOCKED")
        assert (await connection.execute(free)).all() == []
    joining.go_on.set()
    assert await started


async def test_a_poll_that_passed_over_a_job_while_a_check_joined_it_is_woken(
    subject: Subjected, database: Database, database_url: str
) -> None:
    host = await online(subject)
    await subject.hosts.start_check(a_request(host), host.id, ["kernel"])
    joining = Stopped(database)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as listening:
        await listening.execute("LISTEN setupbot_hosts")
        started = asyncio.create_task(joining.start_check(a_request(host), host.id, ["kernel"]))
        await joining.is_there.wait()
        passed = await subject.hosts.next_poll(host.id)
        joining.go_on.set()
        await started
        woken = [notice.payload async for notice in listening.notifies(timeout=20, stop_after=1)]
    assert (passed.job, woken) == (None, [str(host.id)])
    assert (await subject.hosts.next_poll(host.id)).job is not None


async def test_a_check_whose_row_in_the_log_fails_is_not_kept(
    subject: Subjected, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = await online(subject)
    request = a_request(host)

    async def broken(*_: object) -> None:
        raise LookupError

    monkeypatch.setattr(subject.hosts, "_note", broken)
    with pytest.raises(LookupError):
        await subject.hosts.start_check(request, host.id, ["kernel"])
    with pytest.raises(LookupError):
        await subject.hosts.settle_check(request, host.id, "offline")
    assert await subject.hosts.check(request.question_id, "web-1") is None
    assert (await subject.hosts.next_poll(host.id)).job is None


async def test_two_that_set_one_host_aside_tell_its_owner_once(subject: Subjected) -> None:
    host = await online(subject)
    await subject.hosts.begin_poll(host.id, "s2", "1.0.0")
    await asyncio.gather(
        *(subject.hosts.begin_poll(host.id, "s1", "1.0.0") for _ in range(3)),
        subject.hosts.quarantine(host.id, "old_key"),
    )
    told = [text for text in await subject.notices() if text.startswith("notice:quarantined")]
    rows: list[UUID | None] = [
        row.host_id for row in await subject.hosts.audit("T1") if row.action == "quarantine"
    ]
    assert (len(told), rows) == (1, [host.id])
