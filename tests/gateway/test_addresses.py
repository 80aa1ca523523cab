"""Whose address counts: the connection's, or what a proxy says that the operator named."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from handlers.web_server import listen, web_server
from tests.database import until

CLAIMED = {"x-forwarded-for": "198.51.100.7, 203.0.113.9"}


async def whoami(request: Request) -> Response:
    return PlainTextResponse(request.client.host if request.client else "")


async def told_address() -> str:
    with listen("127.0.0.1", 0) as listener:
        server = web_server(Starlette(routes=[Route("/", whoami)]))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        await until(lambda: server.started)
        async with httpx.AsyncClient(trust_env=False) as client:
            url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
            told = (await client.get(url, headers=CLAIMED)).text
        server.should_exit = True
        await serving
    return told


async def test_what_anybody_claims_to_forward_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    assert await told_address() == "127.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "address"),
    [("127.0.0.1", "203.0.113.9"), ("127.0.0.0/8,203.0.113.9", "198.51.100.7"), ("192.0.2.1", "127.0.0.1")],
)
async def test_the_last_address_that_is_no_named_proxys_counts(
    monkeypatch: pytest.MonkeyPatch, proxies: str, address: str
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", proxies)
    assert await told_address() == address
