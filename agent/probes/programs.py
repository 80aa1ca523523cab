"""The docker commands, their plugins, and every engine on the machine, each with the package it belongs to."""

from __future__ import annotations

import os
import re
import stat
from typing import Any, Dict, List, NamedTuple, Sequence

from agent.commands import NotThere, TimedOut
from agent.probes import shaping
from agent.probes.elf import HEADER_SIZE, read_elf
from agent.probes.host import CouldNot, Found, Host
from agent.probes.packages import owner_of, packaged_version
from agent.probes.system import assignments

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin"
PLUGIN_FOLDERS = (
    "/usr/local/lib/docker/cli-plugins",
    "/usr/local/libexec/docker/cli-plugins",
    "/usr/lib/docker/cli-plugins",
    "/usr/libexec/docker/cli-plugins",
)
ENGINE_FOLDERS = ("/opt/docker/bin", "/opt/bin", "/snap/docker/current/bin")
SNAP = "/usr/bin/snap"
MOST_PROGRAMS = 16
MOST_PLUGINS = 32
SCRIPT_SIZE = 4096
VERSION = re.compile(r"(?i)\bversion:? v?(\d[^\s,]*)")


class Program(NamedTuple):
    """A file in a folder of programs. ``form`` is empty where nothing can be run: a link that leads nowhere."""

    path: str
    real_path: str
    form: str
    arch: str
    text: str


def look_at_clients(host: Host) -> Found:
    """Fact ``clients``."""
    found = _on_path(host, "docker")
    plugins: List[Dict[str, Any]] = []
    folders = [*PLUGIN_FOLDERS, *_plugins_of_user(host)]
    for folder in folders:
        try:
            names = host.files.names(folder)
        except PermissionError:
            continue  # a home that is closed to us: what the system has still counts
        for name in names:
            if name.startswith("docker-") and len(plugins) < MOST_PLUGINS:
                plugins.append(_shown(host, _read(host, f"{folder}/{name}"), has_version=False))
    value = {
        "commands": [_shown(host, program) for program in found[:MOST_PROGRAMS]],
        "plugins": plugins,
        "compose_v1": shaping.path(_compose_v1(host)),
    }
    return Found(value, "PATH, the folders cli-plugins, docker --version")


def look_at_engines(host: Host) -> Found:
    """Fact ``engines``."""
    found = _on_path(host, "dockerd", ENGINE_FOLDERS)
    revision = ""
    if host.files.exists("/snap/docker"):
        try:
            revision = os.path.basename(host.files.real("/snap/docker/current"))
        except OSError:
            revision = "unknown"
    value = {
        "daemons": [_shown(host, program) for program in found[:MOST_PROGRAMS]],
        "snap_revision": shaping.word(revision),
        "has_snap_data": host.files.exists("/var/snap/docker"),
    }
    return Found(value, "PATH, /snap/docker, /var/snap/docker, dockerd --version")


def _path_folders(host: Host) -> List[str]:
    """Where a login looks for commands: as /etc/environment says, else as most systems have it."""
    try:
        said = assignments(host.files.text_or_none("/etc/environment") or "").get("PATH", "")
    except PermissionError:
        said = ""
    folders = [folder for folder in (said or PATH).split(":") if folder.startswith("/") and "$" not in folder]
    # dockerd stands in sbin on some systems, which a login's PATH may lack.
    return list(dict.fromkeys([*folders, "/usr/sbin", "/usr/bin", "/usr/local/bin"]))


def _on_path(host: Host, name: str, also: Sequence[str] = ()) -> List[Program]:
    """Every program of that name, one a real file: /bin is often a second name of /usr/bin."""
    found: Dict[str, Program] = {}
    for folder in [*_path_folders(host), *also]:
        path = f"{folder}/{name}"
        try:
            seen = host.files.stat(path)
        except OSError:
            continue
        if stat.S_ISREG(seen.st_mode) and seen.st_mode & 0o111:
            program = _read(host, path)
            found.setdefault(program.real_path, program)
    return list(found.values())


def _read(host: Host, path: str) -> Program:
    real = host.files.real(path)
    if real == SNAP:
        return Program(path, real, "other", "", "")
    try:
        head = host.files.head(path, SCRIPT_SIZE)
    except OSError:  # a program that only root may read, a link that leads nowhere
        return Program(path, real, "other", "", "")
    elf = read_elf(head[:HEADER_SIZE])
    if elf:
        return Program(path, real, "binary", elf.arch, "")
    is_script = head.startswith(b"#!")
    return Program(path, real, "script" if is_script else "other", "", head.decode("utf-8", "replace"))


def _shown(host: Host, program: Program, *, has_version: bool = True) -> Dict[str, Any]:
    name = os.path.basename(program.path)
    is_podman = os.path.basename(program.real_path) == "podman" or (
        program.form == "script" and re.search(r"\bpodman\b", program.text) is not None
    )
    try:
        owner = owner_of(host, [program.path, program.real_path])
    except (CouldNot, OSError):
        owner = ""
    if program.real_path == SNAP:
        owner = f"snap:{name}"
    elif program.real_path.startswith("/snap/"):
        owner = f"snap:{program.real_path.split('/')[2]}"
    version = ""
    if has_version and program.form == "binary":
        version = packaged_version(host, program.real_path, owner) or _version(host, program)
    return {
        "path": shaping.path(program.path),
        "real_path": shaping.path(program.real_path),
        "owner": shaping.word(owner),
        "form": program.form,
        "arch": program.arch,
        "is_podman": is_podman,
        "version": shaping.line(version),
    }


def _version(host: Host, program: Program) -> str:
    """What ``--version`` prints, of a program that nobody but root or we could have put there."""
    if program.real_path.startswith("/snap/") or not is_trusted(host, program.real_path):
        return ""
    try:
        ran = host.run_or_recall([program.path, "--version"], [program.path])
    except (NotThere, TimedOut):
        return ""
    found = VERSION.search(ran.stdout)
    return found.group(1) if found else ""


def is_trusted(host: Host, path: str) -> bool:
    """Whether running the file gives nobody more than he has: it and its folders are root's or ours, and only theirs."""
    ours = {0, os.geteuid()}
    while True:
        try:
            seen = host.files.stat(path)
        except OSError:
            return False
        if seen.st_uid not in ours or seen.st_mode & 0o022:
            return False
        if path == "/":
            return True
        path = os.path.dirname(path)


def _plugins_of_user(host: Host) -> List[str]:
    try:
        return [f"{host.person().home}/.docker/cli-plugins"]
    except CouldNot:
        return []


def _compose_v1(host: Host) -> str:
    """The ``docker-compose`` of before 2021: Python, as a script or packed into one program."""
    for program in _on_path(host, "docker-compose"):
        if program.form == "script" and "python" in program.text.partition("\n")[0]:
            return program.path
        if program.form == "binary" and _version(host, program).startswith("1."):
            return program.path
    return ""
