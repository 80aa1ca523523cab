"""The HTTP edge by itself: what it lets through to Bolt, and what it answers otherwise."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt.response import BoltResponse
from starlette.types import Message
from structlog.testing import capture_logs

from tests.edge import FORM, JSON, NOW, SECRETS, Edge, call

EVENT = {"type": "event_callback", "team_id": "T1", "event": {"type": "app_mention", "text": "hi"}}


@pytest.fixture
def edge() -> Edge:
    return Edge()


async def test_a_signed_event_reaches_bolt_as_it_was_parsed(edge: Edge) -> None:
    answer = await edge.post(json.dumps(EVENT).encode())
    assert answer.status == 200
    assert [request.body for request in edge.bolt.requests] == [EVENT]


@pytest.mark.parametrize("secret", SECRETS)
async def test_each_current_secret_is_good(edge: Edge, secret: str) -> None:
    assert (await edge.post(json.dumps(EVENT).encode(), secret=secret)).status == 200


@pytest.mark.parametrize(
    "overridden",
    [
        {"signature": None},
        {"signature": b""},
        {"signature": b"v0=" + b"0" * 64},
        {"signature": "v0=é한".encode()},
        {"signature": b"\xff\xfe"},
        {"request_timestamp": None},
        {"request_timestamp": b""},
        {"request_timestamp": b"yesterday"},
        {"request_timestamp": b"-5"},
        {"request_timestamp": b"1e9"},
        {"request_timestamp": "\u0661\u0662".encode()},
        {"request_timestamp": b"\xb2\xb3"},
        {"request_timestamp": b"9" * 5000},
    ],
)
async def test_what_is_not_signed_never_reaches_bolt(edge: Edge, overridden: dict[str, bytes | None]) -> None:
    answer = await edge.post(json.dumps(EVENT).encode(), **overridden)
    assert answer.status == 401
    assert edge.bolt.requests == []


@pytest.mark.parametrize("secret", ["", "somebody-elses"])
async def test_a_body_signed_by_somebody_else_never_reaches_bolt(edge: Edge, secret: str) -> None:
    assert (await edge.post(json.dumps(EVENT).encode(), secret=secret)).status == 401
    assert edge.bolt.requests == []


async def test_a_changed_body_never_reaches_bolt(edge: Edge) -> None:
    body = json.dumps(EVENT).encode()
    assert (await edge.post(body, chunks=[body.replace(b"hi", b"ho")])).status == 401
    assert edge.bolt.requests == []


@pytest.mark.parametrize(("age_s", "status"), [(299, 200), (-299, 200), (301, 401), (-301, 401)])
async def test_a_signature_is_good_for_five_minutes(edge: Edge, age_s: int, status: int) -> None:
    assert (await edge.post(json.dumps(EVENT).encode(), age_s=age_s)).status == status


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", JSON),
        (b"{", JSON),
        (b"[1]", JSON),
        (b'"x"', JSON),
        (b"null", JSON),
        (b"\xff\xfe", JSON),
        (b"[" * 900, JSON),
        (b"payload=xx", FORM),
        (b"payload=%5B%5D", FORM),
        (b"a=\xff", FORM),
        (b"&a=1" * 200, FORM),
        (b"{}", "text/plain"),
        (b"{}", ""),
        (b'{"event": "x", "type": "event_callback"}', JSON),
        (b'{"authorizations": [5]}', JSON),
        (b'{"team": 5, "user": []}', JSON),
    ],
)
async def test_a_signed_body_that_slack_does_not_send_is_400(
    edge: Edge, body: bytes, content_type: str
) -> None:
    assert (await edge.post(body, content_type)).status == 400
    assert edge.bolt.requests == []


async def test_an_announced_length_over_the_cap_is_413(edge: Edge) -> None:
    body = json.dumps(EVENT | {"x": "y" * 2000}).encode()
    headers = [("content-length", str(len(body)).encode())]
    timestamp = str(int(NOW.timestamp()))
    headers += [("x-slack-request-timestamp", timestamp.encode()), ("x-slack-signature", b"v0=0")]
    assert (await call(edge.app(), "/slack/events", headers=headers, chunks=[body])).status == 413


async def test_a_body_that_grows_over_the_cap_is_413_however_it_is_cut(edge: Edge) -> None:
    body = json.dumps(EVENT | {"x": "y" * 2000}).encode()
    chunks = [body[start : start + 100] for start in range(0, len(body), 100)]
    assert (await edge.post(body, chunks=chunks)).status == 413
    assert edge.bolt.requests == []


async def test_a_body_that_breaks_off_is_400(edge: Edge) -> None:
    async def receive() -> Message:
        return {"type": "http.disconnect"}

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    timestamp = str(int(NOW.timestamp())).encode()
    headers = [(b"x-slack-request-timestamp", timestamp), (b"x-slack-signature", b"v0=0")]
    scope = {"type": "http", "method": "POST", "path": "/slack/events", "headers": headers}
    await edge.app()(scope | {"query_string": b"", "root_path": ""}, receive, send)
    assert sent[0]["status"] == 400


async def test_the_challenge_is_given_back(edge: Edge) -> None:
    answer = await edge.post(b'{"type": "url_verification", "challenge": "c1"}')
    assert (answer.status, json.loads(answer.body)) == (200, {"challenge": "c1"})
    assert edge.bolt.requests == []


async def test_the_certificate_check_is_answered(edge: Edge) -> None:
    assert (await edge.post(b"ssl_check=1&token=x", FORM)).status == 200
    assert edge.bolt.requests == []


async def test_a_command_that_speaks_of_a_payload_stays_a_command(edge: Edge) -> None:
    fields = {"command": "/ask", "text": "what is payload=1 & payload"}
    await edge.post(urlencode(fields).encode(), FORM)
    assert [request.body for request in edge.bolt.requests] == [fields]


async def test_an_interaction_is_unpacked(edge: Edge) -> None:
    payload: dict[str, Any] = {"type": "block_actions", "actions": []}
    await edge.post(urlencode({"payload": json.dumps(payload)}).encode(), FORM)
    assert [request.body for request in edge.bolt.requests] == [payload]


async def test_what_no_listener_wants_is_acknowledged(edge: Edge) -> None:
    edge.bolt.answer = BoltResponse(status=404, body={"error": "unhandled request"})
    answer = await edge.post(json.dumps(EVENT).encode())
    assert (answer.status, answer.body) == (200, b"")


async def test_a_listener_that_failed_makes_the_delivery_fail(edge: Edge) -> None:
    edge.bolt.answer = BoltResponse(status=500)
    assert (await edge.post(json.dumps(EVENT).encode())).status == 500


async def test_refusals_are_logged_without_the_body(edge: Edge) -> None:
    with capture_logs() as lines:
        await edge.post(b'{"text": "very-private"}', secret="wrong")
        await edge.post(b'{"text": "very-private"')
    assert [line["status"] for line in lines] == [401, 400]
    assert "very-private" not in str(lines)


async def test_without_a_signing_secret_there_is_no_way_in() -> None:
    edge = Edge(secrets=())
    assert (await edge.post(json.dumps(EVENT).encode())).status == 404


def test_an_empty_secret_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="empty"):
        Edge(secrets=("good", "")).app()


async def test_the_process_says_that_it_is_alive(edge: Edge) -> None:
    edge.there["database"] = False
    assert (await call(edge.app(), "/healthz", method="GET")).status == 200


@pytest.mark.parametrize(("database", "status"), [(True, 200), (False, 503)])
async def test_readiness_names_what_is_missing(edge: Edge, database: bool, status: int) -> None:
    edge.there["database"] = database
    answer = await call(edge.app(), "/readyz", method="GET")
    assert (answer.status, json.loads(answer.body)["database"]) == (status, database)


async def test_requests_are_counted_by_outcome(edge: Edge) -> None:
    await edge.post(json.dumps(EVENT).encode())
    await edge.post(b"{}", secret="wrong")
    answer = await call(edge.app(), "/metrics", method="GET")
    assert b'setupbot_slack_requests_total{outcome="200"} 1.0' in answer.body
    assert b'setupbot_slack_requests_total{outcome="401"} 1.0' in answer.body
