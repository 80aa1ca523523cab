"""``/agent.pyz`` and ``/agent.pyz.sha256``: the Agent's one file, for machines that are about to join."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.words import words_in

NAME = "setupbot-agent.pyz"
ABSENT = "".join(
    f"{words.gateway.no_agent.format(name=NAME)}\n" for words in (words_in("en"), words_in("ko"))
)
"""Who fetches it has told us no language."""


def default_file() -> Path:
    """Where the build of a checkout puts it."""
    return Path(__file__).parents[2] / "build" / NAME


class AgentFile:
    """The file as it lies in the first of ``places`` now; only its sum is kept, for as long as it stays the same."""

    def __init__(self, *places: Path) -> None:
        self._places = places
        self._sum: tuple[tuple[Path, int, int], str] | None = None

    def path(self) -> Path:
        """Where it is; the last of the places while it is in none."""
        return next((place for place in self._places if place.is_file()), self._places[-1])

    def is_there(self) -> bool:
        """Whether there is one to be sent."""
        return self.path().is_file()

    def routes(self) -> list[Route]:
        """Both; they answer 404 with what to do while there is no such file."""
        return [Route("/agent.pyz", self._send), Route("/agent.pyz.sha256", self._send_sum)]

    def digest(self) -> str:
        """Its SHA-256, in hex; empty while there is none."""
        try:
            path = self.path()
            found = path.stat()
            stamp = (path, found.st_mtime_ns, found.st_size)
            if self._sum is None or self._sum[0] != stamp:
                with path.open("rb") as file:
                    self._sum = (stamp, hashlib.file_digest(file, "sha256").hexdigest())
        except OSError:
            return ""
        return self._sum[1]

    async def _send(self, request: Request) -> Response:
        path = self.path()
        if not path.is_file():
            return PlainTextResponse(ABSENT, status_code=404)
        return FileResponse(path, media_type="application/octet-stream", filename=NAME)

    async def _send_sum(self, request: Request) -> Response:
        """As ``sha256sum -c`` reads it."""
        digest = await asyncio.to_thread(self.digest)
        if not digest:
            return PlainTextResponse(ABSENT, status_code=404)
        return PlainTextResponse(f"{digest}  {NAME}\n")
