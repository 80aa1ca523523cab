"""The Agent's file and its sum, and connections that never say what they want."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.hosts.bells import Bells
from handlers.gateway.assembly import GatewaySide
from handlers.gateway.files import AgentFile
from handlers.metrics import GatewayMetrics
from handlers.web_server import listen, web_server
from tests.database import until


async def get(file: AgentFile, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(Starlette(routes=list(file.routes())))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        return await client.get(path)


async def test_the_file_and_its_sum_are_those_that_lie_there_now(tmp_path: Path) -> None:
    path = tmp_path / "setupbot-agent.pyz"
    file = AgentFile(path)
    for content in (b"one", b"the other"):
        path.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        assert (await get(file, "/agent.pyz")).content == content
        assert (await get(file, "/agent.pyz.sha256")).text == f"{digest}  setupbot-agent.pyz\n"
        assert file.digest() == digest


async def test_a_server_without_the_file_says_how_to_build_it(tmp_path: Path) -> None:
    file = AgentFile(tmp_path / "absent")
    answers = [await get(file, path) for path in ("/agent.pyz", "/agent.pyz.sha256")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert all("make agent" in answer.text and "$SETUPBOT_HOME" in answer.text for answer in answers)
    assert file.digest() == ""


async def test_a_server_installed_from_a_package_sends_the_file_that_was_put_into_its_home(
    tmp_path: Path,
) -> None:
    built, put = tmp_path / "build.pyz", tmp_path / "home.pyz"
    file = AgentFile(built, put)
    there = [file.is_there()]
    sent = []
    for path in (put, built):
        path.write_bytes(path.name.encode())
        sent.append((await get(file, "/agent.pyz")).text)
        assert file.digest() == hashlib.sha256(sent[-1].encode()).hexdigest()
        there.append(file.is_there())
    assert (sent, there) == (["home.pyz", "build.pyz"], [False, True, True])


class Idle:
    """Stands in for the store and the listener of a gateway that nobody asks."""

    async def run(self) -> None:
        await asyncio.Event().wait()


@pytest.mark.parametrize("is_there", [True, False])
async def test_a_server_without_the_file_says_at_its_start_what_to_do(tmp_path: Path, is_there: bool) -> None:
    path = tmp_path / "setupbot-agent.pyz"
    if is_there:
        path.write_bytes(b"agent")
    idle: Any = Idle()
    side = GatewaySide(
        hosts=idle, bells=Bells(), listener=idle, file=AgentFile(path), metrics=GatewayMetrics(lambda: 0),
        app=Starlette(), routes=(),
    )  # fmt: skip
    stop = asyncio.Event()
    stop.set()
    with structlog.testing.capture_logs() as logs:
        await side.run(stop)
    said = [(one["put_it"], "make agent" in one["what_to_do"]) for one in logs]
    assert said == ([] if is_there else [(str(path), True)])


async def hello(request: Request) -> Response:
    return PlainTextResponse("hello")


async def test_a_head_that_does_not_come_is_not_waited_for() -> None:
    with listen("127.0.0.1", 0) as listener:
        server = web_server(
            Starlette(routes=[Route("/", hello)]), head_limit_s=0
        )  # at once, not in ten seconds
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        await until(lambda: server.started)
        port = listener.getsockname()[1]
        said = []
        for sent in (b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(sent)
            with suppress(ConnectionResetError):  # what was sent is not read any more
                said.append(await asyncio.wait_for(reader.read(), 20))
            writer.close()
            await until(lambda: not server.server_state.connections)
        server.should_exit = True
        await serving
    assert set(said) <= {b""}


async def test_a_head_that_comes_is_answered_and_the_next_one_too() -> None:
    with listen("127.0.0.1", 0) as listener:
        server = web_server(Starlette(routes=[Route("/", hello)]))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        await until(lambda: server.started)
        reader, writer = await asyncio.open_connection("127.0.0.1", listener.getsockname()[1])
        answers = []
        for _ in range(2):
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)
            answers.append((head.split()[1], await reader.readexactly(5)))
        writer.close()
        server.should_exit = True
        await serving
    assert answers == [(b"200", b"hello")] * 2
