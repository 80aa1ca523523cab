"""Gateways as replicas on one real database: woken across processes, killed, cut off, ended."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest_asyncio
from sqlalchemy import text

from bot.hosts.model import CheckRequest
from bot.storage.database import Database
from bot.storage.hosts.listening import CATCH_UP_S, Listener
from bot.work.delivery import Delivery
from bot.work.host_jobs import host_jobs
from bot.work.worker import Worker
from tests.database import until
from tests.integration.gateway_process import (
    OWNER,
    Machine,
    direct_client,
    join,
    records,
    replica,
    replica_process,
    use_cases,
)
from tests.integration.work_process import QUICK, LoopbackPoster, SqlStore, answer_deferrer

SEEN = {"agent": "1.0.0", "facts": {"kernel": {"value": {"release": "6.1.0"}}}}


@pytest_asyncio.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with direct_client() as opened:
        yield opened


def a_request() -> CheckRequest:
    return CheckRequest(question_id=uuid4(), asker=OWNER, host_name="web-1")


async def is_seen(database: Database, machine: Machine) -> bool:
    found = await records(database).host(UUID(machine.host_id))
    return found is not None and found.host.is_online


def name_of(database_url: str) -> str:
    return database_url.partition("@/")[2].partition("?")[0]


async def test_a_job_asked_for_in_one_process_reaches_an_agent_that_waits_at_another(
    client: httpx.AsyncClient, database: Database, database_url: str, tmp_path: Path
) -> None:
    hosts, checks = use_cases(database)
    async with replica_process(database_url, tmp_path) as (_, url):
        machine = await join(client, hosts, url)
        polling = asyncio.create_task(machine.poll(url))
        await until(lambda: is_seen(database, machine))
        request = a_request()
        assert (await checks.request(request)).status == "waiting"
        # Well before anybody would look without having been told.
        job = (await asyncio.wait_for(polling, CATCH_UP_S / 3)).json()["job"]
        assert (await machine.send(url, job, observation=SEEN)).status_code == 204
        state = await checks.wait(request.question_id, "web-1", OWNER)
    assert state is not None
    assert state.status == "done"
    assert state.observation is not None
    assert state.observation.sent == SEEN


async def test_an_agent_may_fetch_at_one_replica_and_answer_at_another(
    client: httpx.AsyncClient, database: Database, database_url: str, tmp_path: Path
) -> None:
    hosts, checks = use_cases(database)
    async with (
        Database(home=tmp_path, url=database_url) as other,
        replica(database) as one,
        replica(other) as two,
    ):
        machine = await join(client, hosts, one.url)
        polling = asyncio.create_task(machine.poll(two.url))
        await until(lambda: is_seen(database, machine))
        await checks.request(a_request())
        job = (await asyncio.wait_for(polling, 10)).json()["job"]
        assert (await machine.send(one.url, job, observation=SEEN)).status_code == 204
        assert (await machine.send(two.url, job, observation=SEEN)).status_code == 409


async def test_a_killed_replica_loses_no_job(
    client: httpx.AsyncClient, database: Database, database_url: str, tmp_path: Path
) -> None:
    hosts, checks = use_cases(database)
    async with replica(database) as stays:
        async with replica_process(database_url, tmp_path) as (process, url):
            machine = await join(client, hosts, url)
            polling = asyncio.create_task(machine.poll(url))
            await until(lambda: is_seen(database, machine))
            process.send_signal(signal.SIGKILL)
            await process.wait()
            await asyncio.wait({polling})
            assert isinstance(polling.exception(), httpx.TransportError)
        await checks.request(a_request())
        job = (await asyncio.wait_for(machine.poll(stays.url), 10)).json()["job"]
    assert job["host"] == machine.host_id


async def test_a_job_whose_delivery_was_lost_is_delivered_again(
    client: httpx.AsyncClient, database: Database
) -> None:
    hosts, checks = use_cases(database)
    async with replica(database) as serving:
        machine = await join(client, hosts, serving.url)
        await records(database).begin_poll(UUID(machine.host_id), "b" * 32, "1.0.0")
        await checks.request(a_request())
        lost = (await records(database).next_poll(UUID(machine.host_id))).job
        assert lost is not None
        async with database.engine.begin() as connection:
            await connection.execute(
                text("UPDATE host_jobs SET delivered_at = delivered_at - interval '4 s'")
            )
        job = (await asyncio.wait_for(machine.poll(serving.url, "b" * 32), 10)).json()["job"]
    assert (job["id"], job["nonce"]) == (str(lost.id), lost.nonce)


async def test_a_listener_that_was_cut_off_catches_up(
    client: httpx.AsyncClient, database: Database, database_url: str, postgres: str
) -> None:
    hosts, checks = use_cases(database)
    async with replica(database) as serving:
        machine = await join(client, hosts, serving.url)
        polling = asyncio.create_task(machine.poll(serving.url))
        await until(lambda: is_seen(database, machine))
        with psycopg.connect(postgres, autocommit=True) as connection:
            cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            connection.execute(cut, [name_of(database_url)])
        await checks.request(a_request())
        job = (await asyncio.wait_for(polling, 20)).json()["job"]
        await until(serving.side.listener.ready.is_set)
    assert job["host"] == machine.host_id


async def test_what_no_notification_told_is_found_by_looking(
    client: httpx.AsyncClient, database: Database
) -> None:
    hosts, _ = use_cases(database)
    async with replica(database) as serving:
        machine = await join(client, hosts, serving.url)
        polling = asyncio.create_task(machine.poll(serving.url))
        await until(lambda: is_seen(database, machine))
        async with database.engine.begin() as connection:
            # As if the notification had been lost: the row is there, and nobody was told.
            await connection.execute(
                text(
                    "INSERT INTO host_jobs (id, host_id, nonce, facts, asker, expires_at) VALUES "
                    "(gen_random_uuid(), :host, repeat('0', 32), '{kernel}', 'U1', now() + interval '2 min')"
                ),
                {"host": UUID(machine.host_id)},
            )
        again = Listener(database, serving.side.bells, records(database).due)
        looking = asyncio.create_task(again.run())
        job = (await asyncio.wait_for(polling, 10)).json()["job"]
        looking.cancel()
        await asyncio.wait({looking})
    assert job["facts"] == ["kernel"]


async def test_waiting_agents_hold_no_connection_of_the_database(
    client: httpx.AsyncClient, database: Database
) -> None:
    hosts, _ = use_cases(database)
    async with replica(database) as serving:
        machines = [await join(client, hosts, serving.url, f"web-{number}") for number in range(9)]
        polls = [asyncio.create_task(machine.poll(serving.url)) for machine in machines]
        await until(lambda: len(serving.side.bells) == 9)

        async def all_seen() -> bool:
            return all([await is_seen(database, machine) for machine in machines])

        await until(all_seen)
        held = database.engine.pool.checkedout()  # type: ignore[attr-defined]  # of a QueuePool
        serving.side.bells.close()
        answers = await asyncio.gather(*polls)
    assert held == 0
    assert {answer.status_code for answer in answers} == {503}


async def test_a_revocation_reaches_an_agent_that_waits_at_another_replica(
    client: httpx.AsyncClient, database: Database, database_url: str, tmp_path: Path
) -> None:
    hosts, _ = use_cases(database)
    async with replica_process(database_url, tmp_path) as (_, url):
        machine = await join(client, hosts, url)
        polling = asyncio.create_task(machine.poll(url))
        await until(lambda: is_seen(database, machine))
        await hosts.revoke(OWNER, "web-1")
        answer = await asyncio.wait_for(polling, 10)
    assert (answer.status_code, answer.json()["error"]) == (401, "revoked")


async def test_two_replicas_set_a_clone_aside(
    client: httpx.AsyncClient, database: Database, database_url: str, tmp_path: Path
) -> None:
    hosts, _ = use_cases(database)
    async with (
        Database(home=tmp_path, url=database_url) as other,
        replica(database, poll_s=0.05) as one,
        replica(other, poll_s=0.05) as two,
    ):
        machine = await join(client, hosts, one.url)
        answers = [
            (await machine.poll(url, session)).status_code
            for url, session in (
                (one.url, "b" * 32),
                (two.url, "c" * 32),
                (one.url, "b" * 32),
                (two.url, "c" * 32),
            )
        ]
    assert answers == [204, 204, 403, 403]


async def test_a_database_that_is_away_is_no_revocation(
    client: httpx.AsyncClient, database: Database, database_url: str, postgres: str
) -> None:
    hosts, _ = use_cases(database)
    async with replica(database, poll_s=0.05) as serving:
        machine = await join(client, hosts, serving.url)
        name = name_of(database_url)
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')  # type: ignore[arg-type]
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            away = await machine.poll(serving.url)
            connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')  # type: ignore[arg-type]
        back = await machine.poll(serving.url)
    assert (away.status_code, away.json()["error"], back.status_code) == (503, "unavailable", 204)


async def test_the_worker_expires_a_check_that_nobody_answered(database: Database) -> None:
    store = records(database)
    hosts, checks = use_cases(database)
    async with direct_client() as client, replica(database, poll_s=0.05) as serving:
        machine = await join(client, hosts, serving.url)
        await machine.poll(serving.url)
    request = a_request()
    await checks.request(request)
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE host_jobs SET expires_at = now()"))
        await connection.execute(
            text("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE task_name = 'expire_check'")
        )
    questions = SqlStore(database.engine, answer_deferrer())
    poster = LoopbackPoster(0)
    delivery = Delivery(store=questions, poster_of=lambda team: poster, answer=poster.answer)
    worker = Worker(
        database=database, delivery=delivery, upkeep=questions, pace=QUICK, more=[host_jobs(store)]
    )
    stop = asyncio.Event()
    running = asyncio.create_task(worker.run(stop))
    state = await asyncio.wait_for(checks.wait(request.question_id, "web-1", OWNER), 20)
    stop.set()
    await running
    assert state is not None
    assert state.status == "expired"
