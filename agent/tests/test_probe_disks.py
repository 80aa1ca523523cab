"""Disks, and the packet filter beneath Docker's networks."""

from __future__ import annotations

from typing import Any, Dict

import pytest

from agent.commands import NotThere, TimedOut
from agent.tests.trees import Tree


def disks(tree: Tree) -> Dict[str, Dict[str, Any]]:
    return {disk["holds"]: disk for disk in tree.see("disks")["disks"]}


def test_the_disks_of_a_healthy_host(tree: Tree) -> None:
    found = disks(tree)
    assert {holds: disk["path"] for holds, disk in found.items()} == {
        "docker": "/var/lib/docker",
        "containerd": "/var/lib/containerd",
        "root": "/",
    }
    assert (found["docker"]["size"], found["docker"]["free"], found["docker"]["inodes_free"]) == (
        100 << 30,
        50 << 30,
        5_000_000,
    )


def test_two_partitions_are_told_apart(tree: Tree) -> None:
    tree.disks["/var/lib/containerd"] = (20 << 30, 1 << 20, 1000, 0)
    tree.devices["/var/lib/containerd"] = 2
    found = disks(tree)
    assert (found["containerd"]["free"], found["containerd"]["inodes_free"]) == (1 << 20, 0)
    assert found["containerd"]["device"] != found["docker"]["device"] == found["root"]["device"]


def test_a_folder_that_is_closed_can_itself_be_measured(tree: Tree) -> None:
    tree.closed.add("/var/lib/docker")
    assert disks(tree)["docker"]["exists"] is True


def test_a_folder_behind_a_closed_one_is_left_out(tree: Tree) -> None:
    tree.folder("/srv/vault/docker")
    tree.write("/etc/docker/daemon.json", '{"data-root": "/srv/vault/docker"}')
    tree.closed.add("/srv/vault")
    assert set(disks(tree)) == {"containerd", "root"}


def test_a_folder_that_is_not_there(tree: Tree) -> None:
    tree.remove("/var/lib/containerd")
    assert disks(tree)["containerd"] == {
        "path": "/var/lib/containerd",
        "holds": "containerd",
        "exists": False,
    }


@pytest.mark.parametrize(
    ("config", "argv", "path"),
    [
        ('{"data-root": "/srv/a"}', ["dockerd"], "/srv/a"),
        ('{"graph": "/srv/b"}', ["dockerd"], "/srv/b"),
        ('{"data-root": "/srv/a"}', ["dockerd", "--data-root=/srv/c"], "/srv/c"),
        ('{"data-root": "relative"}', ["dockerd"], "/var/lib/docker"),
        ("{broken", ["dockerd"], "/var/lib/docker"),
    ],
)
def test_docker_keeps_its_things_where_it_was_told(
    tree: Tree, config: str, argv: list[str], path: str
) -> None:
    tree.write("/etc/docker/daemon.json", config)
    tree.process(800, argv)
    assert disks(tree)["docker"]["path"] == path


def test_a_snap_keeps_its_things_elsewhere(tree: Tree) -> None:
    tree.remove("/var/lib/docker")
    tree.folder("/var/snap/docker/common/var-lib-docker")
    assert disks(tree)["docker"]["path"] == "/var/snap/docker/common/var-lib-docker"


def test_containerd_keeps_its_things_where_it_was_told(tree: Tree) -> None:
    tree.write(
        "/etc/containerd/config.toml", "version = 2\n# root = '/no'\nroot = \"/srv/containerd\"\n[plugins]\n"
    )
    assert disks(tree)["containerd"]["path"] == "/srv/containerd"


def test_the_firewall_of_a_healthy_host(tree: Tree) -> None:
    assert tree.see("firewall") == {
        "version": "iptables v1.8.10 (nf_tables)",
        "backend": "nf_tables",
        "legacy_tables": [],
        "ip_forward": 1,
        "ufw_enabled": False,
        "has_raw_table": True,
    }


@pytest.mark.parametrize(
    ("printed", "backend"),
    [
        ("iptables v1.8.7 (legacy)\n", "legacy"),
        ("iptables v1.6.1\n", "legacy"),
        ("iptables v1.8.9 (nf_tables)\n", "nf_tables"),
        ("?\n", ""),
    ],
)
def test_which_half_of_the_kernel_iptables_speaks_to(tree: Tree, printed: str, backend: str) -> None:
    tree.runner.prints("iptables --version", printed)
    assert (tree.see("firewall")["backend"], tree.see("firewall")["version"]) == (backend, printed.strip())


@pytest.mark.parametrize("fault", [NotThere("iptables"), TimedOut("iptables")])
def test_a_host_without_iptables_still_tells_the_rest(tree: Tree, fault: Exception) -> None:
    tree.runner.fails("iptables --version", fault)
    assert (tree.see("firewall")["version"], tree.see("firewall")["ip_forward"]) == ("", 1)


def test_tables_that_only_root_may_see_are_unknown(tree: Tree) -> None:
    tree.write("/proc/net/ip_tables_names", "filter\nnat\n")
    assert tree.see("firewall")["legacy_tables"] == ["filter", "nat"]
    tree.closed.add("/proc/net/ip_tables_names")
    assert tree.see("firewall")["legacy_tables"] is None


@pytest.mark.parametrize(
    ("text", "claim"), [("ENABLED=yes\n", True), (' enabled = "yes"\n', True), ("#ENABLED=yes\n", False)]
)
def test_whether_ufw_is_on(tree: Tree, text: str, claim: bool) -> None:
    tree.write("/etc/ufw/ufw.conf", text)
    assert tree.see("firewall")["ufw_enabled"] is claim


def test_whether_the_kernel_has_the_raw_table(tree: Tree) -> None:
    modules = f"/usr/lib/modules/{tree.release}"
    tree.write(f"{modules}/modules.dep", "kernel/net/ipv4/netfilter/iptable_nat.ko:\n")
    assert tree.see("firewall")["has_raw_table"] is False
    tree.write(f"{modules}/modules.builtin", "kernel/net/ipv4/netfilter/iptable_raw.ko\n")
    assert tree.see("firewall")["has_raw_table"] is True
    tree.remove(modules)
    assert tree.see("firewall")["has_raw_table"] is None
