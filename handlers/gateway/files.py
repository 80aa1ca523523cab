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
_CHUNK = 2**20


def default_file() -> Path:
    """Where the build puts it."""
    return Path(__file__).parents[2] / "build" / NAME


def agent_file_routes(file: Path) -> list[Route]:
    """Both routes; they answer 404 with what to do while there is no such file."""
    served = _Served(file)
    return [Route("/agent.pyz", served.send), Route("/agent.pyz.sha256", served.send_sum)]


class _Served:
    def __init__(self, file: Path) -> None:
        self._file = file
        self._sum: tuple[tuple[int, int], str] | None = None

    async def send(self, request: Request) -> Response:
        """The file."""
        if not self._file.is_file():
            return PlainTextResponse(ABSENT, status_code=404)
        return FileResponse(self._file, media_type="application/octet-stream", filename=NAME)

    async def send_sum(self, request: Request) -> Response:
        """Its SHA-256, as ``sha256sum -c`` reads it."""
        try:
            summed = await asyncio.to_thread(self._summed)
        except OSError:
            return PlainTextResponse(ABSENT, status_code=404)
        return PlainTextResponse(f"{summed}  {NAME}\n")

    def _summed(self) -> str:
        found = self._file.stat()
        stamp = (found.st_mtime_ns, found.st_size)
        if self._sum is None or self._sum[0] != stamp:
            digest = hashlib.sha256()
            with self._file.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
            self._sum = (stamp, digest.hexdigest())
        return self._sum[1]
