"""The way to the database: DATABASE_URL, or the embedded server, started again whenever it is gone."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.storage.driver_faults import PASSING, why_unreachable
from bot.storage.embedded import EmbeddedServer
from bot.storage.faults import StorageDown, StorageError

CONNECT_LIMIT_S = 10.0
_SCHEMES = ("postgresql://", "postgres://")


class Database:
    """One process's use of the database; ``async with`` starts it and, at the end, leaves it.

    ``url`` is DATABASE_URL, or None for the embedded server under ``home``. At most
    ``pool_size`` connections are made for the Store and then kept: making one costs as much as many
    transactions.
    """

    def __init__(self, *, home: Path, url: str | None = None, pool_size: int = 10) -> None:
        self._server = None if url else EmbeddedServer(home)
        self._address = _address(url) if url else ""
        self._starting = asyncio.Lock()
        self.engine: AsyncEngine = create_async_engine(
            "postgresql+psycopg://",
            async_creator=self.connect,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=CONNECT_LIMIT_S,
            pool_pre_ping=True,
            hide_parameters=True,  # a fault that quotes them would put people's words into the log
        )

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def start(self) -> None:
        """Makes sure that the database answers; raises StorageError with what to do if it does not."""
        connection = await self.connect()
        await connection.close()

    async def close(self) -> None:
        """Closes every connection; the embedded server stops when its last user has left."""
        await self.engine.dispose()
        if self._server is not None:
            await asyncio.to_thread(self._server.leave)

    async def conninfo(self) -> str:
        """The address for libpq, of a server that runs (the embedded one is started if need be)."""
        if self._server is None:
            return self._address
        async with self._starting:
            await asyncio.to_thread(self._server.ensure_running)
        return self._server.conninfo

    async def connect(self, **options: Any) -> psycopg.AsyncConnection:
        """A new connection of its own; waits at most CONNECT_LIMIT_S for a server that is starting."""
        deadline = time.monotonic() + CONNECT_LIMIT_S
        while True:
            address = await self.conninfo()
            try:
                return await psycopg.AsyncConnection.connect(address, **options)
            except psycopg.OperationalError as fault:
                reason = why_unreachable(fault)
                if (self._server is None and reason not in PASSING) or time.monotonic() > deadline:
                    raise StorageDown(self._unreachable(reason)) from fault
            await asyncio.sleep(0.05)

    def _unreachable(self, reason: str) -> str:
        if self._server is not None:
            return f"The built-in database cannot be reached: {reason}. See {self._server.log_path}."
        parts = conninfo_to_dict(self._address)
        place = f"{parts.get('host') or 'localhost'}:{parts.get('port') or 5432}/{parts.get('dbname') or ''}"
        return (
            f"The database at {place} cannot be reached: {reason}. Check DATABASE_URL and that the server "
            "runs, or unset DATABASE_URL to use the built-in database."
        )


def _address(url: str) -> str:
    """DATABASE_URL as libpq wants it. Nothing of it is repeated in a fault: it may hold a password."""
    scheme, mark, rest = url.strip().partition("://")
    plain = f"{scheme.partition('+')[0]}{mark}{rest}"
    if not plain.startswith(_SCHEMES):
        raise StorageError("DATABASE_URL must look like postgresql://USER:PASSWORD@HOST:5432/NAME.")
    plain = "postgresql://" + plain.partition("://")[2]
    login, at, _ = rest.partition("?")[0].rpartition("@")
    try:
        if at and not {"/", "@"}.isdisjoint(login):  # libpq would take the rest of the password for a host
            raise psycopg.ProgrammingError
        known = conninfo_to_dict(plain)
        return make_conninfo(
            plain,
            connect_timeout=known.get("connect_timeout") or 5,
            application_name=known.get("application_name") or "setupbot",
        )
    except psycopg.ProgrammingError:
        # ``from None``: libpq's own message quotes the address.
        raise StorageError(
            "DATABASE_URL cannot be read. It must look like postgresql://USER:PASSWORD@HOST:5432/NAME; "
            "signs such as @, / and # in the password are written %40, %2F and %23."
        ) from None
