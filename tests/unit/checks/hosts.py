"""Hosts to judge: Ubuntu with docker-ce, all well, and before anybody installed it; facts as an Agent would send them."""

from __future__ import annotations

from bot.checks import facts as f
from tests.unit.checks.judged import Facts
from tests.unit.checks.parts import key, keys, packages, source, sources, units

GIB = 2**30
NAMES = ("registry-1.docker.io", "auth.docker.io")

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


def with_packages(**changed: f.Package | None) -> f.Packages:
    """Ubuntu's packages, some of them changed; None takes one away."""
    named = {name.replace("__", ".").replace("_", "-"): package for name, package in changed.items()}
    known = {**UBUNTU["packages"].known, **named}
    return f.Packages(manager="dpkg", known={name: package for name, package in known.items() if package})
