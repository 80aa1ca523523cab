"""Hosts described by what is different about them: a YAML file makes a folder with the files of a whole machine.

``like`` names another folder of ``tests/hosts``; without it the host begins as agent/tests/ubuntu.py makes it: an
Ubuntu 24.04 with Docker's own engine, alice in the group docker, everything well. What the agent's probes then see
in that folder is an Observation as an Agent sends it; only what the Docker API would have said is written as facts.
"""

from __future__ import annotations

import stat
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from agent.commands import NotThere, Ran
from agent.probes import PROBES
from agent.probes.reaching import Reply
from agent.tests import keys
from agent.tests.trees import Tree, elf
from agent.tests.ubuntu import healthy, started, unit

HERE = Path(__file__).parent
UNITS: dict[str, dict[str, str]] = {
    "docker.service": {
        "ExecStart": started("/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock")
    },
    "docker.socket": {},
    "containerd.service": {"ExecStart": started("/usr/bin/containerd")},
}
SNAP = "snap.docker.dockerd.service"
NOT_FOUND = {"LoadState": "not-found", "ActiveState": "inactive", "SubState": "dead", "UnitFileState": ""}
CONTENTS = {
    "docker's key, armored": keys.armored().encode(),
    "docker's key, binary": keys.BINARY,
    "another key, armored": keys.armored(keys.made_key()).encode(),
    "docker's key without its subkey": keys.armored(keys.BINARY[: len(keys.BINARY) // 2]).encode(),
    "nothing": b"",
    **{f"a program for {arch}": elf(arch) for arch in ("386", "amd64", "arm64", "arm")},
}
API: dict[str, Any] = {
    "api_ping": {"status": 200},
    "api_version": {
        "version": "29.7.2",
        "api": "1.55",
        "min_api": "1.40",
        "arch": "amd64",
        "sdk_max_api": "1.52",
        "components": [{"name": "Engine", "version": "29.7.2"}, {"name": "containerd", "version": "v2.1.5"}],
    },
    "api_info": {
        "server_version": "29.7.2",
        "driver": "overlayfs",
        "root_dir": "/var/lib/docker",
        "driver_status": {"driver-type": "io.containerd.snapshotter.v1"},
        "cgroup_version": "2",
        "firewall_backend": "iptables",
    },
    "containers": {"running": 1, "total": 3},
    "hello_world": {"exit_code": 0, "said": "Hello from Docker!", "image_arch": "amd64"},
}
BEHIND_PING = {"no_socket": "absent", "no_permission": "no_permission", "timeout": "timeout"}
"""Why an Agent sees nothing else of the API once the first call failed."""


class Described(BaseModel):
    """A part of a description: no key that is not known, no text for a number."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Package(Described):
    """``files`` are what it owns; they are not made by this."""

    version: str = "1.0"
    status: str = "install ok installed"
    arch: str = "amd64"
    files: tuple[str, ...] = Field(default=(), strict=False)


class Process(Described):
    argv: list[str]
    uid: int = 0
    groups: list[int] = []
    parent: int = 1
    name: str = ""
    depth: int = 1


class Printed(Described):
    stdout: str = ""
    stderr: str = ""
    exit_code: int = 0


class Socket(Described):
    mode: str = "0660"
    gid: int = 988


class Expected(Described):
    """One cause, as ``check code``. ``commands`` are the Remedy's, exactly; ``=name`` stands for those of
    ``commands.yaml``. ``says`` is a part of what is said of it in English."""

    cause: str
    entry: str = ""
    commands: list[str] = []
    or_else: list[str] = []
    says: str = ""


class Description(Described):
    """What is different, in the order in which it is done. Modes are octal, as text. ``None`` takes away.

    ``expect`` has the causes in order, none for a healthy host; ``skipped`` the Checks that were not judged, by the
    failed one behind them; ``remarks`` the warnings that nothing mends; ``unseen`` what could not be looked at.
    """

    about: str
    like: str = ""
    packages: dict[str, Package | None] = {}
    remove: list[str] = []
    write: dict[str, str] = {}
    put: dict[str, str] = {}
    edit: dict[str, dict[str, str]] = {}
    links: dict[str, str] = {}
    folders: dict[str, str] = {}
    sockets: dict[str, Socket] = {}
    modes: dict[str, str] = {}
    owners: dict[str, list[int]] = {}
    closed: list[str] = []
    disks: dict[str, list[int]] = {}
    processes: dict[int, Process | None] = {}
    prints: dict[str, str | Printed | None] = {}
    units: dict[str, dict[str, str] | None] | None = {}
    machine: str = ""
    release: str = ""
    environ: dict[str, str] = {}
    network: dict[Literal["apt", "registry"], int | str] = {}
    unresolved: dict[str, str] = {}
    clock_ahead_s: float | None = None
    lists_are_old_days: int | None = None
    api: Literal["not granted"] | dict[str, Any] | None = None
    user: str = ""
    platform: list[str] = []
    expect: list[Expected] = []
    skipped: dict[str, list[str]] = {}
    remarks: list[str] = []
    unseen: list[str] = []


def read(name: str) -> Description:
    """The description of one folder."""
    return Description.model_validate(yaml.safe_load((HERE / name / "host.yaml").read_text("utf-8")))


def names() -> list[str]:
    """Every host that is described."""
    return sorted(path.parent.name for path in HERE.glob("*/host.yaml"))


def named_commands() -> dict[str, list[str]]:
    """The lists of commands that several hosts expect."""
    named: dict[str, list[str]] = yaml.safe_load((HERE / "commands.yaml").read_text("utf-8"))
    return named


class DescribedHost:
    """A host made on disk of its description and those that it is like."""

    def __init__(self, name: str, folder: Path) -> None:
        self.said = read(name)
        self._lineage = [self.said]
        while self._lineage[0].like:
            self._lineage.insert(0, read(self._lineage[0].like))
        self._tree = healthy(folder)
        self._units = deepcopy(UNITS)
        self._has_systemd = True
        for said in self._lineage:
            _change_files(self._tree, said)
            self._change_units(said)
            _change_answers(self._tree, said)

    def _change_units(self, said: Description) -> None:
        self._has_systemd = self._has_systemd and said.units is not None
        for name, fields in (said.units or {}).items():
            if fields is None:
                self._units.pop(name, None)
            else:
                self._units[name] = {**self._units.get(name, {}), **fields}
        if not self._has_systemd:
            said_instead = "System has not been booted with systemd as init system (PID 1). Can't operate.\n"
            self._tree.runner.prints("systemctl show", "", 1, said_instead)
            return
        shown = [unit(name, **_fields(self._units.get(name, NOT_FOUND))) for name in (*UNITS, SNAP)]
        self._tree.runner.prints("systemctl show", "\n".join(shown))

    def observe(self) -> dict[str, Any]:
        """The Observation as it would be sent, with everything granted."""
        files = [name for name, probe in PROBES.items() if probe.level == "files"]
        user = self._last("user") or "alice"
        ahead, old = self._last("clock_ahead_s"), self._last("lists_are_old_days") or 0
        sent = self._tree.observe(
            *files,
            user=user,
            ahead_s=lambda: 0.4 if ahead is None else ahead,
            clock=lambda: datetime.now(UTC) + timedelta(days=old),
        )
        sent["facts"] |= self._api()
        return sent

    def _last(self, name: str) -> Any:
        said = [getattr(one, name) for one in self._lineage if getattr(one, name) not in (None, "")]
        return said[-1] if said else None

    def _api(self) -> dict[str, Any]:
        facts: dict[str, Any] = {name: {"value": deepcopy(value)} for name, value in API.items()}
        for said in (one.api for one in self._lineage if one.api is not None):
            if said == "not granted":
                return {name: {"could_not": "not_granted"} for name in facts}
            for name, changed in said.items():
                facts[name]["value"].update(changed)
        failure = facts["api_ping"]["value"].get("failure")
        if failure:
            hidden = {
                "could_not": BEHIND_PING.get(failure, "failed"),
                "detail": f"the Docker socket: {failure}",
            }
            facts |= {name: hidden for name in facts if name != "api_ping"}
        return facts


def _fields(fields: dict[str, str]) -> dict[str, str]:
    """``SubState`` has a name of its own in ``unit``."""
    return {"sub" if name == "SubState" else name: value for name, value in fields.items()}


def _change_files(tree: Tree, said: Description) -> None:
    for name, package in said.packages.items():
        if package is None:
            tree.forget(name)
        else:
            tree.package(name, package.version, package.status, package.arch, package.files)
    for path in said.remove:
        tree.remove(path)
    for path, text in said.write.items():
        tree.write(path, text)
    for path, content in said.put.items():
        tree.write(path, CONTENTS[content], 0o755 if "program" in content else 0o644)
    for path, changes in said.edit.items():
        text = tree.at(path).read_text()
        for old, new in changes.items():
            assert old in text, f"{path} has no {old!r}"
            text = text.replace(old, new)
        tree.write(path, text, stat.S_IMODE(tree.at(path).stat().st_mode))
    for path, target in said.links.items():
        tree.link(path, target)
    for path, mode in said.folders.items():
        tree.folder(path, int(mode, 8))
    for path, socket in said.sockets.items():
        tree.socket(path, int(socket.mode, 8), socket.gid)
    for path, mode in said.modes.items():
        tree.at(path).chmod(int(mode, 8))
    for path, (uid, gid) in said.owners.items():
        tree.owners[path] = (uid, gid)
    tree.closed.update(said.closed)
    for path, (size, free, inodes, inodes_free) in said.disks.items():
        tree.disks[path] = (size, free, inodes, inodes_free)
    for pid, process in said.processes.items():
        if process is None:
            tree.remove(f"/proc/{pid}")
        else:
            tree.process(pid, **process.model_dump())


def _change_answers(tree: Tree, said: Description) -> None:
    for command, printed in said.prints.items():
        if printed is None:
            tree.runner.fails(command, NotThere(command.split()[0]))
        elif isinstance(printed, str):
            tree.runner.prints(command, printed)
        else:
            tree.runner.answers[tuple(command.split())] = Ran(
                printed.exit_code, printed.stdout, printed.stderr
            )
    tree.machine = said.machine or tree.machine
    tree.release = said.release or tree.release
    tree.environ.update(said.environ)
    for where, answer in said.network.items():
        reply = Reply(status=answer) if isinstance(answer, int) else Reply(obstacle=answer)
        tree.network.replies[{"apt": "HEAD", "registry": "GET"}[where]] = reply
    tree.network.obstacles.update(said.unresolved)
