"""The bot as one process: the HTTP edge, Socket Mode and the worker, from start to a drained end."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Iterator, Sequence
from typing import Protocol

import structlog
from starlette.types import ASGIApp

from handlers.socket_mode import Sockets
from handlers.web_server import allow_connections, collect_seldom, listen, web_server

__all__ = ["Work", "listen", "serve"]

SIGNALS = (signal.SIGTERM, signal.SIGINT)

log = structlog.get_logger()


class Work(Protocol):
    """The durable work (``bot.work.worker.Worker``)."""

    async def run(self, stop: asyncio.Event) -> None:
        """Works until ``stop`` is set and what had begun is done."""
        ...


async def serve(
    *,
    edge: ASGIApp,
    listener: socket.socket,
    sockets: Sockets | None = None,
    work: Work | None = None,
    also: Sequence[Work] = (),
    stop: asyncio.Event | None = None,
) -> None:
    """Runs until SIGTERM, SIGINT or ``stop``; then takes no more, ends what had begun, and returns.

    ``edge`` answers at ``listener`` (see ``listen``); with ``sockets`` Socket Mode is open too;
    without ``work`` the jobs are left to other processes; ``also`` runs beside it. A part that breaks
    stops the others and its fault is raised.
    """
    allow_connections()
    collect_seldom()
    ending = stop or asyncio.Event()
    with _signals(ending):
        async with asyncio.TaskGroup() as parts:
            parts.create_task(_web(edge, listener, ending))
            if sockets:
                parts.create_task(_sockets(sockets, ending))
            for part in [work, *also] if work else also:
                parts.create_task(part.run(ending))
            log.info("serving", port=listener.getsockname()[1], socket_mode=bool(sockets))
    log.info("stopped")


async def _web(edge: ASGIApp, listener: socket.socket, ending: asyncio.Event) -> None:
    server = web_server(edge)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    ended = asyncio.create_task(ending.wait())
    try:
        await asyncio.wait({running, ended}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        server.should_exit = True
        ended.cancel()
        await running
        ending.set()


async def _sockets(sockets: Sockets, ending: asyncio.Event) -> None:
    async def hold() -> None:
        async with sockets.open():
            await asyncio.Event().wait()

    # Ended from outside: the SDK tries to connect for as long as Slack is away.
    holding, ended = asyncio.create_task(hold()), asyncio.create_task(ending.wait())
    try:
        await asyncio.wait({holding, ended}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ended.cancel()
        if not holding.done():
            holding.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await holding


@contextlib.contextmanager
def _signals(ending: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, ending.set)
    try:
        yield
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
