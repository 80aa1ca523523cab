"""The gateway around a store in memory, called in this process; and an Agent that does as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.hosts.bells import Bells
from bot.hosts.checking import Checks
from bot.hosts.enrolling import Enrolling
from bot.hosts.model import Asker, CheckRequest, EnrollmentCode, Host
from bot.hosts.owning import Hosts
from bot.hosts.permissions import Permissions
from bot.hosts.ports import HostStore
from bot.hosts.serving import Agents
from bot.storage.hosts.memory import MemoryHosts
from bot.storage.memory import MemoryStore
from handlers.gateway.app import build_gateway
from handlers.gateway.limits import Limiter
from handlers.gateway.routes import PREFIX
from handlers.metrics import GatewayMetrics

OWNER = Asker(team="T1", user="U0OWNER", channel="C1")
SESSION = "a" * 32
SEEN: dict[str, Any] = {"agent": "1.0.0", "facts": {"kernel": {"value": {"release": "6.1.0"}}}}
HEADERS = {"setupbot-protocol": "1", "setupbot-agent": "1.0.0"}


class NoGroups:
    """Nobody is in a user group."""

    async def is_member(self, group: str, user: str) -> bool:
        return False


@dataclass
class Agent:
    """What a machine holds after it joined; speaks to ``client``."""

    client: httpx.AsyncClient
    host_id: str
    key: str
    session: str = SESSION

    @property
    def bearer(self) -> dict[str, str]:
        return HEADERS | {"authorization": f"Bearer {self.host_id}.{self.key}"}

    async def poll(self, session: str | None = None) -> httpx.Response:
        query = {"session": session or self.session}
        return await self.client.get(f"{PREFIX}/jobs", params=query, headers=self.bearer)

    async def send(self, job: dict[str, Any], body: dict[str, Any]) -> httpx.Response:
        path = f"{PREFIX}/jobs/{job['id']}/result"
        return await self.client.post(path, json={"nonce": job["nonce"]} | body, headers=self.bearer)

    async def key_changed(self) -> str:
        """Another key, stored by this Agent, not used yet; the old one."""
        old = self.key
        self.key = (await self.post("/key")).json()["key"]
        return old

    async def post(self, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        return await self.client.post(f"{PREFIX}{path}", json=body or {}, headers=self.bearer)


class Gateway:
    """The parts, and what tests do with them."""

    def __init__(self, store: HostStore, bells: Bells, poll_s: float = 0.1, **limits: Limiter) -> None:
        self.records, self.bells = store, bells
        permissions = Permissions(NoGroups())
        self.hosts, self.checks = Hosts(store, permissions), Checks(store, permissions)
        self.agents = Agents(store, bells, poll_s, first_least=0.9)
        free = {name: Limiter(1000, 0) for name in ("strangers", "hosts", "failures")}
        self.metrics = GatewayMetrics(bells.__len__)
        app = build_gateway(
            agents=self.agents, enrolling=Enrolling(store), metrics=self.metrics, **(free | limits)
        )
        self.app = Starlette(routes=[Mount(PREFIX, app)])
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://gateway")

    async def code(self, name: str = "web-1", owner: Asker = OWNER) -> EnrollmentCode:
        made = await self.hosts.add(owner, name)
        assert isinstance(made, EnrollmentCode)
        return made

    async def enroll(self, code: EnrollmentCode, **changed: Any) -> httpx.Response:
        plain = code.code.replace("-", "")
        machine = {"hostname": "web.example", "agent": "1.0.0"}
        body = {"code_id": plain[:8], "secret": plain[8:], "name": code.name, "machine": machine}
        return await self.client.post(
            f"{PREFIX}/enroll", json=body | {"session": SESSION} | changed, headers=HEADERS
        )

    async def joined(self, name: str = "web-1", owner: Asker = OWNER) -> Agent:
        told = (await self.enroll(await self.code(name, owner))).json()
        return Agent(self.client, told["host_id"], told["key"])

    async def online(self, name: str = "web-1", owner: Asker = OWNER) -> Agent:
        agent = await self.joined(name, owner)
        assert (await agent.poll()).status_code == 204
        return agent

    async def asked(self, name: str = "web-1", asker: Asker = OWNER) -> CheckRequest:
        """A check that waits for the Host."""
        request = CheckRequest(question_id=uuid4(), asker=asker, host_name=name)
        assert (await self.checks.request(request)).status == "waiting"
        return request

    async def job(self, agent: Agent) -> dict[str, Any]:
        """A check's job, fetched."""
        await self.asked()
        job: dict[str, Any] = (await agent.poll()).json()["job"]
        return job

    async def status(self, request: CheckRequest) -> str:
        state = await self.checks.state(request.question_id, request.host_name, request.asker)
        assert state is not None
        return state.status

    async def host(self, agent: Agent) -> Host:
        found = await self.records.host(UUID(agent.host_id))
        assert found is not None
        return found.host


class InMemory(Gateway):
    """With a clock that tests move on."""

    def __init__(self, poll_s: float = 0.1, **limits: Limiter) -> None:
        self._passed = timedelta()
        self.questions = MemoryStore(now=self.now)
        bells = Bells()
        self.store = MemoryHosts(self.questions, now=self.now, on_wake=bells.ring)
        super().__init__(self.store, bells, poll_s, **limits)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._passed

    def age(self, by: timedelta) -> None:
        self._passed += by

    async def told_to_rotate(self) -> Agent:
        """A machine whose key has become old, and which was told so just now."""
        agent = await self.online()
        self.age(timedelta(days=31))
        assert (await agent.poll()).json() == {"rotate": True}
        return agent


@asynccontextmanager
async def gateway(poll_s: float = 0.1, **limits: Limiter) -> AsyncIterator[InMemory]:
    """Open while the block lasts."""
    made = InMemory(poll_s, **limits)
    async with made.client:
        yield made
        made.bells.close()
        await asyncio.sleep(0)
