"""Machines as Agents describe them: a healthy one, and the same with something broken."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

Sent = dict[str, Any]
GIB = 2**30
SOURCE = "/etc/apt/sources.list.d/docker.list"
KEY = "/etc/apt/keyrings/docker.asc"
VERSION = "5:29.8.2-1~ubuntu.24.04~noble"
INSTALLED = {"version": VERSION, "status": "install ok installed", "arch": "amd64"}
DOCKERD = {
    "path": "/usr/bin/dockerd",
    "real_path": "/usr/bin/dockerd",
    "owner": "docker-ce",
    "form": "binary",
    "arch": "amd64",
    "version": "Docker version 29.8.2",
}
ACTIVE = {
    "load": "loaded",
    "active": "active",
    "sub": "running",
    "file_state": "enabled",
    "result": "success",
    "restarts": 0,
}

HEALTHY: dict[str, Any] = {
    "os_release": {
        "id": "ubuntu",
        "id_like": ["debian"],
        "version_id": "24.04",
        "version_codename": "noble",
        "ubuntu_codename": "noble",
        "pretty_name": "Ubuntu 24.04.3 LTS",
    },
    "machine": {"kernel_arch": "x86_64", "dpkg_arch": "amd64", "userland_bits": 64},
    "surroundings": {"kernel_version": "Linux 6.8.0", "init": "systemd", "has_systemd": True},
    "kernel": {
        "release": "6.8.0-50-generic",
        "flags": dict.fromkeys(("OVERLAY_FS", "VETH", "BRIDGE", "NF_NAT", "IP_NF_RAW"), "m"),
    },
    "cgroup": {"kind": "v2", "controllers": ["cpu", "memory", "pids"]},
    "clock": {"ahead_s": 0.4},
    "apt_sources": {
        "entries": [
            {
                "file": SOURCE,
                "line": 1,
                "uri": "https://download.docker.com/linux/ubuntu",
                "suites": ["noble"],
                "components": ["stable"],
                "archs": ["amd64"],
                "signed_by": KEY,
            }
        ]
    },
    "apt_keys": {
        "keys": [
            {
                "path": KEY,
                "exists": True,
                "size": 3817,
                "mode": 0o644,
                "form": "armored",
                "fingerprints": ["9DC858229FC7DD38854AE2D88D81803C0EBFCD88"],
                "subkeys": ["D3306A018370199E527AE7997EA0A9C3F273FCD8"],
            }
        ]
    },
    "apt_policy": {
        "candidate": VERSION,
        "installed": VERSION,
        "versions": [VERSION],
        "lists_age_s": 3600.0,
        "checks_dates": True,
    },
    "apt_repository": {
        "url": "https://download.docker.com/linux/ubuntu/dists/noble/InRelease",
        "status": 200,
    },
    "packages": {
        "manager": "dpkg",
        "known": dict.fromkeys(
            (
                *("docker-ce", "docker-ce-cli", "containerd.io", "docker-buildx-plugin"),
                *("docker-compose-plugin", "ca-certificates", "curl"),
            ),
            INSTALLED,
        ),
    },
    "engines": {"daemons": [DOCKERD]},
    "clients": {
        "commands": [
            {**DOCKERD, "path": "/usr/bin/docker", "real_path": "/usr/bin/docker", "owner": "docker-ce-cli"}
        ],
        "plugins": [
            {"path": f"/usr/libexec/docker/cli-plugins/docker-{name}", "owner": f"docker-{name}-plugin"}
            for name in ("buildx", "compose")
        ],
    },
    "context": {},
    "units": {"units": {"docker.service": ACTIVE, "docker.socket": ACTIVE, "containerd.service": ACTIVE}},
    "processes": {"daemons": [{"name": "dockerd", "pid": 900}, {"name": "containerd", "pid": 800}]},
    "daemon_json": {"path": "/etc/docker/daemon.json", "exists": False},
    "proxies": {},
    "socket": {
        "path": "/run/docker.sock",
        "kind": "socket",
        "owner": "root",
        "group": "docker",
        "gid": 984,
        "mode": 0o660,
    },
    "group": {"exists": True, "gid": 984},
    "user": {"name": "alice", "exists": True, "uid": 1000, "in_docker": True, "home": "/home/alice"},
    "sessions": {"visible": True, "with_group": 3},
    "docker_home": {"exists": False},
    "rootless": {"subuids": 65536, "subgids": 65536, "has_newuidmap": True},
    "disks": {
        "disks": [
            {
                "path": path,
                "holds": holds,
                "exists": True,
                "size": 100 * GIB,
                "free": 60 * GIB,
                "inodes": 6_000_000,
                "inodes_free": 5_000_000,
                "device": 1,
            }
            for path, holds in (("/var/lib/docker", "docker"), ("/var/lib/containerd", "containerd"))
        ]
    },
    "firewall": {
        "version": "iptables v1.8.10 (nf_tables)",
        "backend": "nf_tables",
        "ip_forward": 1,
        "ufw_enabled": False,
        "has_raw_table": True,
    },
    "dns": {
        "names": dict.fromkeys(("registry-1.docker.io", "auth.docker.io")),
        "resolvers": ["192.168.0.1"],
    },
    "registry": {"url": "https://registry-1.docker.io/v2/", "status": 401},
}
API: dict[str, Any] = {
    "api_ping": {"status": 200},
    "api_version": {
        "version": "29.8.2",
        "api": "1.52",
        "min_api": "1.44",
        "arch": "amd64",
        "sdk_max_api": "1.52",
        "components": [{"name": "Engine", "version": "29.8.2"}],
    },
    "api_info": {"server_version": "29.8.2", "driver": "overlayfs", "root_dir": "/var/lib/docker"},
    "containers": {"running": 2, "total": 5},
}


def healthy(**changed: Any) -> Sent:
    """An Observation of the healthy machine, the Docker API granted; ``changed`` replaces facts."""
    facts = deepcopy({**HEALTHY, **API, **changed})
    return {
        "agent": "1.0.0",
        "observed_at": "2026-11-22T10:00:00Z",
        "took_ms": 213.4,
        "user": "alice",
        "facts": {
            **{name: {"value": value, "how": _how(name), "took_ms": 0.5} for name, value in facts.items()},
            "hello_world": {"could_not": "not_granted"},
        },
    }


def files_only(sent: Sent) -> Sent:
    """The same where the owner granted no look at the Docker API."""
    hidden = {name: {"could_not": "not_granted"} for name in (*API, "hello_world")}
    return {**sent, "facts": {**sent["facts"], **hidden}}


def not_member() -> Sent:
    """alice was never added to the group docker."""
    return files_only(
        healthy(user={**HEALTHY["user"], "in_docker": False}, sessions={"visible": True, "without_group": 3})
    )


def stopped() -> Sent:
    """The service does not run, and nothing else is known of it."""
    stopped_unit = {**ACTIVE, "active": "inactive", "sub": "dead"}
    return healthy(
        units={"units": {"docker.service": stopped_unit, "containerd.service": ACTIVE}},
        processes={"daemons": [{"name": "containerd", "pid": 800}]},
        socket={"path": "/run/docker.sock", "kind": "missing"},
        api_ping={"failure": "no_socket"},
    )


def hostile() -> Sent:
    """Whatever a host could try in what it sends."""
    bad = "<!channel> <@U999> **bold** [free](https://evil.example) `x` \x1b[31m"
    return healthy(
        os_release={"id": "ubuntu", "version_codename": "noble", "pretty_name": bad, "version_id": bad},
        user={**HEALTHY["user"], "name": bad, "in_docker": False},
        daemon_json={"path": bad, "exists": True, "error": bad, "line": 1, "column": 1},
        socket={**HEALTHY["socket"], "group": bad[:100], "gid": 1, "owner": bad[:100]},
    ) | {"user": bad}


def _how(name: str) -> str:
    return {"user": "getent passwd, getent initgroups", "socket": "lstat /run/docker.sock"}.get(name, name)


def nothing_granted() -> Sent:
    """The owner lets nothing be looked at."""
    sent = healthy()
    return {**sent, "facts": {name: {"could_not": "not_granted"} for name in sent["facts"]}}


def no_source() -> Sent:
    """Neither Docker's packages nor its repository."""
    return healthy(
        apt_sources={},
        apt_keys={},
        apt_policy={"lists_age_s": None},
        packages={"manager": "dpkg", "known": {}},
        engines={},
        clients={},
        units={},
        processes={},
        socket={"path": "/run/docker.sock", "kind": "missing"},
        group={"exists": False},
        user={**HEALTHY["user"], "in_docker": False},
        api_ping={"failure": "no_socket"},
    )
