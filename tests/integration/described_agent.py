"""A machine of ``tests/hosts`` behind an Agent that speaks the real protocol, and that a test can mend."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from handlers.gateway.routes import PREFIX
from tests.gateway.harness import HEADERS, SESSION, Agent
from tests.hosts.description import DescribedHost

POLL_LIMIT_S = 90


class DescribedAgent:
    """Answers every check with what its host shows now."""

    def __init__(self, folder: Path, agent: Agent, host: str) -> None:
        self._folder, self._agent = folder, agent
        self.becomes(host)

    def becomes(self, host: str) -> None:
        """From now on it is this machine: mended, or broken."""
        self._seen: dict[str, Any] = DescribedHost(host, self._folder / host).observe()

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            polled = await self._agent.poll()
            if polled.status_code != 204:
                job = polled.raise_for_status().json()["job"]
                (await self._agent.send(job, {"observation": self._seen})).raise_for_status()


@asynccontextmanager
async def described_agent(
    url: str, code: str, folder: Path, host: str, name: str = "web-1"
) -> AsyncIterator[DescribedAgent]:
    """Enrolled with the one-time code that the bot told its owner; runs while the block lasts."""
    async with httpx.AsyncClient(base_url=url, timeout=POLL_LIMIT_S, trust_env=False) as client:
        plain = code.replace("-", "")
        body = {
            "code_id": plain[:8], "secret": plain[8:], "name": name, "session": SESSION,
            "machine": {"hostname": f"{name}.example", "agent": "1.0.0"},
        }  # fmt: skip
        told = (await client.post(f"{PREFIX}/enroll", json=body, headers=HEADERS)).raise_for_status().json()
        made = DescribedAgent(folder, Agent(client, told["host_id"], told["key"]), host)
        running = asyncio.create_task(made.run())
        yield made
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
