"""How full the folders are that Docker fills."""

from __future__ import annotations

import re
from typing import Any, Dict, Optional

from agent.probes import shaping
from agent.probes.daemon_config import daemon_json
from agent.probes.host import CouldNot, Found, Host
from agent.probes.services import daemons

DOCKER_ROOT = "/var/lib/docker"
SNAP_ROOT = "/var/snap/docker/common/var-lib-docker"
CONTAINERD_ROOT = "/var/lib/containerd"
CONTAINERD_CONFIG = "/etc/containerd/config.toml"
TOML_ROOT = re.compile(r"""(?m)^root\s*=\s*["']([^"']+)["']""")


def look_at_disks(host: Host) -> Found:
    """Fact ``disks``."""
    folders = ((docker_root(host), "docker"), (_containerd_root(host), "containerd"), ("/", "root"))
    disks = [_disk(host, folder, holds) for folder, holds in folders]
    seen = [disk for disk in disks if disk is not None]
    if not seen:
        raise CouldNot("no_permission", ", ".join(folder for folder, _ in folders))
    return Found({"disks": seen}, "statvfs")


def docker_root(host: Host) -> str:
    """Where Docker keeps its things: as the running daemon was told, as daemon.json says, else the usual folder."""
    told = [
        daemon.data_root for daemon in daemons(host) if daemon.task.name == "dockerd" and daemon.task.uid == 0
    ]
    try:
        settings = daemon_json(host).settings
    except OSError:
        settings = {}
    said = settings.get("data-root") or settings.get("graph")
    for folder in (*told, said):
        if isinstance(folder, str) and folder.startswith("/"):
            return folder
    if not host.files.exists(DOCKER_ROOT) and host.files.exists(SNAP_ROOT):
        return SNAP_ROOT
    return DOCKER_ROOT


def _containerd_root(host: Host) -> str:
    try:
        found = TOML_ROOT.search(host.files.text_or_none(CONTAINERD_CONFIG) or "")
    except OSError:
        found = None
    return found.group(1) if found and found.group(1).startswith("/") else CONTAINERD_ROOT


def _disk(host: Host, folder: str, holds: str) -> Optional[Dict[str, Any]]:
    """None where the folder is behind one that we may not pass; of a closed folder itself statvfs does tell."""
    disk: Dict[str, Any] = {"path": shaping.path(folder), "holds": holds, "exists": False}
    try:
        seen = host.files.statvfs(folder)
        device = host.files.stat(folder).st_dev
    except PermissionError:
        return None
    except OSError:
        return disk
    return {
        **disk,
        "exists": True,
        "size": shaping.count(seen.f_blocks * seen.f_frsize),
        "free": shaping.count(seen.f_bavail * seen.f_frsize),
        "inodes": shaping.count(seen.f_files),
        "inodes_free": shaping.count(seen.f_favail),
        "device": shaping.count(device),
    }
