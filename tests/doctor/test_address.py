"""The doctor at the door: no way in, a wrong one, and addresses that lead elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.slackfake.loopback import LoopbackServer
from handlers.doctor import address
from handlers.edge import build_edge
from handlers.metrics import Metrics
from tests.doctor.conftest import Examine
from tests.edge import SeenByBolt

SECRET = ("0123456789abcdef0123456789abcdef",)


async def is_ready() -> dict[str, bool]:
    return {}


def our_edge() -> ASGIApp:
    return build_edge(
        app=SeenByBolt(),
        signing_secrets=[],
        is_ready=is_ready,
        metrics=Metrics(),
        clock=lambda: datetime.now(UTC),
    )


async def anothers(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncIterator[str]:
    server = LoopbackServer(app)
    await server.start()
    try:
        yield server.url
    finally:
        await server.stop()


async def test_no_way_in_at_all(found: Examine) -> None:
    findings = await found(slack_app_token="")
    assert findings["way in"].status == "fault"
    assert {"SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"} <= set(findings["way in"].do.split())


async def test_both_ways_in(found: Examine) -> None:
    findings = await found(slack_signing_secrets=SECRET)
    assert (findings["way in"].status, bool(findings["way in"].do)) == ("ok", True)


async def test_a_token_in_place_of_the_signing_secret(found: Examine) -> None:
    findings = await found(slack_signing_secrets=("xoxb-something",), slack_app_token="")
    assert findings["way in"].status == "fault"
    assert "something" not in str(findings)


async def test_events_over_http_without_an_address(found: Examine) -> None:
    findings = await found(slack_signing_secrets=SECRET, slack_app_token="")
    assert findings["public address"].status == "warning"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://bot.example.org", "Slack comes by https:// only."),
        ("https://127.0.0.1", "It leads to a private address, which Slack does not reach."),
        ("https://192.168.1.7:8443", "It leads to a private address, which Slack does not reach."),
        ("https://[::1]", "It leads to a private address, which Slack does not reach."),
        ("https://localhost", "It leads to a private address, which Slack does not reach."),
        ("https://setupbot.invalid", "Its host name is not known."),
    ],
)
async def test_an_address_that_slack_cannot_reach(found: Examine, url: str, says: str) -> None:
    findings = await found(slack_signing_secrets=SECRET, public_url=url)
    assert (findings["public address"].status, findings["public address"].says) == ("fault", says)


async def test_an_address_that_leads_to_this_bot(found: Examine) -> None:
    async with served(our_edge()) as url:
        findings = await found(public_url=url)
    assert findings["public address"].status == "ok"
    assert "in this network only" in findings["public address"].says


async def test_an_address_that_leads_to_this_bot_from_everywhere(
    found: Examine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def leads_outside(url: str) -> bool:
        return False

    monkeypatch.setattr(address, "_is_private", leads_outside)
    async with served(our_edge()) as url:
        findings = await found(public_url=url)
    assert findings["public address"].says == "It leads to this bot."


async def test_an_address_where_nothing_answers_while_the_bot_is_off(found: Examine) -> None:
    findings = await found(public_url="http://127.0.0.1:1", port=1)
    assert findings["public address"].status == "warning"
    assert "Start the bot" in findings["public address"].do


async def test_an_address_that_leads_elsewhere_while_the_bot_runs(found: Examine) -> None:
    async with served(our_edge()) as here, served(anothers) as there:
        port = urlsplit(here).port
        findings = await found(public_url=there, port=port)
    assert findings["public address"].status == "fault"
    assert f"port {port}" in findings["public address"].do
