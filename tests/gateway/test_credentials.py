"""Every route and every credential that is none: refused before anything else happens."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi.routing import APIRoute

from bot.hosts.bells import Bells
from bot.hosts.enrolling import Enrolling
from bot.hosts.serving import Agents
from bot.storage.hosts.memory import MemoryHosts
from bot.storage.memory import MemoryStore
from handlers.gateway.app import build_routes
from handlers.gateway.replies import DOCUMENTED
from handlers.gateway.routes import OPENAPI_PATH, PREFIX, TABLE, Row
from handlers.metrics import GatewayMetrics
from tests.gateway.harness import HEADERS, OWNER, SEEN, SESSION, Agent, InMemory

KEYED = [row for row in TABLE if row.needs == "key"]
CREDENTIALS = ("no", "malformed", "expired", "foreign", "revoked")


def a_body(row: Row) -> dict[str, Any] | None:
    if row.method == "GET":
        return None
    return {"nonce": "0" * 32, "observation": SEEN} if row.path.startswith("/jobs") else {}


async def call(gate: InMemory, row: Row, headers: dict[str, str]) -> httpx.Response:
    path = row.path.replace("{job_id}", str(uuid4()))
    query = f"?session={SESSION}" if row.method == "GET" else ""
    return await gate.client.request(
        row.method, f"{PREFIX}{path}{query}", json=a_body(row), headers=HEADERS | headers
    )


async def credential(gate: InMemory, kind: str) -> tuple[dict[str, str], str]:
    """The header of that kind, and the error that it is to get."""
    agent = await gate.online()
    other = await gate.online("web-2")
    match kind:
        case "no":
            return {}, "unauthenticated"
        case "malformed":
            return {"authorization": f"Basic {agent.key}"}, "unauthenticated"
        case "foreign":
            # A good key, of another Host.
            return {"authorization": f"Bearer {agent.host_id}.{other.key}"}, "unauthenticated"
        case "revoked":
            await gate.hosts.revoke(OWNER, "web-1")
            return bearer(agent), "revoked"
        case _:
            gate.age(timedelta(days=15))
            await gate.store.sweep()
            return bearer(agent), "revoked"


def bearer(agent: Agent) -> dict[str, str]:
    return {"authorization": f"Bearer {agent.host_id}.{agent.key}"}


@pytest.mark.parametrize("kind", CREDENTIALS)
@pytest.mark.parametrize("row", KEYED, ids=lambda row: row.name)
async def test_a_route_refuses_a_credential_that_is_none(gate: InMemory, row: Row, kind: str) -> None:
    headers, error = await credential(gate, kind)
    before = repr((gate.store.rows, gate.store.jobs, gate.store.checks, gate.store.observations))
    answer = await call(gate, row, headers)
    assert (answer.status_code, answer.json()["error"]) == (401, error)
    after = repr((gate.store.rows, gate.store.jobs, gate.store.checks, gate.store.observations))
    assert before == after


@pytest.mark.parametrize("row", KEYED, ids=lambda row: row.name)
async def test_a_key_that_another_followed_opens_no_route_and_sets_the_host_aside(
    gate: InMemory, row: Row
) -> None:
    agent = await gate.told_to_rotate()
    replayed = bearer(agent)
    await agent.key_changed()
    await agent.poll()
    answer = await call(gate, row, replayed)
    assert (answer.status_code, answer.json()["error"]) == (403, "quarantined")
    assert (await gate.host(agent)).state == "quarantined"


@pytest.mark.parametrize(
    "header",
    [
        "", "Bearer", "Bearer ", "Bearer x.y", "bearer {0}.{1}", "Bearer {0}{1}", "Bearer {0}.{1}x",
        "Bearer {0}.{1} ", "Bearer  {0}.{1}", "Bearer ../{0}.{1}", "Bearer {0}.' OR 1=1 --",
        "Bearer {0}.\x00", "Bearer {0}." + "A" * 5000, "Bearer %00.{1}", "Token {0}.{1}",
    ],
)  # fmt: skip
async def test_a_header_of_another_form_is_no_credential(gate: InMemory, header: str) -> None:
    agent = await gate.online()
    sent = header.format(agent.host_id, agent.key).encode("latin-1")
    answer = await gate.client.post(
        f"{PREFIX}/key", headers={**{k: v.encode() for k, v in HEADERS.items()}, "authorization": sent}
    )
    assert (answer.status_code, answer.json()["error"]) == (401, "unauthenticated")


@pytest.mark.parametrize("row", KEYED, ids=lambda row: row.name)
async def test_the_credential_is_looked_at_before_the_body(gate: InMemory, row: Row) -> None:
    if row.method == "GET":
        answer = await gate.client.get(f"{PREFIX}{row.path}", headers=HEADERS)
    else:
        path = row.path.replace("{job_id}", "no-uuid")
        answer = await gate.client.post(f"{PREFIX}{path}", content=b"x" * 2**20, headers=HEADERS)
    assert answer.json()["error"] == "unauthenticated"


async def test_a_path_that_is_not_in_the_table_does_not_exist(gate: InMemory) -> None:
    agent = await gate.online()
    for method, path in (
        ("GET", "/"), ("GET", "/docs"), ("GET", "/redoc"), ("GET", "/hello"), ("DELETE", "/jobs"),
        ("HEAD", "/jobs"), ("OPTIONS", "/key"), ("POST", "/jobs"), ("GET", "/jobs/"), ("POST", "/key/"),
        ("POST", "/jobs/x/y/result"), ("GET", "/%2e%2e/v1/jobs"), ("POST", "/__class__"), ("GET", "/openapiXjson"),
    ):  # fmt: skip
        answer = await gate.client.request(method, f"{PREFIX}{path}", headers=agent.bearer)
        assert answer.status_code == 404, f"{method} {path}"


async def test_the_table_is_what_is_served_and_documented_both_ways() -> None:
    store = MemoryHosts(MemoryStore())
    app = build_routes(Agents(store, Bells()), Enrolling(store), GatewayMetrics(lambda: 0), store._now)
    served = {
        (method, route.path, route.name)
        for route in app.router.routes
        if isinstance(route, APIRoute)
        for method in route.methods
    }
    table = {(row.method, row.path, row.name) for row in TABLE if row.path != OPENAPI_PATH}
    assert served == table
    assert {row.name for row in TABLE} - {"openapi"} == set(DOCUMENTED)
    documented = {(method.upper(), path) for path, of in app.openapi()["paths"].items() for method in of}
    assert documented == {(method, path) for method, path, _ in table}


async def test_the_protocol_is_described_without_a_key(gate: InMemory) -> None:
    told = (await gate.client.get(f"{PREFIX}{OPENAPI_PATH}")).json()
    assert told["info"]["version"] == "1"
    result = told["paths"]["/jobs/{job_id}/result"]["post"]
    assert {"204", "401", "404", "409", "413", "426"} <= set(result["responses"])
    assert "Authorization" in json.dumps(result["parameters"])


# Codes


async def test_a_code_that_was_used_is_refused(gate: InMemory) -> None:
    code = await gate.code()
    assert (await gate.enroll(code)).status_code == 200
    again = await gate.enroll(code)
    assert (again.status_code, again.json()["error"]) == (403, "bad_code")


async def test_a_code_that_is_expired_or_unknown_or_another_ones_is_refused(gate: InMemory) -> None:
    code, other = await gate.code(), await gate.code("web-2")
    plain, strange = code.code.replace("-", ""), other.code.replace("-", "")
    refused = [
        await gate.enroll(code, code_id="00000000"),
        await gate.enroll(code, secret="0" * 16),
        await gate.enroll(code, secret=strange[8:]),
        await gate.enroll(code, code_id=strange[:8]),
        await gate.enroll(code, secret=""),
    ]
    gate.age(timedelta(minutes=15, seconds=1))
    refused.append(await gate.enroll(code))
    assert [(one.status_code, one.json()["error"]) for one in refused] == [
        *[(403, "bad_code")] * 4, (400, "malformed"), (403, "bad_code")
    ]  # fmt: skip
    assert plain[8:] not in "".join(one.text for one in refused)


async def test_a_code_is_bound_to_its_name(gate: InMemory) -> None:
    refused = await gate.enroll(await gate.code(), name="db-1")
    assert (refused.status_code, refused.json()["error"]) == (409, "wrong_name")


async def test_guessing_the_secret_voids_the_code_and_is_in_the_log(gate: InMemory) -> None:
    code = await gate.code()
    for _ in range(5):
        await gate.enroll(code, secret="0" * 16)
    assert (await gate.enroll(code)).json()["error"] == "bad_code"
    refused = [row for row in gate.store.log if row.action == "enroll"]
    assert [(row.allowed, row.detail) for row in refused] == [(False, "wrong_secret")] * 5


async def test_enrolling_says_nothing_of_a_key_or_a_secret_in_the_store(gate: InMemory) -> None:
    code = await gate.code()
    told = (await gate.enroll(code)).json()
    kept = repr((gate.store.codes, gate.store.rows, gate.store.log, gate.questions.questions))
    assert told["key"] not in kept
    assert code.code.replace("-", "")[8:] not in kept
    assert code.code not in repr(code)
