"""An Agent, or something that calls itself one, that means no good: it gets a code, and nothing is harmed."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
import structlog

from handlers.gateway import bodies
from handlers.gateway.bodies import PARTS_MAX, RESULT_BYTES, SMALL_BYTES, read_json
from handlers.gateway.limits import Limiter
from handlers.gateway.refusals import Refused
from handlers.gateway.routes import PREFIX
from tests.database import until
from tests.gateway.harness import HEADERS, OWNER, SEEN, SESSION, Agent, InMemory, gateway


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


async def send_raw(agent: Agent, job: dict[str, Any], body: bytes, **headers: str) -> tuple[int, str]:
    answer = await agent.client.post(
        f"{PREFIX}/jobs/{job['id']}/result",
        content=body,
        headers=agent.bearer | {"content-type": "application/json"} | headers,
    )
    return answer.status_code, answer.json()["error"]


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ("", "malformed"),
        ("{", "malformed"),
        ("null", "malformed"),
        ("[]", "malformed"),
        ('"x"', "malformed"),
        ("\udcff", "malformed"),
        ('{"nonce": "NONCE"}', "malformed"),
        ('{"nonce": "NONCE", "observation": {}, "refused": "rate"}', "malformed"),
        ('{"nonce": "NONCE", "observation": []}', "malformed"),
        ('{"nonce": "NONCE", "observation": "{}"}', "malformed"),
        ('{"nonce": 7, "observation": {}}', "malformed"),
        ('{"nonce": "NONCE", "refused": 7}', "malformed"),
        ('{"nonce": "NONCE", "refused": "<!channel>"}', "malformed"),
        ('{"nonce": "NONCE", "observation": {"took_ms": NaN}}', "malformed"),
        ('{"nonce": "NONCE", "observation": {"took_ms": Infinity}}', "malformed"),
        ('{"nonce": "NONCE", "observation": {"took_ms": 1e999}}', "malformed"),
        ('{"nonce": "NONCE", "observation": {"took_ms": ' + "9" * 5000 + "}}", "malformed"),
        ('{"nonce": "NONCE", "observation": {"user": "\\ud800"}}', "malformed"),
        ('{"nonce": "NONCE", "observation": {"facts": ' + nested(13) + "}}", "too_large"),
        ('{"nonce": "NONCE", "observation": {"facts": ' + nested(50_000) + "}}", "malformed"),
        ('{"nonce": "NONCE", "observation": {"facts": [' + "0," * PARTS_MAX + "0]}}", "too_large"),
        ('{"nonce": "NONCE", "observation": {"x": "' + "x" * RESULT_BYTES + '"}}', "too_large"),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else "",
)
async def test_a_body_that_is_none_is_refused_and_the_job_goes_on(
    gate: InMemory, sent: str, error: str
) -> None:
    agent = await gate.online()
    job = await gate.job(agent)
    body = sent.replace("NONCE", job["nonce"]).encode("utf-8", "surrogateescape")
    status, told = await send_raw(agent, job, body)
    assert (status, told) == ({"malformed": 400, "too_large": 413}[error], error)
    assert not gate.store.observations
    assert (await agent.send(job, {"observation": SEEN})).status_code == 204


async def test_what_is_no_observation_ends_the_check_so_that_nobody_waits(gate: InMemory) -> None:
    agent = await gate.online()
    request = await gate.asked()
    job = (await agent.poll()).json()["job"]
    answer = await agent.send(job, {"observation": {"facts": "all of them"}})
    assert answer.json()["error"] == "malformed"
    state = await gate.checks.state(request.question_id, "web-1", OWNER)
    assert state is not None
    assert (state.status, state.refusal, state.observation) == ("refused", "malformed", None)


async def test_fields_and_facts_that_we_do_not_know_are_let_be(gate: InMemory) -> None:
    agent = await gate.online()
    job = await gate.job(agent)
    newer = SEEN | {"mood": "good", "facts": SEEN["facts"] | {"gpu": {"value": {"count": 8}}}}
    assert (await agent.send(job, {"observation": newer, "signature": "x"})).status_code == 204


async def test_a_second_result_a_strange_nonce_and_a_foreign_job_are_refused(gate: InMemory) -> None:
    agent, other = await gate.online(), await gate.online("web-2")
    job = await gate.job(agent)
    answers = [
        await other.send(job, {"observation": SEEN}),
        await agent.send(job | {"id": str(uuid4())}, {"observation": SEEN}),
        await agent.send(job | {"nonce": "0" * 32}, {"observation": SEEN}),
        await agent.send(job, {"observation": SEEN}),
        await agent.send(job, {"observation": SEEN}),
        await agent.send(job, {"refused": "rate"}),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 409, 204, 409, 409]
    assert len(gate.store.observations) == 1


@pytest.mark.parametrize(
    "session", ["", "short", "x" * 65, "a b c d e f", "../../etc/passwd", "세션세션세션세션"]
)
async def test_a_session_of_another_form_is_refused(gate: InMemory, session: str) -> None:
    agent = await gate.joined()
    answer = await gate.client.get(f"{PREFIX}/jobs", params={"session": session}, headers=agent.bearer)
    assert (answer.status_code, answer.json()["error"]) == (400, "malformed")
    assert gate.store.rows[UUID(agent.host_id)].host.seen_at is None


@pytest.mark.parametrize("version", ["", "x" * 33, "1.0\r\nX: y", "<!channel>", "1.0.0 ", "버전"])
async def test_a_version_of_another_form_is_refused(gate: InMemory, version: str) -> None:
    agent = await gate.joined()
    headers = [(name.encode(), value.encode()) for name, value in agent.bearer.items()]
    headers = [one for one in headers if one[0] != b"setupbot-agent"]
    answer = await gate.client.get(
        f"{PREFIX}/jobs",
        params={"session": SESSION},
        headers=[*headers, (b"setupbot-agent", version.encode())],
    )
    assert (answer.status_code, answer.json()["error"]) == (400, "malformed")


@pytest.mark.parametrize(
    "changed",
    [
        {"session": "x"}, {"name": 7}, {"name": "x" * 65}, {"secret": ["A"]}, {"code_id": "<!channel>"},
        {"machine": "web"}, {"machine": {"hostname": "x" * 256}}, {"machine": {"hostname": "a\nb"}},
        {"machine": {"hostname": "web\u202e1-bew"}}, {"machine": {"hostname": "a\u2066b"}},
        {"machine": {"hostname": "a\u200fb"}}, {"machine": {"hostname": "we\u00adb"}},
        {"machine": {"hostname": "a\u2028b"}}, {"machine": {"hostname": "a\u009bb"}},
        {"machine": {}}, {"padding": "x" * SMALL_BYTES},
    ],
)  # fmt: skip
async def test_an_enrolment_of_another_form_is_refused_and_uses_no_code(
    gate: InMemory, changed: dict[str, Any]
) -> None:
    code = await gate.code()
    answer = await gate.enroll(code, **changed)
    assert answer.status_code in (400, 413)
    assert code.code.replace("-", "")[8:] not in answer.text
    assert (await gate.enroll(code)).status_code == 200


async def test_a_machine_may_be_called_as_people_write(gate: InMemory) -> None:
    name = "웹 서버-1.예시 (rack 3, übung)"
    assert (await gate.enroll(await gate.code(), machine={"hostname": name})).status_code == 200
    assert (await gate.hosts.listed(OWNER))[0].host.hostname == name


async def test_the_words_of_a_refusal_turn_no_direction_and_steer_no_terminal(gate: InMemory) -> None:
    agent = await gate.online()
    request = await gate.asked()
    job = (await agent.poll()).json()["job"]
    said = "\x00\u202eun\u2066til\u200f \x1b[2Jnoon"
    assert (await agent.send(job, {"refused": "paused", "detail": said})).status_code == 204
    state = await gate.checks.state(request.question_id, "web-1", OWNER)
    assert state is not None
    assert state.detail == "until [2Jnoon"


async def test_a_body_that_trickles_in_is_given_up(gate: InMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.bodies.READ_LIMIT_S", 0.05)
    agent = await gate.online()
    job = await gate.job(agent)

    async def trickle() -> Any:
        yield b"{"
        await asyncio.Event().wait()

    answer = await gate.client.post(
        f"{PREFIX}/jobs/{job['id']}/result", content=trickle(), headers=agent.bearer
    )
    assert (answer.status_code, answer.json()["error"]) == (400, "malformed")


async def test_a_fourth_poll_ends_the_oldest_and_is_not_sent_away() -> None:
    async with gateway(poll_s=60) as gate:
        agent = await gate.joined()
        oldest = asyncio.create_task(agent.poll())
        await until(lambda: len(gate.bells) == 1)
        older = [asyncio.create_task(agent.poll()) for _ in range(2)]
        await until(lambda: len(gate.bells) == 3)
        newest = asyncio.create_task(agent.poll())
        assert (await asyncio.wait_for(oldest, 10)).status_code == 204
        await gate.asked()
        assert (await asyncio.wait_for(newest, 10)).status_code == 200
        gate.bells.close()
        await asyncio.gather(*older)


async def test_a_host_that_asks_without_end_is_slowed_down_and_no_other() -> None:
    async with gateway(poll_s=0.001, hosts=Limiter(5, 0)) as gate:
        greedy, modest = await gate.joined("web-1"), await gate.joined("web-2")
        answers = [(await greedy.post("/key")).status_code for _ in range(7)]
        assert answers == [409] * 5 + [429] * 2
        assert (await modest.poll()).status_code == 204


async def test_strangers_are_slowed_down() -> None:
    async with gateway(strangers=Limiter(3, 0)) as gate:
        body = {"code_id": "AAAA1111", "nonce": "0" * 32}
        answers = [
            (await gate.client.post(f"{PREFIX}/hello", json=body, headers=HEADERS)).status_code
            for _ in range(5)
        ]
    assert answers == [200] * 3 + [429] * 2


def test_a_bucket_fills_again_and_forgets_the_longest_away(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("handlers.gateway.limits.KNOWN_MAX", 2)
    limiter = Limiter(1, 0.5, clock=lambda: now)
    assert [limiter.admits("a"), limiter.admits("a")] == [True, False]
    now = 2.0
    assert limiter.admits("a")
    assert [limiter.admits("b"), limiter.admits("c"), limiter.admits("a")] == [True, True, True]


async def test_nothing_that_was_sent_and_no_key_is_in_the_log_or_an_answer(gate: InMemory) -> None:
    agent = await gate.online()
    job = await gate.job(agent)
    with structlog.testing.capture_logs() as logs:
        bad = await send_raw(agent, job, b'{"nonce": "LEAKY-WORD", "observation": 5}')
        await agent.send(job, {"observation": SEEN | {"user": "LEAKY-WORD"}})
        await agent.send(job, {"refused": "rate", "detail": "LEAKY-WORD"})
        await gate.client.post(
            f"{PREFIX}/key", headers=agent.bearer | {"authorization": f"Bearer {agent.host_id}.{'A' * 43}"}
        )
    said = json.dumps([logs, bad], default=str)
    assert "LEAKY-WORD" not in said
    assert agent.key not in said
    assert [one["code"] for one in logs if one["event"] == "agent_refused"] == [
        "malformed", "finished", "unauthenticated"
    ]  # fmt: skip


async def test_a_bug_of_ours_is_told_as_a_number_and_no_more(
    gate: InMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = await gate.online()

    async def broken(*_: object) -> None:
        raise RuntimeError("SECRET-DETAIL")

    monkeypatch.setattr(gate.store, "offer_key", broken)
    with structlog.testing.capture_logs() as logs:
        answer = await agent.post("/key")
    assert (answer.status_code, answer.json()["error"]) == (500, "fault")
    assert "SECRET-DETAIL" not in answer.text
    assert [one["incident"] for one in logs if one["event"] == "fault"] == [answer.json()["incident"]]


def test_depth_is_counted_up_to_the_limit() -> None:
    fits = read_json(nested(bodies.DEPTH_MAX).encode())
    assert json.dumps(fits) == nested(bodies.DEPTH_MAX)
    with pytest.raises(Refused):
        read_json(nested(bodies.DEPTH_MAX + 1).encode())
