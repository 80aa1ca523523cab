"""Which socket the Docker API is asked on: the system's, or where there is none the one of the job's user."""

from __future__ import annotations

import json
import stat

from agent.probes.access import docker_socket
from agent.probes.host import CouldNot, Host
from agent.probes.names import Person

MOST_PATH = 100
"""The address of a socket is no longer than 108 bytes."""


def api_socket(host: Host) -> str:
    """The system's socket wherever something stands in its place, were it broken: that is what is looked at."""
    path = docker_socket(host)
    if host.docker_socket or not host.user:
        return path
    try:
        host.files.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return own_socket(host) or path
    except OSError:
        return path
    return path


def own_socket(host: Host) -> str:
    """The user's own, empty if there is none: where their docker context leads, else where rootless mode has it.

    Only a socket that belongs to that user, and no link: what they may point at is not asked with the agent's rights.
    """
    try:
        person = host.person()
    except CouldNot:
        return ""
    for path in (_of_context(host, person), usual_socket(person)):
        if path and _belongs(host, person, path):
            return path
    return ""


def usual_socket(person: Person) -> str:
    """Where rootless mode listens."""
    return f"/run/user/{person.uid}/docker.sock"


def is_listed(host: Host, path: str) -> bool:
    """The folder of a session is its user's alone, but the kernel lists every socket for everybody."""
    listed = host.files.text_or_none("/proc/net/unix") or ""
    return any(row.endswith(f" {path}") for row in listed.splitlines())


def _belongs(host: Host, person: Person, path: str) -> bool:
    try:
        seen = host.files.lstat(path)
    except PermissionError:
        return path == usual_socket(person) and is_listed(host, path)
    except OSError:
        return False
    return stat.S_ISSOCK(seen.st_mode) and seen.st_uid == person.uid


def _of_context(host: Host, person: Person) -> str:
    """The path of a unix socket, empty where the current context names none, or cannot be read."""
    import hashlib  # slow, and only where the system has no socket

    folder = f"{person.home}/.docker"
    try:
        name = json.loads(host.files.text(f"{folder}/config.json"))["currentContext"]
        place = hashlib.sha256(name.encode("utf-8")).hexdigest()
        meta = json.loads(host.files.text(f"{folder}/contexts/meta/{place}/meta.json"))
        address = meta["Endpoints"]["docker"]["Host"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""
    if not isinstance(address, str) or not address.startswith("unix:///"):
        return ""
    path = address[len("unix://") :]
    return path if len(path.encode("utf-8", "replace")) <= MOST_PATH and path.isprintable() else ""
