"""The embedded PostgreSQL server, shared by every process of the machine that uses one home.

Nobody owns it. Each process that uses it holds a shared lock on ``users.lock``, which the kernel
lets go even after ``kill -9``; starting and stopping happen under ``start.lock``. The last process to
leave stops the server; after a kill it lives on, and the next process attaches to it.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from bot.storage.cluster import START_LIMIT_S, Cluster
from bot.storage.faults import StorageError, disk_full

_log = structlog.get_logger(__name__)


class EmbeddedServer:
    """The server under ``home/postgres``. Calls block (up to a minute): use a thread from asyncio."""

    def __init__(self, home: Path) -> None:
        self._cluster = Cluster(home.expanduser().resolve() / "postgres")
        self._membership: int | None = None
        self._mutex = threading.Lock()  # leaving waits for a start whose caller was cancelled

    @property
    def conninfo(self) -> str:
        """How libpq reaches the server; the same before and after a restart."""
        return self._cluster.conninfo

    @property
    def log_path(self) -> Path:
        """The server's own log."""
        return self._cluster.log

    def is_answering(self) -> bool:
        """Whether a server takes connections now; quick enough to ask before each connection."""
        return self._cluster.answers()

    def ensure_running(self) -> None:
        """Attaches to the server, starting (and on first use making) it if none answers.

        Raises StorageError with what to do when it cannot be had.
        """
        if sys.platform == "win32":
            raise StorageError(
                "The built-in database needs Linux, macOS or WSL. Set DATABASE_URL to a server."
            )
        with self._mutex:
            if self._membership is None or not self._cluster.answers():
                self._attach()

    def _attach(self) -> None:
        began = time.monotonic()
        self._cluster.prepare()
        with self._locked_for_start():
            self._join()
            if self._cluster.answers():
                return
            self._cluster.initialise()
            self._cluster.start()
        _log.info("database_started", seconds=round(time.monotonic() - began, 2))

    def leave(self) -> None:
        """Ends this process's use of the server, and stops it if nobody else uses it."""
        with self._mutex:
            if self._membership is not None:
                self._leave(self._membership)

    def _leave(self, membership: int) -> None:
        import fcntl

        with self._locked_for_start():
            try:
                fcntl.flock(membership, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                _log.debug("database_left_running")
            else:
                self._cluster.stop()
                _log.info("database_stopped")
            finally:
                os.close(membership)
                self._membership = None

    def stop(self) -> None:
        """Stops the server, whoever uses it: for tests and maintenance."""
        if self._cluster.root.exists():
            with self._locked_for_start():
                self._cluster.stop()

    def _join(self) -> None:
        if self._membership is None:
            import fcntl

            self._membership = self._open("users.lock")
            fcntl.flock(self._membership, fcntl.LOCK_SH)

    def _open(self, name: str) -> int:
        path = self._cluster.root / name
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as fault:
            if fault.errno == errno.ENOSPC:
                raise disk_full(str(path)) from fault
            raise StorageError(
                f"setupbot cannot open {path}: it belongs to another user. Run setupbot as that user, or set "
                "SETUPBOT_HOME to a folder of your own."
            ) from fault
        if self._cluster.account is not None:
            self._cluster.account.give(path)
        return descriptor

    @contextmanager
    def _locked_for_start(self) -> Iterator[None]:
        import fcntl  # not at the top: the module must import on Windows to say that it needs WSL

        descriptor = self._open("start.lock")
        try:
            deadline = time.monotonic() + 2 * START_LIMIT_S
            while True:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise StorageError(
                            f"Another setupbot has been starting the database in {self._cluster.root} for two "
                            "minutes. End it, then start again."
                        ) from None
                    time.sleep(0.02)
            yield
        finally:
            os.close(descriptor)
