"""The embedded server: started, shared, crashed, refused."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from bot.storage.cluster import PORT, SOCKET_PATH_LIMIT
from bot.storage.database import Database
from bot.storage.driver_faults import translate
from bot.storage.embedded import EmbeddedServer
from bot.storage.faults import StorageError, StorageFull
from tests.database import ROOT, temporary_home, until

# Becomes the user, says when the server runs, waits for the end of its standard input and leaves.
OWNER = """
import os, sys
from pathlib import Path
import structlog
from bot.storage.embedded import EmbeddedServer
structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
import fcntl
if len(sys.argv) > 2:
    os.setgroups([])
    os.setgid(int(sys.argv[2]))
    os.setuid(int(sys.argv[2]))
server = EmbeddedServer(Path(sys.argv[1]))
server.ensure_running()
print("running", flush=True)
sys.stdin.read()
server.leave()
"""


def owner(home: Path, *user: int) -> subprocess.Popen[bytes]:
    """Another process (of another ``user``) that uses the server under ``home``; ``with`` ends it."""
    process = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(home), *map(str, user)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"running\n"
    return process


@contextmanager
def using(home: Path) -> Iterator[EmbeddedServer]:
    """This process's use of the server under ``home``."""
    server = EmbeddedServer(home)
    server.ensure_running()
    try:
        yield server
    finally:
        server.leave()


def postmaster(home: Path) -> int:
    return int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


def ask(server: EmbeddedServer) -> object:
    with psycopg.connect(server.conninfo) as connection:
        row = connection.execute("SELECT 1").fetchone()
    return row and row[0]


@pytest.fixture(scope="module")
def shared() -> Iterator[Path]:
    """A home whose data folder is made once for this module; no server runs between tests."""
    with temporary_home() as place:
        yield place


def test_a_server_serves_until_its_last_user_leaves(shared: Path) -> None:
    with using(shared) as second:
        with using(shared):
            number = postmaster(shared)
        assert (ask(second), postmaster(shared)) == (1, number)
    assert not second.is_answering()


def test_what_was_committed_is_there_after_a_crash_of_the_server(shared: Path) -> None:
    with using(shared) as server:
        with psycopg.connect(server.conninfo) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
            connection.execute("INSERT INTO kept VALUES (1)")
        os.kill(postmaster(shared), signal.SIGKILL)
        server.ensure_running()
        with psycopg.connect(server.conninfo) as connection:
            assert connection.execute("SELECT count(*) > 0 FROM kept").fetchone() == (True,)


def test_a_server_outlives_a_killed_owner_and_stops_with_the_next_to_leave(shared: Path) -> None:
    with owner(shared) as process:
        number = postmaster(shared)
        process.kill()
    assert EmbeddedServer(shared).is_answering()
    with using(shared) as server:
        assert (ask(server), postmaster(shared)) == (1, number)
    assert not server.is_answering()


def test_a_server_goes_on_while_another_process_uses_it(shared: Path) -> None:
    with owner(shared):
        with using(shared) as server:
            pass
        assert server.is_answering()
    assert not server.is_answering()


def test_a_number_left_by_a_dead_server_and_taken_by_another_program_does_no_harm(shared: Path) -> None:
    with using(shared):
        pass
    left = shared / "postgres" / "data" / "postmaster.pid"
    left.write_text(f"{os.getpid()}\n{left.parent}\n0\n{PORT}\n\n\n\nready\n")
    with using(shared) as server:
        assert ask(server) == 1


async def test_a_database_comes_back_by_itself_after_a_crash(shared: Path) -> None:
    async with Database(home=shared) as database:
        async with database.engine.connect() as connection:
            await connection.exec_driver_sql("SELECT 1")
        os.kill(postmaster(shared), signal.SIGKILL)

        async def is_back() -> bool:
            try:
                async with database.engine.connect() as connection:
                    return (await connection.exec_driver_sql("SELECT 1")).scalar_one() == 1
            except OperationalError:
                return False  # the old server's last breath

        await until(is_back)


async def test_ten_processes_that_start_together_share_one_server(shared: Path) -> None:
    databases = [Database(home=shared) for _ in range(10)]
    await asyncio.gather(*(database.start() for database in databases))
    async with databases[0].engine.connect() as connection:
        rows = await connection.exec_driver_sql("SELECT pg_postmaster_start_time()")
        assert rows.scalar_one() is not None
    await asyncio.gather(*(database.close() for database in databases))
    assert not EmbeddedServer(shared).is_answering()


def test_two_homes_are_two_servers_and_a_long_path_is_no_obstacle(shared: Path, home: Path) -> None:
    far = home / ("it's 100% far " + "x" * SOCKET_PATH_LIMIT)
    with using(far) as far_server:
        with using(shared) as near_server:
            assert (ask(near_server), ask(far_server)) == (1, 1)
            assert postmaster(shared) != postmaster(far)
        assert ask(far_server) == 1
        sockets = Path(str(psycopg.conninfo.conninfo_to_dict(far_server.conninfo)["host"]))
        assert sockets.exists()
    assert not sockets.exists()


@pytest.mark.parametrize("name", ["one, two", "it's", "도커"])
def test_signs_that_mean_something_to_postgres_may_stand_in_a_path(home: Path, name: str) -> None:
    with using(home / name) as server:
        assert ask(server) == 1


@pytest.mark.parametrize("name", ['"quoted"', "back\\slash", "$(id)", "`id`"])
def test_a_path_that_a_shell_would_read_otherwise_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StorageError, match=r"not safe.*Set SETUPBOT_HOME"):
        EmbeddedServer(tmp_path / name).ensure_running()
    assert not (tmp_path / name).exists()


def test_a_program_that_cannot_be_run_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("bot.storage.cluster.subprocess.run", refuse)
    with pytest.raises(StorageError, match=r"could not be run: Permission denied.*DATABASE_URL"):
        EmbeddedServer(tmp_path).ensure_running()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be two users")
def test_two_users_of_one_machine_do_not_hinder_each_other(shared: Path) -> None:
    nobody = 65534
    theirs = Path("/tmp") / f"setupbot-test-{os.getpid()}"
    theirs.mkdir(mode=0o700)
    os.chown(theirs, nobody, nobody)
    try:
        with using(shared) as server, owner(theirs, nobody):
            assert (theirs / "postgres" / "data").stat().st_uid == nobody
            assert ask(server) == 1
    finally:
        shutil.rmtree(theirs)


def test_nobody_else_can_reach_the_server(shared: Path) -> None:
    root = shared / "postgres"
    with using(shared) as server:
        modes = {path.name: path.stat().st_mode & 0o077 for path in (root, root / "data", root / "run")}
        with psycopg.connect(server.conninfo) as connection:
            listens = connection.execute("SHOW listen_addresses").fetchone()
    assert modes == {"postgres": 0, "data": 0, "run": 0}
    assert listens == ("",)


def test_data_of_another_major_version_is_refused_with_a_way_out(tmp_path: Path) -> None:
    data = tmp_path / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("16\n")
    with pytest.raises(StorageError, match=r"made by PostgreSQL 16.*Move that folder away.*DATABASE_URL"):
        EmbeddedServer(tmp_path).ensure_running()


def test_a_folder_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    photo = tmp_path / "postgres" / "data" / "photo.jpg"
    photo.parent.mkdir(parents=True)
    photo.touch()
    with pytest.raises(StorageError, match="is not a database"):
        EmbeddedServer(tmp_path).ensure_running()
    assert photo.exists()


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match=r"cannot write to .*Set SETUPBOT_HOME"):
        EmbeddedServer(tmp_path / "file").ensure_running()


def test_a_disk_without_room_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.cluster.ROOM_NEEDED_BYTES", 2**60)
    with pytest.raises(StorageFull, match="No space is left"):
        EmbeddedServer(tmp_path).ensure_running()
    assert not (tmp_path / "postgres" / "data").exists()


def test_a_disk_that_fills_up_later_is_told_apart_from_a_lost_connection(postgres: str) -> None:
    with psycopg.connect(postgres, autocommit=True) as connection, pytest.raises(psycopg.Error) as caught:
        connection.execute("COPY (SELECT repeat('x', 100000)) TO '/dev/full'")
    told = translate(caught.value)
    assert isinstance(told, StorageFull)
    assert "Free some space" in told.user_message


async def test_no_server_is_left_by_a_start_that_was_given_up(shared: Path) -> None:
    database = Database(home=shared)
    starting = asyncio.create_task(database.start())
    await asyncio.sleep(0)
    starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    await database.close()
    assert not EmbeddedServer(shared).is_answering()
