"""The agents' protocol as it is meant: enrol, poll, answer, change the key, leave."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from bot.hosts.enrolling import Enrolling
from bot.hosts.model import CheckRequest
from handlers.gateway.routes import PREFIX
from tests.database import until
from tests.gateway.harness import HEADERS, OWNER, SEEN, SESSION, InMemory, gateway

NONCE = "0f" * 16


async def test_the_server_proves_that_it_made_the_code_before_it_is_told_the_secret(gate: InMemory) -> None:
    code = (await gate.code()).code.replace("-", "")
    told = (
        await gate.client.post(f"{PREFIX}/hello", json={"code_id": code[:8], "nonce": NONCE}, headers=HEADERS)
    ).json()
    key = hashlib.sha256(code[8:].encode()).digest()
    assert told["proof"] == hmac.new(key, f"setupbot hello {NONCE}".encode(), hashlib.sha256).hexdigest()
    assert (told["host_name"], told["protocols"]) == ("web-1", [1])
    assert datetime.fromisoformat(told["server_time"]).utcoffset() == timedelta()


async def test_a_code_that_is_not_known_gets_an_answer_of_the_same_form(gate: InMemory) -> None:
    code = (await gate.code()).code.replace("-", "")
    known, unknown, again = [
        (
            await gate.client.post(
                f"{PREFIX}/hello", json={"code_id": code_id, "nonce": NONCE}, headers=HEADERS
            )
        )
        for code_id in (code[:8], "00000000", "00000000")
    ]
    assert known.status_code == unknown.status_code == 200
    assert known.json().keys() == unknown.json().keys()
    assert len(known.json()["proof"]) == len(unknown.json()["proof"])
    assert unknown.json()["proof"] == again.json()["proof"]
    assert unknown.json()["host_name"] == again.json()["host_name"]


async def test_every_process_of_the_server_gives_that_same_answer(gate: InMemory) -> None:
    processes = [Enrolling(gate.store) for _ in range(2)]
    one, other = [await process.hello("00000000", NONCE) for process in processes]
    assert one == other


async def test_a_machine_joins_by_a_code_and_is_told_its_key_once(gate: InMemory) -> None:
    told = (await gate.enroll(await gate.code())).json()
    host = (await gate.hosts.listed(OWNER))[0].host
    assert (told["host_id"], told["name"], told["owner"]) == (str(host.id), "web-1", "U0OWNER")
    assert (host.hostname, host.agent_version, host.state) == ("web.example", "1.0.0", "joined")
    assert told["key"] not in repr(gate.store.__dict__)


async def test_a_code_is_taken_as_people_write_it(gate: InMemory) -> None:
    code = await gate.code()
    plain = code.code.replace("-", "")
    written = plain[8:].lower().replace("0", "o").replace("1", "l")
    assert (await gate.enroll(code, secret=f"{written[:4]}-{written[4:]}")).status_code == 200


async def test_a_poll_that_finds_nothing_is_empty(gate: InMemory) -> None:
    agent = await gate.joined()
    assert (await agent.poll()).status_code == 204
    assert (await gate.host(agent)).is_online


async def test_a_check_reaches_a_waiting_poll_and_its_result_ends_it() -> None:
    async with gateway(poll_s=60) as gate:
        agent = await gate.joined()
        polling = asyncio.create_task(agent.poll())
        await until(lambda: len(gate.bells) == 1)
        await until(lambda: gate.store.rows[UUID(agent.host_id)].host.seen_at is not None)
        request = await gate.asked()
        job = (await asyncio.wait_for(polling, 10)).json()["job"]
        assert (job["host"], job["asker"], job["user"]) == (agent.host_id, "U0OWNER", None)
        assert "kernel" in job["facts"]
        assert (await agent.send(job, {"observation": SEEN})).status_code == 204
        assert await gate.status(request) == "done"
        assert len(gate.bells) == 0


async def test_the_host_may_refuse(gate: InMemory) -> None:
    agent = await gate.online()
    request = await gate.asked()
    job = (await agent.poll()).json()["job"]
    assert (await agent.send(job, {"refused": "paused", "detail": "until noon"})).status_code == 204
    state = await gate.checks.state(request.question_id, "web-1", OWNER)
    assert state is not None
    assert (state.status, state.refusal, state.detail) == ("refused", "paused", "until noon")


async def test_a_reason_that_is_not_known_is_other(gate: InMemory) -> None:
    agent = await gate.online()
    request = await gate.asked()
    job = (await agent.poll()).json()["job"]
    await agent.send(job, {"refused": "tuesday"})
    state = await gate.checks.state(request.question_id, "web-1", OWNER)
    assert state is not None
    assert state.refusal == "other"


async def test_a_host_that_leaves_is_revoked_and_its_owner_told(gate: InMemory) -> None:
    agent = await gate.online()
    assert (await agent.post("/leave")).status_code == 204
    assert (await agent.poll()).json()["error"] == "revoked"
    assert (await gate.host(agent)).ended_by == "host"
    told = [row.text for row in gate.questions.questions.values() if row.surface == "notice"]
    assert told == [f"notice:joined:{agent.host_id}", f"notice:revoked:{agent.host_id}"]


async def test_a_database_that_knows_no_such_host_does_not_end_its_agent(gate: InMemory) -> None:
    agent = await gate.online()
    gate.store.rows.clear()
    refused = await agent.poll()
    assert (refused.status_code, refused.json()["error"]) == (401, "unauthenticated")


async def test_a_revoked_host_hears_it_at_once_though_it_waits() -> None:
    async with gateway(poll_s=60) as gate:
        agent = await gate.joined()
        polling = asyncio.create_task(agent.poll())
        await until(lambda: len(gate.bells) == 1)
        await until(lambda: gate.store.rows[UUID(agent.host_id)].host.seen_at is not None)
        await gate.hosts.revoke(OWNER, "web-1")
        refused = await asyncio.wait_for(polling, 10)
    assert (refused.status_code, refused.json()["error"]) == (401, "revoked")


async def test_a_check_that_nobody_answers_expires(gate: InMemory) -> None:
    await gate.online()
    request = await gate.asked()
    gate.age(timedelta(seconds=121))
    await gate.store.expire()
    assert await gate.status(request) == "expired"


async def test_an_offline_host_is_asked_nothing(gate: InMemory) -> None:
    agent = await gate.online()
    job = await gate.job(agent)
    await agent.send(job, {"observation": SEEN})
    gate.age(timedelta(seconds=91))
    request = CheckRequest(question_id=UUID(int=7), asker=OWNER, host_name="web-1")
    state = await gate.checks.request(request)
    assert state.status == "offline"
    assert state.observation is not None
    assert state.observation.sent == SEEN
    assert (await agent.poll()).status_code == 204


async def test_an_agent_that_hangs_up_takes_no_job_with_it() -> None:
    async with gateway(poll_s=60) as gate:
        agent = await gate.joined()
        gone = asyncio.create_task(agent.poll())
        await until(lambda: len(gate.bells) == 1)
        gone.cancel()
        await until(lambda: len(gate.bells) == 0)
        await gate.asked()
        polled = await asyncio.wait_for(agent.poll(), 10)
    assert polled.json()["job"]["host"] == agent.host_id


async def test_a_process_that_ends_sends_waiting_agents_elsewhere() -> None:
    async with gateway(poll_s=60) as gate:
        agent = await gate.joined()
        polling = asyncio.create_task(agent.poll())
        await until(lambda: len(gate.bells) == 1)
        gate.bells.close()
        told = await asyncio.wait_for(polling, 10)
        later = await agent.poll()
    assert [told.status_code, later.status_code] == [503, 503]
    assert told.headers["retry-after"] == "5"


@pytest.mark.parametrize("protocol", ["0", "2", "", "one", "1.0", "-1", "9" * 9])
async def test_other_protocols_are_told_to_upgrade(gate: InMemory, protocol: str) -> None:
    agent = await gate.joined()
    refused = await gate.client.get(
        f"{PREFIX}/jobs", params={"session": SESSION}, headers=agent.bearer | {"setupbot-protocol": protocol}
    )
    assert (refused.status_code, refused.json()["error"]) == (426, "upgrade")
    assert set(refused.json()["message"]) == {"en", "ko"}
