"""What systemd says of Docker's units, and which daemons run whatever started them."""

from __future__ import annotations

import re
from typing import Any, Dict, List, NamedTuple, Tuple

from agent.probes import shaping
from agent.probes.flags import HOST_FLAGS, ROOT_FLAGS, split, values_of
from agent.probes.host import CouldNot, Found, Host
from agent.probes.proc import Task, tasks

UNITS = ("docker.service", "docker.socket", "containerd.service", "snap.docker.dockerd.service")
PROPERTIES = "Id,LoadState,ActiveState,SubState,UnitFileState,Result,NRestarts,ExecStart"
ARGV = re.compile(r"argv\[\]=(.*?) ; ignore_errors=")
DAEMONS = frozenset(("dockerd", "containerd", "rootlesskit", "podman"))
QUESTIONS = frozenset(("--version", "-v", "--help", "-h", "--validate"))
MOST_DAEMONS = 32


class Daemon(NamedTuple):
    """A running daemon and what it was told."""

    task: Task
    parent: str
    hosts: Tuple[str, ...]
    data_root: str


def look_at_units(host: Host) -> Found:
    """Fact ``units``."""
    ran = host.run(["systemctl", "show", "--no-pager", f"--property={PROPERTIES}", *UNITS])
    if ran.exit_code and not ran.stdout.strip():
        raise CouldNot("absent", ran.stderr.strip().partition("\n")[0] or "no systemd", "systemctl show")
    units = {}
    for block in ran.stdout.split("\n\n"):
        fields: Dict[str, str] = {}
        for row in block.splitlines():
            name, _, value = row.partition("=")
            fields[name] = f"{fields[name]}\n{value}" if name in fields else value
        if fields.get("Id") in UNITS and fields.get("LoadState") not in (None, "not-found"):
            units[fields["Id"]] = _unit(fields)
    return Found({"units": units}, "systemctl show")


def _unit(fields: Dict[str, str]) -> Dict[str, Any]:
    restarts = fields.get("NRestarts", "")
    started = [
        hosts
        for argv in ARGV.findall(fields.get("ExecStart", ""))
        for hosts in values_of(split(argv), HOST_FLAGS)
    ]
    return {
        "load": shaping.word(fields.get("LoadState", "")),
        "active": shaping.word(fields.get("ActiveState", "")),
        "sub": shaping.word(fields.get("SubState", "")),
        "file_state": shaping.word(fields.get("UnitFileState", "")),
        "result": shaping.word(fields.get("Result", "")),
        "restarts": shaping.count(int(restarts)) if restarts.isdigit() else 0,
        "hosts": shaping.lines(started),
    }


def look_at_processes(host: Host) -> Found:
    """Fact ``processes``."""
    seen = tasks(host)
    value = {
        "daemons": [_shown(daemon) for daemon in daemons(host)[:MOST_DAEMONS]],
        "sees_all": seen.sees_all,
    }
    return Found(value, "/proc/*/status, /proc/*/cmdline")


def daemons(host: Host) -> List[Daemon]:
    """The daemons of the host itself: those inside its containers are not its own."""
    seen = tasks(host)
    names = {task.pid: task.name for task in seen.tasks}
    found = []
    for task in seen.tasks:
        if task.name in DAEMONS and not task.is_contained:
            argv = _argv(host, task.pid)
            if task.name == "podman" and "service" not in argv:
                continue  # somebody's podman command, gone in a moment
            if not QUESTIONS.isdisjoint(argv):
                continue  # no daemon: our own look at its version, for one
            roots = values_of(argv, ROOT_FLAGS)
            hosts = tuple(values_of(argv, HOST_FLAGS)) if task.name == "dockerd" else ()
            found.append(Daemon(task, names.get(task.parent, ""), hosts, roots[-1] if roots else ""))
    return found


def _argv(host: Host, pid: int) -> List[str]:
    try:
        return host.files.text(f"/proc/{pid}/cmdline").rstrip("\0").split("\0")
    except OSError:
        return []  # it has just ended


def _shown(daemon: Daemon) -> Dict[str, Any]:
    return {
        "name": shaping.word(daemon.task.name),
        "pid": daemon.task.pid,
        "uid": shaping.count(daemon.task.uid),
        "parent": shaping.word(daemon.parent),
        "hosts": shaping.lines(daemon.hosts),
        "data_root": shaping.path(daemon.data_root),
    }
