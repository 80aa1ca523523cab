"""Databases for tests, from one real embedded server that ends with the run, even a killed one.

Register with ``pytest_plugins = ["tests.database"]``. ``database_url`` is an empty, migrated
database of the test's own; ``database`` is opened on it.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import pytest_asyncio
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from bot.storage.database import Database
from bot.storage.embedded import EmbeddedServer
from bot.storage.migrate import migrate

ROOT = Path(__file__).parent.parent
# Waits until its standard input closes, as it does when the run ends in whatever way.
_GUARDIAN = """
import shutil, sys
from pathlib import Path
from bot.storage.embedded import EmbeddedServer
sys.stdin.read()
for mark in Path(sys.argv[1]).rglob("postgres/data/postmaster.pid"):
    EmbeddedServer(mark.parents[2]).stop()
shutil.rmtree(sys.argv[1])
"""


async def until(true: Callable[[], bool | Awaitable[bool]], limit_s: float = 20.0) -> None:
    """Returns as soon as ``true()`` holds; fails after ``limit_s``."""
    deadline = time.monotonic() + limit_s
    while True:
        held = true()
        if await held if isinstance(held, Awaitable) else held:
            return
        assert time.monotonic() < deadline, f"not within {limit_s} s"
        await asyncio.sleep(0.01)


@contextmanager
def temporary_home() -> Iterator[Path]:
    """A SETUPBOT_HOME whose server is stopped when this block, or this run, ends.

    Not in pytest's own folder: every other run of pytest closes that to the user whom root runs the
    server as.
    """
    place = Path(tempfile.mkdtemp(prefix="setupbot-test-"))
    guardian = subprocess.Popen(
        [sys.executable, "-c", _GUARDIAN, str(place)], stdin=subprocess.PIPE, cwd=ROOT, start_new_session=True
    )
    with guardian:  # closes its standard input and waits for it
        yield place
    assert guardian.returncode == 0


@pytest.fixture
def home() -> Iterator[Path]:
    """A SETUPBOT_HOME of the test's own; whatever runs under it is stopped afterwards."""
    with temporary_home() as place:
        yield place


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a running server, with a migrated database ``template`` to copy."""
    with temporary_home() as place:
        server = EmbeddedServer(place)
        server.ensure_running()
        with psycopg.connect(server.conninfo, autocommit=True) as connection:
            connection.execute("CREATE DATABASE template")
            # A hundred databases are made and dropped, and no test cuts the power.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        asyncio.run(_migrate(place, _url(server.conninfo, "template")))
        yield server.conninfo
        server.leave()


@pytest.fixture
def database_url(postgres: str) -> Iterator[str]:
    """DATABASE_URL of an empty, migrated database."""
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template").format(sql.Identifier(name)))
        yield _url(postgres, name)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest_asyncio.fixture
async def database(database_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    """A Database opened on ``database_url``."""
    async with Database(home=tmp_path, url=database_url) as opened:
        yield opened


def _url(conninfo: str, name: str) -> str:
    parts = conninfo_to_dict(conninfo)
    return f"postgresql://{parts['user']}@/{name}?host={parts['host']}&port={parts['port']}"


async def _migrate(home: Path, url: str) -> None:
    async with Database(home=home, url=url) as database:
        assert await migrate(database)
