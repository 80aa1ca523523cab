"""Hosts to judge: a healthy one of each kind, made of facts as an Agent sends them; tests change what they are about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from bot.checks import facts as f
from bot.checks.catalogue import JUDGES
from bot.checks.facts import FACTS
from bot.checks.judging import judge
from bot.checks.model import Finding, Report, Verdict
from bot.checks.observation import Because, NotSeen, Observation, Seen
from bot.checks.tables import Tables, tables_of
from bot.knowledge.base import Knowledge
from bot.knowledge.checks import Check
from bot.knowledge.engines import EngineTables
from bot.knowledge.folders import own_folder
from bot.knowledge.source import read_knowledge
from bot.knowledge.yaml_file import YamlFile
from tests.catalogue import CATALOGUE

TODAY = date(2026, 11, 22)
FINGERPRINT = "9DC858229FC7DD38854AE2D88D81803C0EBFCD88"
SUBKEY = "D3306A018370199E527AE7997EA0A9C3F273FCD8"
GIB = 2**30
FILE = "/etc/apt/sources.list.d/docker.sources"
KEY = "/etc/apt/keyrings/docker.asc"
NAMES = ("registry-1.docker.io", "auth.docker.io")
Facts = dict[str, Any]


@cache
def knowledge() -> Knowledge:
    """What judging needs of the shipped knowledge: the Checks and tables, without any Entry, which take long to read."""
    return Knowledge(
        entries={},
        recipes={},
        concepts=(),
        off_topic={},
        checks={check.id: check for check in file("checks.yaml", tuple[Check, ...])},
        catalogue=CATALOGUE,
        digest="",
        engines=file("engines.yaml", EngineTables),
    )


@cache
def whole_knowledge() -> Knowledge:
    """All of it, for what mends."""
    return read_knowledge((own_folder(),))


def file(name: str, kind: Any) -> Any:
    read: YamlFile[Any] = YamlFile(own_folder() / name, kind)
    assert read.value is not None, read.faults
    return read.value


@cache
def tables() -> Tables:
    return tables_of(knowledge(), TODAY)


def observe(facts: Facts, /, **changed: Any) -> Observation:
    """An Observation of these facts; one that is a word such as ``timeout`` could not be seen for that reason."""
    values = {**facts, **changed}
    return Observation(
        agent="1.0.0",
        observed_at=datetime(2026, 11, 22, 10, 0, tzinfo=UTC),
        user="alice",
        facts={
            name: Seen(value=NotSeen(because=value) if isinstance(value, str) else value)
            for name, value in values.items()
            if value is not None
        },
    )


def verdict(check: str, facts: Facts, /, at: date = TODAY, **changed: Any) -> Verdict:
    """What the judge of ``check`` says."""
    return JUDGES[check].judge(observe(facts, **changed), replace(tables(), today=at))


def code(check: str, facts: Facts, /, **changed: Any) -> str:
    return verdict(check, facts, **changed).code


def report(facts: Facts, /, **changed: Any) -> Report:
    return judge(observe(facts, **changed), tuple(knowledge().checks.values()), tables())


def finding(check: str, of: Report) -> Finding:
    return next(one for one in of.findings if one.check == check)


def status(check: str, facts: Facts, /, **changed: Any) -> str:
    return finding(check, report(facts, **changed)).status.value


def causes(facts: Facts, /, **changed: Any) -> list[str]:
    """The causes as ``check code``."""
    return [f"{one.check} {one.code}" for one in report(facts, **changed).causes]


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


DOCKERD = f.Process(name="dockerd", pid=900, parent="systemd", hosts=("fd://",))
CONTAINERD = f.Process(name="containerd", pid=800, parent="systemd")

UBUNTU: Facts = {
    "os_release": f.OsRelease(
        id="ubuntu",
        id_like=("debian",),
        version_id="24.04",
        version_codename="noble",
        ubuntu_codename="noble",
        pretty_name="Ubuntu 24.04.3 LTS",
    ),
    "machine": f.Machine(kernel_arch="x86_64", dpkg_arch="amd64", userland_bits=64),
    "surroundings": f.Surroundings(init="systemd", has_systemd=True),
    "kernel": f.Kernel(
        release="6.8.0-45-generic",
        flags=dict.fromkeys(("OVERLAY_FS", "VETH", "BRIDGE", "NF_NAT", "IP_NF_RAW"), "m"),  # type: ignore[arg-type] # the letters are of its Literal
    ),
    "cgroup": f.Cgroup(kind="v2", controllers=("cpu", "memory", "pids")),
    "clock": f.Clock(ahead_s=0.4),
    "apt_sources": sources(source()),
    "apt_keys": keys(key()),
    "apt_policy": f.AptPolicy(
        candidate="5:29.8.2-1~ubuntu.24.04~noble",
        installed="5:29.8.2-1~ubuntu.24.04~noble",
        versions=("5:29.8.2-1~ubuntu.24.04~noble",),
        lists_age_s=3600.0,
        checks_dates=True,
    ),
    "apt_repository": f.Reached(
        url="https://download.docker.com/linux/ubuntu/dists/noble/InRelease", status=200
    ),
    "packages": packages(
        ca_certificates="20240203",
        curl="8.5.0-2ubuntu10",
        docker_ce="5:29.8.2-1~ubuntu.24.04~noble",
        docker_ce_cli="5:29.8.2-1~ubuntu.24.04~noble",
        containerd__io="2.3.6-1~ubuntu.24.04~noble",
        docker_buildx_plugin="0.37.1-1~ubuntu.24.04~noble",
        docker_compose_plugin="5.6.0-1~ubuntu.24.04~noble",
    ),
    "engines": f.Engines(daemons=(f.Program(path="/usr/bin/dockerd", owner="docker-ce", form="binary"),)),
    "clients": f.Clients(
        commands=(
            f.Program(
                path="/usr/bin/docker",
                owner="docker-ce-cli",
                form="binary",
                version="Docker version 29.8.2, build 1234567",
            ),
        ),
        plugins=(
            f.Program(path="/usr/libexec/docker/cli-plugins/docker-buildx"),
            f.Program(path="/usr/libexec/docker/cli-plugins/docker-compose"),
        ),
    ),
    "context": f.Context(),
    "units": units(),
    "processes": f.Processes(daemons=(DOCKERD, CONTAINERD)),
    "daemon_json": f.DaemonJson(path="/etc/docker/daemon.json", exists=False),
    "proxies": f.Proxies(),
    "socket": f.Socket(
        path="/run/docker.sock", kind="socket", owner="root", group="docker", gid=988, mode=0o660
    ),
    "group": f.Group(exists=True, gid=988),
    "user": f.User(name="alice", exists=True, uid=1000, in_docker=True, home="/home/alice"),
    "sessions": f.Sessions(visible=True, with_group=3),
    "docker_home": f.DockerHome(exists=True, owner_uid=1000, mode=0o700),
    "rootless": f.Rootless(subuids=65536, subgids=65536),
    "api_ping": f.ApiPing(),
    "api_version": f.ApiVersion(
        version="29.8.2",
        api="1.55",
        min_api="1.40",
        arch="amd64",
        components=(f.Component(name="Engine", version="29.8.2"),),
        sdk_max_api="1.50",
    ),
    "api_info": f.ApiInfo(
        server_version="29.8.2",
        driver="overlayfs",
        driver_status={"driver-type": "io.containerd.snapshotter.v1"},
        root_dir="/var/lib/docker",
        firewall_backend="iptables",
        cgroup_version="2",
    ),
    "containers": f.Containers(running=0, total=0),
    "disks": f.Disks(
        disks=(
            f.Disk(
                path="/var/lib/docker",
                holds="docker",
                exists=True,
                size=100 * GIB,
                free=60 * GIB,
                inodes=6_000_000,
                inodes_free=5_000_000,
            ),
        )
    ),
    "firewall": f.Firewall(version="iptables v1.8.10 (nf_tables)", backend="nf_tables", ip_forward=1),
    "dns": f.Dns(names=dict.fromkeys(NAMES), resolvers=("127.0.0.53",)),
    "registry": f.Reached(url="https://registry-1.docker.io/v2/", status=401),
    "hello_world": f.HelloWorld(),
}
"""Everything granted, everything well: Ubuntu 24.04 with docker-ce."""

NO_DAEMON: Facts = {
    **dict.fromkeys(("api_ping", "api_version", "api_info", "containers", "hello_world"), "not_granted"),
    "processes": f.Processes(),
    "units": units(docker_service=None, docker_socket=None, containerd_service=None),
    "socket": f.Socket(path="/run/docker.sock", kind="missing"),
    "group": f.Group(exists=False),
    "user": f.User(name="alice", exists=True, uid=1000, home="/home/alice"),
    "sessions": f.Sessions(visible=True, without_group=3, stale=("bash",)),
    "docker_home": f.DockerHome(exists=False),
}
"""What a Host without any engine looks like, whatever it runs on."""

BARE: Facts = {
    **UBUNTU,
    **NO_DAEMON,
    "apt_sources": sources(),
    "apt_keys": keys(),
    "apt_policy": f.AptPolicy(),
    "packages": packages(ca_certificates="20240203", curl="8.5.0"),
    "engines": f.Engines(),
    "clients": f.Clients(),
}
"""Ubuntu before anybody installed Docker."""

READY: Facts = {
    **BARE,
    **{name: UBUNTU[name] for name in ("apt_sources", "apt_keys")},
    "apt_policy": f.AptPolicy(candidate="5:29.8.2-1~ubuntu.24.04~noble", lists_age_s=60.0),
}
"""Ubuntu with Docker's repository set up, and docker-ce still to be installed."""

DEBIAN: Facts = {
    **UBUNTU,
    "os_release": f.OsRelease(
        id="debian", version_id="12", version_codename="bookworm", pretty_name="Debian 12"
    ),
    "apt_sources": sources(),
    "apt_keys": keys(),
    "apt_policy": f.AptPolicy(),
    "packages": packages(
        docker__io="20.10.24+dfsg1-1+deb12u1",
        containerd="1.6.20~ds1-1+deb12u1",
        curl="7.88",
        ca_certificates="2023",
    ),
    "engines": f.Engines(daemons=(f.Program(path="/usr/sbin/dockerd", owner="docker.io", form="binary"),)),
    "clients": f.Clients(
        commands=(
            f.Program(
                path="/usr/bin/docker",
                owner="docker.io",
                version="Docker version 20.10.24+dfsg1, build 297e128",
            ),
        )
    ),
    "api_version": f.ApiVersion(
        version="20.10.24+dfsg1",
        api="1.41",
        min_api="1.12",
        components=(f.Component(name="Engine", version="20.10.24+dfsg1"),),
        sdk_max_api="1.50",
    ),
    "api_info": f.ApiInfo(server_version="20.10.24+dfsg1", driver="overlay2"),
}
"""Debian 12 with the distribution's docker.io."""

FEDORA: Facts = {
    **UBUNTU,
    "os_release": f.OsRelease(id="fedora", version_id="43", pretty_name="Fedora Linux 43"),
    "machine": f.Machine(kernel_arch="x86_64", userland_bits=64),
    "apt_sources": "absent",
    "apt_keys": "absent",
    "apt_policy": "absent",
    "apt_repository": "absent",
    "packages": f.Packages(
        manager="rpm",
        known={
            name: f.Package(version=version, status="installed")
            for name, version in {
                "docker-ce": "3:29.8.2-1.fc43",
                "docker-ce-cli": "1:29.8.2-1.fc43",
                "containerd.io": "2.3.6-1.fc43",
                "docker-buildx-plugin": "0.37.1-1.fc43",
                "docker-compose-plugin": "5.6.0-1.fc43",
            }.items()
        },
    ),
}
"""Fedora 43 with docker-ce."""

ARCH: Facts = {
    **FEDORA,
    "os_release": f.OsRelease(id="arch", pretty_name="Arch Linux"),
    "packages": "absent",
    "engines": f.Engines(
        daemons=(
            f.Program(path="/usr/bin/dockerd", version="Docker version 29.8.2, build abc", form="binary"),
        )
    ),
    "clients": f.Clients(
        commands=(f.Program(path="/usr/bin/docker", version="Docker version 29.8.2, build abc"),)
    ),
}
"""Arch Linux with its own docker package, which the Agent knows no package manager for."""

WSL_DESKTOP: Facts = {
    **BARE,
    "surroundings": f.Surroundings(init="init", wsl=2, has_docker_desktop=True),
    "clients": f.Clients(
        commands=(
            f.Program(
                path="/usr/bin/docker",
                real_path="/mnt/wsl/docker-desktop/cli-tools/usr/bin/docker",
                version="Docker version 29.8.2, build abc",
            ),
        )
    ),
    "units": "absent",
    "socket": UBUNTU["socket"],
    **{name: UBUNTU[name] for name in ("api_ping", "api_version", "api_info", "containers", "hello_world")},
}
"""Ubuntu in WSL2, the engine in Docker Desktop."""

ROOTLESS: Facts = {
    **UBUNTU,
    "units": units(docker_service=unit(file_state="disabled"), docker_socket=unit(file_state="disabled")),
    "processes": f.Processes(
        daemons=(replace(DOCKERD, uid=1000, parent="rootlesskit", hosts=()), CONTAINERD)
    ),
    "socket": f.Socket(path="/run/docker.sock", kind="missing"),
    "user": f.User(name="alice", exists=True, uid=1000, home="/home/alice"),
    "context": f.Context(config_exists=True, current="rootless"),
    "rootless": f.Rootless(
        has_socket=True,
        has_service=True,
        subuids=65536,
        subgids=65536,
        has_newuidmap=True,
        lingers=True,
        restricts_userns=True,
    ),
    **{
        name: NO_DAEMON[name] for name in ("api_ping", "api_version", "api_info", "containers", "hello_world")
    },
}
"""Ubuntu with docker-ce's packages, used by one user without root."""

PODMAN: Facts = {
    **FEDORA,
    **NO_DAEMON,
    "packages": f.Packages(
        manager="rpm",
        known={
            name: f.Package(version="5.6.0-1.fc43", status="installed")
            for name in ("podman", "podman-docker")
        },
    ),
    "engines": f.Engines(),
    "clients": f.Clients(
        commands=(f.Program(path="/usr/bin/docker", owner="podman-docker", form="script", is_podman=True),)
    ),
    "socket": f.Socket(path="/run/docker.sock", kind="socket", owner="root", group="root", mode=0o660),
}
"""Fedora with podman in Docker's place, its socket included."""

HEALTHY: dict[str, Facts] = {
    "ubuntu": UBUNTU,
    "debian": DEBIAN,
    "fedora": FEDORA,
    "arch": ARCH,
    "wsl-desktop": WSL_DESKTOP,
    "rootless": ROOTLESS,
    "podman": PODMAN,
}
ALL_FACTS = tuple(FACTS)
REASONS: tuple[Because, ...] = (
    *("absent", "no_permission", "not_granted", "denied", "timeout", "not_supported", "failed", "malformed"),
    "not_sent",
)
