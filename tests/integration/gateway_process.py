"""A replica of the gateway on a real database, in this process or in one of its own.

Run as ``python -m tests.integration.gateway_process JSON`` it prints where it listens, and ends when its
standard input does.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from bot.hosts.checking import Checks
from bot.hosts.model import Asker, EnrollmentCode
from bot.hosts.owning import Hosts
from bot.hosts.permissions import Permissions
from bot.slackfake.loopback import LoopbackServer
from bot.storage.database import Database
from bot.storage.hosts.sql import SqlHosts
from bot.work.queue import answer_deferrer, expiry_deferrer
from handlers.gateway.assembly import GatewaySide, make_gateway_side
from tests.database import ROOT

OWNER = Asker(team="T1", user="U0OWNER", channel="C1")
SESSION = "a" * 32
HEADERS = {"setupbot-protocol": "1", "setupbot-agent": "1.0.0"}


class Nobody:
    """Is in no user group."""

    async def is_member(self, group: str, user: str) -> bool:
        return False


@dataclass
class Replica:
    """One gateway that serves at ``url``."""

    side: GatewaySide
    url: str


@asynccontextmanager
async def replica(database: Database, poll_s: float = 50.0) -> AsyncIterator[Replica]:
    """Serves on the loopback while the block lasts."""
    side = make_gateway_side(database, poll_s=poll_s, first_least=0.9)
    server, stop = LoopbackServer(side.before(Starlette(routes=list(side.routes)))), asyncio.Event()
    running = asyncio.create_task(side.run(stop))
    await server.start()
    try:
        async with asyncio.timeout(20):
            await side.listener.ready.wait()
        yield Replica(side, server.url)
    finally:
        stop.set()
        await running
        await server.stop()


@asynccontextmanager
async def replica_process(url: str, home: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """The same in a process of its own: the process, and where it serves."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.integration.gateway_process", json.dumps({"url": url, "home": str(home)}),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(30):
            while (line := await process.stdout.readline()) and not line.startswith(b"http"):
                pass
        assert line, "the gateway ended before it served"
        yield process, line.decode().strip()
    finally:
        process.stdin.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(process.communicate(), 20)


def records(database: Database) -> SqlHosts:
    """The store, for whoever asks."""
    return SqlHosts(database.engine, answer_deferrer(), expiry_deferrer())


def use_cases(database: Database) -> tuple[Hosts, Checks]:
    """What Slack and the terminal use, over the same database."""
    permissions = Permissions(Nobody())
    return Hosts(records(database), permissions), Checks(records(database), permissions)


class Machine:
    """A machine that joined; it may speak to any replica."""

    def __init__(self, client: httpx.AsyncClient, told: dict[str, Any]) -> None:
        self.client, self.host_id, self.key = client, told["host_id"], told["key"]

    @property
    def headers(self) -> dict[str, str]:
        return HEADERS | {"authorization": f"Bearer {self.host_id}.{self.key}"}

    async def poll(self, url: str, session: str = SESSION) -> httpx.Response:
        return await self.client.get(
            f"{url}/agent/v1/jobs", params={"session": session}, headers=self.headers, timeout=60
        )

    async def send(self, url: str, job: dict[str, Any], **body: Any) -> httpx.Response:
        path = f"{url}/agent/v1/jobs/{job['id']}/result"
        return await self.client.post(path, json={"nonce": job["nonce"]} | body, headers=self.headers)


async def join(client: httpx.AsyncClient, hosts: Hosts, url: str, name: str = "web-1") -> Machine:
    """Enrols over HTTP."""
    code = await hosts.add(OWNER, name)
    assert isinstance(code, EnrollmentCode)
    plain = code.code.replace("-", "")
    body = {"code_id": plain[:8], "secret": plain[8:], "name": name, "session": SESSION}
    told = await client.post(
        f"{url}/agent/v1/enroll", json=body | {"machine": {"hostname": "web"}}, headers=HEADERS
    )
    return Machine(client, told.json())


@asynccontextmanager
async def direct_client() -> AsyncIterator[httpx.AsyncClient]:
    """Goes to the loopback without any proxy of the environment."""
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


async def _main(url: str, home: str) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin, stop.set)  # readable at its end only: nobody writes
    async with Database(home=Path(home), url=url) as database, replica(database) as serving:
        sys.stdout.write(f"{serving.url}\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(_main(**json.loads(sys.argv[1])))
