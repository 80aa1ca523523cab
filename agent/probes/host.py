"""What every probe is given: the host's files, commands and names, and whom the job is about."""

from __future__ import annotations

import os
import threading
import time
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple, TypeVar

from agent.commands import Ran, Runner
from agent.probes.files import Files
from agent.probes.names import FileNames, Names, Person, SystemNames
from agent.probes.reaching import Network, SystemNetwork

Made = TypeVar("Made")
COMMAND_LIMIT_S = 4.0
MOST_RECALLED = 256
SETTLED_S = 2.0
"""A file that changed less than this ago may change again within the same tick of its clock."""


class Found(NamedTuple):
    """A fact and how it was obtained."""

    value: Dict[str, Any]
    how: str


class CouldNot(Exception):
    """An honest "could not look"; ``because`` is one of the protocol's codes."""

    def __init__(self, because: str, detail: str = "", how: str = "") -> None:
        super().__init__(f"{because}: {detail}")
        self.because = because
        self.detail = detail
        self.how = how


class Cache:
    """What commands printed that depends on files only, until one of those changes. A running agent keeps one.

    Never more than ``MOST_RECALLED``: what is asked about may be named by those who use the host.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: Dict[Tuple[str, ...], Tuple[object, Any]] = {}

    def recall(self, key: Tuple[str, ...], state: object, make: Callable[[], Made]) -> Made:
        """What ``make`` gave for that key when the files were in that state; None stands for no known state."""
        with self._lock:
            held = self._made.get(key)
        if state is not None and held is not None and held[0] == state:
            known: Made = held[1]
            return known
        made = make()
        if state is not None:
            with self._lock:
                self._made.pop(key, None)
                self._made[key] = (state, made)
                if len(self._made) > MOST_RECALLED:
                    del self._made[next(iter(self._made))]
        return made


class Host:
    """One look at one host. Made anew for each Observation, used by several threads."""

    def __init__(
        self,
        *,
        runner: Runner,
        root: str = "/",
        user: str = "",
        files: Optional[Files] = None,
        names: Optional[Names] = None,
        network: Optional[Network] = None,
        environ: Optional[Mapping[str, str]] = None,
        uname: Callable[[], os.uname_result] = os.uname,
        docker_socket: Optional[str] = None,
        ahead_s: Callable[[], Optional[float]] = lambda: None,
        now: Callable[[], float] = time.time,
        cache: Optional[Cache] = None,
    ) -> None:
        self.files = files or Files(root)
        self.runner = runner
        self.user = user
        self.names: Names = names or (FileNames(self.files) if self.files.root else SystemNames())
        self.network: Network = network or SystemNetwork()
        self.environ = os.environ if environ is None else environ
        self.uname = uname
        self.docker_socket = docker_socket
        self.ahead_s = ahead_s
        self.now = now
        self.cache = cache or Cache()
        self._closing: List[Callable[[], None]] = []
        self._lock = threading.Lock()
        self._once: Dict[str, Tuple[threading.Lock, List[Any]]] = {}

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What ``make`` gives, made at the first call of that name, whichever thread comes first."""
        with self._lock:
            lock, made = self._once.setdefault(name, (threading.Lock(), []))
        with lock:
            if not made:
                try:
                    made.append((make(), None))
                except CouldNot as raised:
                    made.append((None, raised))
        value, obstacle = made[0]
        if obstacle is not None:
            raise obstacle
        result: Made = value
        return result

    def at_end(self, close: Callable[[], None]) -> None:
        """Has something closed when the look at this host is over."""
        self._closing.append(close)

    def close(self) -> None:
        """Closes what was opened for this look."""
        for close in self._closing:
            close()

    def person(self) -> Person:
        """The user that the job is about. Raises CouldNot where the host knows none."""
        if not self.user:
            raise CouldNot("absent", "no user was named")
        person = self.once("person", lambda: self.names.person(self.user))
        if person is None:
            raise CouldNot("absent", "the host does not know this user")
        return person

    def run(self, argv: Sequence[str], timeout_s: float = COMMAND_LIMIT_S) -> Ran:
        """Runs a command. Raises NotThere or TimedOut, which become a CouldNot."""
        return self.runner.run(argv, timeout_s)

    def run_or_recall(self, argv: Sequence[str], reads: Sequence[str]) -> Ran:
        """As ``run``, but answers from the cache while the files that the command ``reads`` are as they were."""
        return self.cache.recall(tuple(argv), self.state(reads), lambda: self.run(argv))

    def state(self, paths: Sequence[str]) -> object:
        """A value that is another when a file, or a name in a folder, is another; None while they settle."""
        state: List[Tuple[object, ...]] = []
        latest = 0.0
        for name in paths:
            try:
                seen = self.files.stat(name)
            except OSError as missing:
                state.append((name, missing.errno))
                continue
            state.append((name, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino, seen.st_size))
            latest = max(latest, seen.st_mtime, seen.st_ctime)
        return tuple(state) if latest < time.time() - SETTLED_S else None
