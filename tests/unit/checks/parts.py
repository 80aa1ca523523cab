"""Parts of a Host: packages, apt's sources and keys, systemd's units; each is well unless it is changed."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from bot.checks import facts as f
from tests.unit.checks.judged import Facts

FINGERPRINT = "9DC858229FC7DD38854AE2D88D81803C0EBFCD88"
SUBKEY = "D3306A018370199E527AE7997EA0A9C3F273FCD8"
FILE = "/etc/apt/sources.list.d/docker.sources"
KEY = "/etc/apt/keyrings/docker.asc"
LIST = "/etc/apt/sources.list.d/docker.list"
OLD_KEY = "/usr/share/keyrings/docker-archive-keyring.gpg"
EMPTY_POLICY = f.AptPolicy(lists_age_s=60.0)


def installed(version: str, status: str = "install ok installed") -> f.Package:
    return f.Package(version=version, status=status)


def packages(**versions: str) -> f.Packages:
    """dpkg's packages, all installed; ``_`` in a name stands for ``-`` and ``__`` for ``.``."""
    named = {
        name.replace("__", ".").replace("_", "-"): installed(version) for name, version in versions.items()
    }
    return f.Packages(manager="dpkg", known=named)


def source(**changed: Any) -> f.AptSource:
    usual: Facts = {
        "file": FILE,
        "form": "deb822",
        "uri": "https://download.docker.com/linux/ubuntu",
        "suites": ("noble",),
        "components": ("stable",),
        "archs": ("amd64",),
        "signed_by": KEY,
    }
    return f.AptSource(**{**usual, **changed})


def sources(*entries: f.AptSource) -> f.AptSources:
    return f.AptSources(entries=entries)


def key(**changed: Any) -> f.AptKey:
    usual: Facts = {
        "path": KEY,
        "exists": True,
        "size": 3817,
        "mode": 0o644,
        "form": "armored",
        "fingerprints": (FINGERPRINT,),
        "subkeys": (SUBKEY,),
    }
    return f.AptKey(**{**usual, **changed})


def keys(*entries: f.AptKey) -> f.AptKeys:
    return f.AptKeys(keys=entries)


def units(**changed: f.Unit | None) -> f.Units:
    """Docker's units, all running; ``docker_service=None`` is one that systemd does not know."""
    running = f.Unit(load="loaded", active="active", sub="running", file_state="enabled", result="success")
    known: dict[str, f.Unit | None] = {
        "docker.service": replace(running, hosts=("fd://",)),
        "docker.socket": running,
        "containerd.service": running,
        **{name.replace("_", "."): unit for name, unit in changed.items()},
    }
    return f.Units(units={name: unit for name, unit in known.items() if unit})


def unit(**changed: Any) -> f.Unit:
    usual: Facts = {
        "load": "loaded",
        "active": "inactive",
        "sub": "dead",
        "file_state": "enabled",
        "result": "success",
    }
    return f.Unit(**{**usual, **changed})
