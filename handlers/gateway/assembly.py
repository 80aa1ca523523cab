"""The gateway put together on a database: its routes, and the listener that wakes waiting agents."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

import structlog
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.hosts.bells import Bells
from bot.hosts.enrolling import Enrolling
from bot.hosts.serving import FIRST_LEAST, POLL_S, Agents
from bot.storage.database import Database
from bot.storage.hosts.listening import Listener
from bot.storage.hosts.sql import SqlHosts
from bot.work.onboarding_jobs import seen_deferrer
from bot.work.queue import answer_deferrer, expiry_deferrer
from handlers.gateway.app import build_gateway
from handlers.gateway.files import NAME, AgentFile, default_file
from handlers.gateway.routes import PREFIX
from handlers.metrics import GatewayMetrics

MAKE_AGENT = (
    f"Run `make agent` in a checkout of setupbot, and copy build/{NAME} there; until then no host can join."
)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewaySide:
    """``before`` and ``routes`` are for the edge; ``run`` is a part of ``serve``; the rest is for others."""

    hosts: SqlHosts
    bells: Bells
    listener: Listener
    file: AgentFile
    metrics: GatewayMetrics
    app: ASGIApp
    routes: tuple[BaseRoute, ...]

    def before(self, edge: ASGIApp) -> ASGIApp:
        """``edge`` with the gateway in front of it, so that what waits does not wait inside the edge."""

        async def front(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and scope["path"].startswith(f"{PREFIX}/"):
                await self.app({**scope, "root_path": PREFIX}, receive, send)
            else:
                await edge(scope, receive, send)

        return front

    async def run(self, stop: asyncio.Event) -> None:
        """Wakes waiting agents until ``stop`` is set; then sends all of them elsewhere."""
        if not self.file.is_there():
            log.warning("no_agent_to_give_out", put_it=str(self.file.path()), what_to_do=MAKE_AGENT)
        listening = asyncio.create_task(self.listener.run())
        stopped = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({listening, stopped}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.bells.close()
            for task in (listening, stopped):
                task.cancel()
            await asyncio.wait({listening, stopped})
        if not listening.cancelled() and (fault := listening.exception()):
            raise fault


def make_gateway_side(
    database: Database, *, home: Path | None = None, poll_s: float = POLL_S, first_least: float = FIRST_LEAST
) -> GatewaySide:
    """``/agent.pyz`` sends what the build made, else what lies in ``home``."""
    hosts = SqlHosts(database.engine, answer_deferrer(), expiry_deferrer(), seen_deferrer())
    bells = Bells()
    served = AgentFile(default_file(), *([home / NAME] if home else []))
    metrics = GatewayMetrics(bells.__len__)
    agents = Agents(hosts, bells, poll_s, first_least)
    app = build_gateway(agents=agents, enrolling=Enrolling(hosts), metrics=metrics)
    return GatewaySide(
        hosts=hosts,
        bells=bells,
        listener=Listener(database, bells, hosts.due),
        file=served,
        metrics=metrics,
        app=app,
        routes=tuple(served.routes()),
    )
