"""All processes that can be seen, read once for the facts about daemons and about sessions."""

from __future__ import annotations

import os
from typing import FrozenSet, List, NamedTuple, Optional

from agent.probes.host import Host

MOST_TASKS = 20_000


class Task(NamedTuple):
    """A process. ``is_contained``: it runs in a process namespace below the host's, so in a container or a sandbox."""

    pid: int
    name: str
    parent: int
    uid: int
    groups: FrozenSet[int]
    is_contained: bool


class Tasks(NamedTuple):
    """``sees_all`` is False where /proc is mounted so that it shows everybody his own processes only."""

    tasks: List[Task]
    sees_all: bool


def tasks(host: Host) -> Tasks:
    """The processes, read at the first call for this Host."""
    return host.once("tasks", lambda: _tasks(host))


def _tasks(host: Host) -> Tasks:
    folder = host.files.at("/proc")
    pids = sorted(int(name) for name in os.listdir(folder) if name.isdigit())[:MOST_TASKS]
    found = []
    for pid in pids:
        task = _task(folder, pid)
        if task is not None:
            found.append(task)
    # hidepid takes other people's processes out of the list or closes them; the first is always root's.
    sees_all = bool(found) and found[0].pid == 1
    return Tasks(found, sees_all)


def _task(folder: str, pid: int) -> Optional[Task]:
    """Read with plain system calls: there may be a thousand of them, and a file object doubles the cost."""
    try:
        handle = os.open(f"{folder}/{pid}/status", os.O_RDONLY | os.O_CLOEXEC)
        try:
            text = os.read(handle, 8192)
        finally:
            os.close(handle)
    except OSError:
        return None  # it has ended, or is hidden from us
    return read_status(pid, text)


def read_status(pid: int, text: bytes) -> Optional[Task]:
    """What ``/proc/<pid>/status`` says; None if it is no program that runs."""
    if b"\nVmSize:" not in text:
        return None  # the kernel's own, or ended and not yet fetched: neither is a daemon nor a session
    try:
        name = _field(text, b"Name:")
        uid = int(_field(text, b"\nUid:").split()[0])
        gids = _field(text, b"\nGid:").split()[1:2] + _field(text, b"\nGroups:").split()
        contained = len(_field(text, b"\nNSpid:").split()) > 1
        parent = int(_field(text, b"\nPPid:"))
        groups = frozenset(map(int, gids))
    except (ValueError, IndexError):
        return None
    return Task(pid, name.decode("utf-8", "replace"), parent, uid, groups, contained)


def _field(text: bytes, name: bytes) -> bytes:
    at = text.find(name)
    if at < 0:
        return b""
    end = text.find(b"\n", at + len(name))
    return text[at + len(name) : end if end >= 0 else len(text)].strip()
