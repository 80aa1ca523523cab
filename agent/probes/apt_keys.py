"""The key files that apt would trust Docker's packages by, or that somebody left behind."""

from __future__ import annotations

import os
import stat
from typing import Any, Dict, List

from agent.openpgp import Keys, read_keys
from agent.probes import shaping
from agent.probes.apt_sources import docker_sources
from agent.probes.host import Found, Host

USUAL = (
    "/etc/apt/keyrings/docker.asc",
    "/etc/apt/keyrings/docker.gpg",
    "/etc/apt/keyrings/docker-archive-keyring.gpg",
    "/usr/share/keyrings/docker.gpg",
    "/usr/share/keyrings/docker.asc",
    "/usr/share/keyrings/docker-archive-keyring.gpg",
)
TRUSTED = "/etc/apt/trusted.gpg"
TRUSTED_PARTS = "/etc/apt/trusted.gpg.d"
DOCKERS = "9DC858229FC7DD38854AE2D88D81803C0EBFCD88"
"""Docker's key for Debian and Ubuntu: how it is known in a file of many keys."""
MOST_KEYS = 64


def look_at_apt_keys(host: Host) -> Found:
    """Fact ``apt_keys``."""
    keys: Dict[str, Dict[str, Any]] = {}
    for source in docker_sources(host).entries:
        if source.key:
            keys[source.file] = _inline(source.file, source.key)
        for path in source.signed_by.split(","):
            if path.startswith("/"):
                keys.setdefault(path, _key(host, path))
    for path in USUAL:
        if path not in keys:
            key = _key(host, path)
            if key["exists"]:
                keys[path] = key
    for path in _trusted_for_all(host):
        key = {**_key(host, path), "is_trusted_for_all": True}
        if DOCKERS in key["fingerprints"] or "docker" in path:
            keys[path] = key
    return Found(
        {"keys": list(keys.values())[:MOST_KEYS]},
        "the keys that apt's sources name, /etc/apt, /usr/share/keyrings",
    )


def _trusted_for_all(host: Host) -> List[str]:
    try:
        names = [name for name in host.files.names(TRUSTED_PARTS) if name.endswith((".gpg", ".asc"))]
    except PermissionError:
        names = []
    return [TRUSTED, *(f"{TRUSTED_PARTS}/{name}" for name in names)]


def _key(host: Host, path: str) -> Dict[str, Any]:
    key: Dict[str, Any] = {"path": shaping.path(path), "exists": True, "size": 0, "mode": 0, "form": "unread"}
    key.update(readable=_is_readable(host, path), fingerprints=[], subkeys=[])
    try:
        seen = host.files.stat(path)
    except PermissionError:
        return key
    except OSError:
        return {**key, "exists": False}  # not there, or a link to nothing: for apt the same
    key.update(size=shaping.count(seen.st_size), mode=stat.S_IMODE(seen.st_mode))
    try:
        held = host.files.read(path)
    except PermissionError:
        return key
    except OSError:
        return {**key, "form": "other"}  # a folder, or far too large for a key
    return {**key, **_shown(read_keys(held))}


def _inline(path: str, text: str) -> Dict[str, Any]:
    """The key that stands in a source file itself goes by that file's path."""
    held = text.encode("utf-8", "replace")
    return {"path": shaping.path(path), "exists": True, "size": len(held), **_shown(read_keys(held))}


def _shown(keys: Keys) -> Dict[str, Any]:
    return {
        "form": keys.form,
        "fingerprints": shaping.words(keys.fingerprints),
        "subkeys": shaping.words(keys.subkeys),
    }


def _is_readable(host: Host, path: str) -> bool:
    """Whether anybody may read it, as apt's own user must: the file for others, its folders to pass."""
    try:
        if not host.files.stat(path).st_mode & 0o004:
            return False
        folder = os.path.dirname(host.files.real(path))
        while True:
            if not host.files.stat(folder).st_mode & 0o001:
                return False
            if folder in ("/", ""):
                return True
            folder = os.path.dirname(folder)
    except OSError:
        return False
