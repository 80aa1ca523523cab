"""``/agent.pyz`` and ``/agent.pyz.sha256``: the Agent's one file, for machines that are about to join."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

NAME = "setupbot-agent.pyz"
ABSENT = "The agent was not built with this server. Build it with: make agent\n"


def default_file() -> Path:
    """Where the build puts it."""
    return Path(__file__).parents[2] / "build" / NAME


class AgentFile:
    """The file as it lies there now; nothing of it is kept but its sum, for as long as it stays the same."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._sum: tuple[tuple[int, int], str] | None = None

    def routes(self) -> list[Route]:
        """Both; they answer 404 with what to do while there is no such file."""
        return [Route("/agent.pyz", self._send), Route("/agent.pyz.sha256", self._send_sum)]

    def digest(self) -> str:
        """Its SHA-256, in hex; empty while there is none."""
        try:
            found = self._file.stat()
            stamp = (found.st_mtime_ns, found.st_size)
            if self._sum is None or self._sum[0] != stamp:
                with self._file.open("rb") as file:
                    self._sum = (stamp, hashlib.file_digest(file, "sha256").hexdigest())
        except OSError:
            return ""
        return self._sum[1]

    async def _send(self, request: Request) -> Response:
        if not self._file.is_file():
            return PlainTextResponse(ABSENT, status_code=404)
        return FileResponse(self._file, media_type="application/octet-stream", filename=NAME)

    async def _send_sum(self, request: Request) -> Response:
        """As ``sha256sum -c`` reads it."""
        digest = await asyncio.to_thread(self.digest)
        if not digest:
            return PlainTextResponse(ABSENT, status_code=404)
        return PlainTextResponse(f"{digest}  {NAME}\n")
