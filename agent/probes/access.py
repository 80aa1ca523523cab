"""The Docker socket, and what in a user's home decides how ``docker`` reaches it."""

from __future__ import annotations

import json
import os
import re
import stat
from typing import Dict, List

from agent.probes import shaping
from agent.probes.daemon_config import ASSIGNED, daemon_json
from agent.probes.flags import split
from agent.probes.host import Found, Host

SOCKET = "/run/docker.sock"
SETTINGS = (
    "DOCKER_HOST",
    "DOCKER_CONTEXT",
    "DOCKER_API_VERSION",
    "DOCKER_TLS_VERIFY",
    "DOCKER_CERT_PATH",
    "DOCKER_CONFIG",
    "DOCKER_DEFAULT_PLATFORM",
)
SYSTEM_FILES = ("/etc/environment", "/etc/profile", "/etc/bash.bashrc", "/etc/zsh/zshenv", "/etc/zsh/zshrc")
HOME_FILES = (
    ".profile",
    ".bash_profile",
    ".bash_login",
    ".bashrc",
    ".zshenv",
    ".zprofile",
    ".zshrc",
    ".pam_environment",
    ".config/fish/config.fish",
)
FOLDERS = ("/etc/profile.d", "/etc/environment.d")


def docker_socket(host: Host) -> str:
    """Where the daemon listens: as we were told, as daemon.json says, else where everybody expects it."""
    if host.docker_socket:
        return host.docker_socket
    try:
        settings = daemon_json(host).settings
    except OSError:
        return SOCKET
    hosts = settings.get("hosts")
    listens = [name for name in hosts if isinstance(name, str)] if isinstance(hosts, list) else []
    paths = [name[len("unix://") :] for name in listens if name.startswith("unix:///")]
    usual = [path for path in paths if path in (SOCKET, f"/var{SOCKET}")]
    return SOCKET if usual or not paths else paths[0]


def look_at_socket(host: Host) -> Found:
    """Fact ``socket``."""
    path = docker_socket(host)
    value = {"path": shaping.path(path), "kind": "missing"}
    try:
        seen = host.files.lstat(path)
        if stat.S_ISLNK(seen.st_mode):
            value["kind"] = "broken-link"
            seen = host.files.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return Found(value, f"lstat {path}")
    if stat.S_ISSOCK(seen.st_mode):
        kind = "socket"
    elif stat.S_ISDIR(seen.st_mode):
        kind = "directory"
    else:
        kind = "file"
    owned = {
        "kind": kind,
        "owner": shaping.word(host.names.person_name(seen.st_uid) or str(seen.st_uid)),
        "group": shaping.word(host.names.group_name(seen.st_gid) or str(seen.st_gid)),
        "gid": shaping.count(seen.st_gid),
        "mode": stat.S_IMODE(seen.st_mode),
    }
    return Found({**value, **owned}, f"lstat {path}")


def look_at_docker_home(host: Host) -> Found:
    """Fact ``docker_home``."""
    folder = f"{host.person().home}/.docker"
    try:
        seen = host.files.stat(folder)
    except (FileNotFoundError, NotADirectoryError):
        return Found({"exists": False}, folder)
    try:
        owner = shaping.count(host.files.stat(f"{folder}/config.json").st_uid)
    except OSError:
        owner = None
    value = {
        "exists": True,
        "owner_uid": shaping.count(seen.st_uid),
        "mode": stat.S_IMODE(seen.st_mode),
        "config_owner_uid": owner,
    }
    return Found(value, folder)


def look_at_context(host: Host) -> Found:
    """Fact ``context``."""
    person = host.person()
    config = f"{person.home}/.docker/config.json"
    value = {"config_exists": False, "config_error": "", "current": ""}
    try:
        text = host.files.text_or_none(config)
        if text is not None:
            value.update(config_exists=True)
            settings = json.loads(text)
            current = settings.get("currentContext", "") if isinstance(settings, dict) else ""
            value.update(current=shaping.word(current if isinstance(current, str) else ""))
    except json.JSONDecodeError as fault:
        where = f"{fault.msg.partition(': ')[0]}: line {fault.lineno} column {fault.colno}"
        value.update(config_error=shaping.line(where))
    except (ValueError, RecursionError) as fault:
        value.update(config_error=shaping.line(type(fault).__name__))
    return Found({**value, "settings": _settings(host, person.home, person.uid)}, f"{config}, profile files")


def _settings(host: Host, home: str, uid: int) -> Dict[str, List[str]]:
    """DOCKER_* by the file that sets it; ``environment`` is our own, where we run as that user."""
    found: Dict[str, List[str]] = {}
    if uid == os.geteuid():
        ours = [f"{name}={host.environ[name]}" for name in SETTINGS if host.environ.get(name)]
        if ours:
            found["environment"] = _masked(ours)
    paths = [*SYSTEM_FILES, *(f"{home}/{name}" for name in HOME_FILES)]
    for folder in (*FOLDERS, f"{home}/.config/environment.d"):
        try:
            paths += [
                f"{folder}/{name}" for name in host.files.names(folder) if name.endswith((".sh", ".conf"))
            ]
        except PermissionError:
            continue
    for path in paths:
        try:
            text = host.files.text_or_none(path) or ""
        except OSError:
            continue  # a profile that we may not read leaves the others worth telling
        said = settings_in(text)
        if said:
            found[shaping.path(path)] = _masked(said)
    return found


def _masked(settings: List[str]) -> List[str]:
    return shaping.words(map(shaping.mask, settings))


def settings_in(text: str) -> List[str]:
    """``NAME=value`` of each DOCKER_* that a profile sets, comments left out."""
    found = []
    for row in text.splitlines():
        if "DOCKER_" not in row:
            continue
        for part in re.split(r"\s&&\s|;", row):
            assigned = ASSIGNED.match(part)
            if assigned and assigned["name"] in SETTINGS:
                words = split(assigned["value"].partition(" #")[0])
                found.append(f"{assigned['name']}={words[0] if words else ''}")
    return found
