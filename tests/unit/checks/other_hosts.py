"""Hosts to judge that are no plain Ubuntu with docker-ce; every healthy one has its place here."""

from __future__ import annotations

from msgspec.structs import replace

from bot.checks import facts as f
from tests.unit.checks.hosts import BARE, CONTAINERD, DOCKERD, NO_DAEMON, UBUNTU
from tests.unit.checks.judged import Facts
from tests.unit.checks.parts import keys, packages, sources, unit, units

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
