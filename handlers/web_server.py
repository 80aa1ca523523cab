"""The HTTP server under the edge: uvicorn with limits, and no patience for heads that do not come."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import socket
from collections.abc import Iterator
from typing import cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_LIMIT_S = 10
DRAIN_LIMIT_S = 10
CONNECTIONS_MAX = 12_000
"""Most of them agents that wait; one more is told to come back."""
FILES_BESIDE = 500
GC_THRESHOLDS = (10_000, 20, 100)


class ImpatientProtocol(H11Protocol):
    """uvicorn's own, which would wait without end for the head of a request that was begun."""

    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn does
        """From now on a head is due."""
        super().connection_made(transport)
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Perhaps it came, perhaps only a part of it."""
        super().data_received(data)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is due any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _awaits_head(self) -> bool:
        cycle = self.cycle  # None before the first request, whatever its type says
        return cast(object, cycle) is None or cycle.response_complete

    def _wait_for_head(self) -> None:
        if not self._awaits_head():
            self._stop_waiting()
        elif self._patience is None:
            self._patience = self.loop.call_later(self.timeout_keep_alive, self._give_up)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        self._patience = None
        if self._awaits_head() and not self.transport.is_closing():
            self.transport.close()


class WebServer(uvicorn.Server):
    """Leaves signals to ``serve``, which has more to end than this."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Captures none."""
        yield


def web_server(edge: ASGIApp, head_limit_s: int = HEAD_LIMIT_S) -> WebServer:
    """A server for ``edge`` that takes no more connections than it can bear.

    Whose address a request comes from is read from ``X-Forwarded-For`` only behind the proxies that
    FORWARDED_ALLOW_IPS names: uvicorn would believe every process of this machine.
    """
    proxies = os.environ.get("FORWARDED_ALLOW_IPS", "")
    config = uvicorn.Config(
        edge,
        http=ImpatientProtocol,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        lifespan="off",
        ws="none",
        limit_concurrency=CONNECTIONS_MAX,
        timeout_keep_alive=head_limit_s,
        timeout_graceful_shutdown=DRAIN_LIMIT_S,
    )
    return WebServer(config)


def listen(host: str, port: int) -> socket.socket:
    """Takes the port at once, so that a taken one is known before anything else starts."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    return listener


def allow_connections() -> None:
    """Raises this process's own limit of open files as far as the system lets it; many systems begin at 1,024."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS_MAX + FILES_BESIDE
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def collect_seldom() -> None:
    """Sets what stands by now aside from garbage collection, and has the rest looked through in full seldom.

    Waiting polls are a million objects without a single cycle among them; looking through them took
    half a second every ten.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
