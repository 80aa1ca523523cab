"""disk.root and net.*: room, forwarding, names and the registry."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from bot.checks import facts as f
from tests.unit.checks.hosts import BARE, GIB, NAMES, UBUNTU
from tests.unit.checks.judged import causes, code, status, verdict
from tests.unit.checks.other_hosts import PODMAN, ROOTLESS
from tests.unit.checks.parts import unit, units

MIB = 2**20


def disk(free: int, size: int = 100 * GIB, path: str = "/var/lib/docker", **changed: Any) -> f.Disk:
    usual = {"holds": "docker", "exists": True, "inodes": 1000, "inodes_free": 900}
    return f.Disk(path=path, size=size, free=free, **{**usual, **changed})


def disks(*of: f.Disk) -> f.Disks:
    return f.Disks(disks=of)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (disks(disk(60 * GIB)), "room"),
        (disks(disk(15 * GIB)), "room"),
        (disks(disk(15 * GIB - 1)), "low"),
        (disks(disk(5 * GIB, size=8 * GIB)), "room"),
        (disks(disk(5 * GIB - 1, size=8 * GIB)), "low"),
        (disks(disk(GIB, size=8 * GIB)), "low"),
        (disks(disk(GIB - 1, size=8 * GIB)), "full"),
        (disks(disk(0)), "full"),
        (disks(disk(60 * GIB, inodes_free=9)), "no_inodes"),
        (disks(disk(60 * GIB, inodes=0, inodes_free=0)), "room"),
        (disks(disk(60 * GIB), disk(10 * MIB, path="/var/lib/containerd", holds="containerd")), "full"),
        (disks(disk(60 * GIB), disk(10 * MIB, path="/", holds="root")), "room"),
        (disks(disk(0, exists=False), disk(10 * MIB, path="/", holds="root")), "full"),
        (disks(), "no_disk"),
        (disks(disk(0, size=0)), "no_disk"),
        ("no_permission", "no_permission"),
    ],
)
def test_the_fullest_disk_of_docker_and_containerd_decides(fact: object, expected: str) -> None:
    assert code("disk.root", UBUNTU, disks=fact) == expected


@pytest.mark.parametrize(
    ("free", "expected"), [(GIB // 2, ["disk.root full"]), (4 * GIB, ["svc.docker crashed", "disk.root low"])]
)
def test_only_a_full_disk_is_behind_a_daemon_that_does_not_run(free: int, expected: list[str]) -> None:
    crashed = units(docker_service=unit(active="failed", result="exit-code"))
    assert causes(UBUNTU, disks=disks(disk(free)), units=crashed) == expected


def test_the_full_disk_is_named_and_explains_the_dead_daemon() -> None:
    full = disks(disk(60 * GIB), disk(10 * MIB, path="/var/lib/containerd", holds="containerd"))
    assert verdict("disk.root", UBUNTU, disks=full).values["path"] == "/var/lib/containerd"
    dead = {
        "units": units(docker_service=unit(active="failed", result="exit-code")),
        "processes": f.Processes(),
    }
    assert causes(UBUNTU, disks=full, **dead) == ["disk.root full"]


# net.iptables


FIREWALL: f.Firewall = UBUNTU["firewall"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "fine"),
        ({"ip_forward": 0}, "no_forwarding"),
        ({"ip_forward": None}, "fine"),
        ({"backend": "nf_tables", "legacy_tables": ("filter", "nat")}, "both"),
        ({"backend": "nf_tables", "legacy_tables": ()}, "fine"),
        ({"backend": "legacy", "legacy_tables": ("filter",)}, "fine"),
        ({"has_raw_table": False}, "no_raw"),
        ({"has_raw_table": True, "ufw_enabled": True}, "ufw"),
        ({"version": "", "backend": ""}, "fine"),
    ],
)
def test_packets_reach_containers(changed: dict[str, Any], expected: str) -> None:
    assert code("net.iptables", UBUNTU, firewall=replace(FIREWALL, **changed)) == expected


def test_forwarding_that_no_daemon_has_turned_on_yet_is_no_fault() -> None:
    stopped = {
        "units": units(docker_service=unit(), docker_socket=unit()),
        "processes": f.Processes(),
        "api_info": "absent",
    }
    off = replace(FIREWALL, ip_forward=0)
    assert code("net.iptables", UBUNTU, firewall=off, **stopped) == "fine"
    assert code("net.iptables", UBUNTU, firewall=f.Firewall(), **stopped) == "no_iptables"


def test_a_daemon_without_iptables_does_not_start_because_of_that() -> None:
    dead = {
        "units": units(docker_service=unit(active="failed", result="exit-code")),
        "processes": f.Processes(),
        "api_info": "absent",
        "firewall": f.Firewall(),
    }
    assert causes(UBUNTU, **dead) == ["net.iptables no_iptables"]


def test_dockers_own_nftables_needs_neither_iptables_nor_its_raw_table() -> None:
    info = replace(UBUNTU["api_info"], firewall_backend="nftables")
    bare = replace(FIREWALL, version="", backend="", has_raw_table=False)
    assert code("net.iptables", UBUNTU, firewall=bare, api_info=info) == "fine"


def test_a_daemon_that_leaves_the_firewall_alone_is_left_alone() -> None:
    json = f.DaemonJson(path="/etc/docker/daemon.json", exists=True, iptables=False)
    assert code("net.iptables", UBUNTU, daemon_json=json) == "left_alone"
    assert [code("net.iptables", host) for host in (ROOTLESS, PODMAN)] == ["not_used"] * 2
    assert code("net.iptables", UBUNTU, firewall="denied") == "denied"


# net.dns


def names(*obstacles: str | None, resolvers: tuple[str, ...] = ("10.0.0.2",)) -> f.Dns:
    return f.Dns(names=dict(zip(NAMES, obstacles, strict=True)), resolvers=resolvers)  # type: ignore[arg-type] # of its Literal


LOST = f.Reached(url="https://registry-1.docker.io/v2/", obstacle="dns")


@pytest.mark.parametrize(
    ("dns", "registry", "expected"),
    [
        (names(None, None), UBUNTU["registry"], "resolves"),
        (names("dns", "dns"), LOST, "lost"),
        (names("dns", "dns"), "denied", "lost"),
        (names(None, "dns"), LOST, "lost"),
        (names(None, "dns"), UBUNTU["registry"], "some_lost"),
        (names(None, "dns"), f.Reached(url="https://registry-1.docker.io/v2/", obstacle="tls"), "some_lost"),
        (names("timeout", "timeout"), LOST, "no_answer_in_time"),
        (names("dns", "dns"), f.Reached(url="u", status=401, via_proxy=True), "by_proxy"),
        (names(None, None, resolvers=("127.0.0.53",)), UBUNTU["registry"], "resolves"),
        (names(None, None, resolvers=("127.0.0.1",)), UBUNTU["registry"], "loopback"),
        (names(None, None, resolvers=("127.0.0.1", "10.0.0.2")), UBUNTU["registry"], "resolves"),
        (f.Dns(), UBUNTU["registry"], "not_told"),
        ("timeout", UBUNTU["registry"], "timeout"),
    ],
)
def test_the_registrys_names_resolve(dns: object, registry: object, expected: str) -> None:
    assert code("net.dns", UBUNTU, dns=dns, registry=registry) == expected


def test_names_that_do_not_resolve_are_the_one_cause_of_an_unreachable_registry() -> None:
    pull = f.HelloWorld(failure="dns")
    assert causes(UBUNTU, dns=names("dns", "dns"), registry=LOST, hello_world=pull) == ["net.dns lost"]


# net.registry


def reached(**changed: Any) -> f.Reached:
    return f.Reached(url="https://registry-1.docker.io/v2/", **changed)


@pytest.mark.parametrize(
    ("fact", "expected", "stands"),
    [
        (reached(status=401), "answers", "PASS"),
        (reached(status=200), "answers", "PASS"),
        (reached(status=429), "limited", "WARN"),
        (reached(status=407), "proxy_login", "FAIL"),
        (reached(status=403), "refuses", "FAIL"),
        (reached(status=503), "broken", "WARN"),
        (reached(obstacle="tls"), "tls", "FAIL"),
        (reached(obstacle="timeout"), "no_answer", "FAIL"),
        (reached(obstacle="refused"), "no_answer", "FAIL"),
        (reached(obstacle="unreachable"), "no_answer", "FAIL"),
        (reached(obstacle="proxy"), "proxy", "FAIL"),
        (reached(obstacle="dns"), "no_name", "FAIL"),
        (reached(), "not_told", "UNKNOWN"),
        ("denied", "denied", "UNKNOWN"),
    ],
)
def test_the_registry_asks_for_a_login_and_that_is_right(fact: object, expected: str, stands: str) -> None:
    assert code("net.registry", UBUNTU, registry=fact) == expected
    assert status("net.registry", UBUNTU, registry=fact) == stands


def test_a_wrong_clock_explains_certificates_that_are_not_valid() -> None:
    tls = {"clock": f.Clock(ahead_s=-3 * 86400.0), "registry": reached(obstacle="tls")}
    assert causes(UBUNTU, **tls) == ["os.clock behind_far"]


def test_a_bare_host_without_network_has_two_causes() -> None:
    facts = {"registry": reached(obstacle="timeout")}
    assert causes(BARE, **facts) == ["apt.source none", "net.registry no_answer"]
