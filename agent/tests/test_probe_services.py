"""systemd's units, and the daemons that run whatever started them."""

from __future__ import annotations

from typing import Any, Dict, List

import pytest

from agent.commands import TimedOut
from agent.probes.flags import HOST_FLAGS, ROOT_FLAGS, split, values_of
from agent.probes.proc import read_status
from agent.tests.trees import Tree
from agent.tests.ubuntu import CONTAINERD_SERVICE, DOCKER_SOCKET, prints_units, started, unit


def units(tree: Tree) -> Dict[str, Dict[str, Any]]:
    found: Dict[str, Dict[str, Any]] = tree.see("units")["units"]
    return found


def daemons(tree: Tree) -> List[Dict[str, Any]]:
    found: List[Dict[str, Any]] = tree.see("processes")["daemons"]
    return found


def test_the_units_of_a_healthy_host(tree: Tree) -> None:
    assert set(units(tree)) == {"docker.service", "docker.socket", "containerd.service"}
    assert units(tree)["docker.service"] == {
        "load": "loaded",
        "active": "active",
        "sub": "running",
        "file_state": "enabled",
        "result": "success",
        "restarts": 0,
        "hosts": ["fd://"],
    }


def test_a_unit_that_failed(tree: Tree) -> None:
    fields = {"ActiveState": "failed", "Result": "exit-code", "NRestarts": "3"}
    prints_units(tree, unit("docker.service", "failed", **fields), DOCKER_SOCKET, CONTAINERD_SERVICE)
    docker = units(tree)["docker.service"]
    assert (docker["active"], docker["result"], docker["restarts"]) == ("failed", "exit-code", 3)


def test_a_unit_that_is_masked(tree: Tree) -> None:
    prints_units(
        tree,
        unit("docker.service", "dead", LoadState="masked", ActiveState="inactive", UnitFileState="masked"),
    )
    assert units(tree)["docker.service"]["load"] == "masked"


def test_units_that_systemd_does_not_know_are_left_out(tree: Tree) -> None:
    prints_units(tree, unit("docker.service", "dead", LoadState="not-found"), unit("ssh.service"))
    assert units(tree) == {}


def test_what_a_drop_in_makes_of_the_command_counts(tree: Tree) -> None:
    command = started("/usr/bin/dockerd -H unix:///run/docker.sock --host=tcp://alice:pw@0.0.0.0:2375")
    prints_units(tree, unit("docker.service", ExecStart=command))
    assert units(tree)["docker.service"]["hosts"] == ["unix:///run/docker.sock", "tcp://***@0.0.0.0:2375"]


def test_a_host_without_systemd_says_so(tree: Tree) -> None:
    said = "System has not been booted with systemd as init system (PID 1). Can't operate.\n"
    tree.runner.prints("systemctl show", "", 1, said)
    seen = tree.look("units")
    assert (seen["could_not"], seen["detail"]) == ("absent", said.strip())


def test_a_host_without_systemctl_says_so(tree: Tree) -> None:
    del tree.runner.answers[("systemctl", "show")]
    assert tree.look("units")["could_not"] == "absent"


def test_a_systemd_that_does_not_answer(tree: Tree) -> None:
    tree.runner.fails("systemctl show", TimedOut("systemctl took more than 4 s"))
    assert tree.look("units")["could_not"] == "timeout"


def test_the_daemons_of_a_healthy_host(tree: Tree) -> None:
    assert [(one["name"], one["parent"], one["hosts"]) for one in daemons(tree)] == [
        ("containerd", "systemd", []),
        ("dockerd", "systemd", ["fd://"]),
    ]
    assert tree.see("processes")["sees_all"] is True


def test_a_daemon_that_was_started_by_hand(tree: Tree) -> None:
    tree.process(900, ["dockerd", "-D", "-H=unix:///tmp/d.sock", "--data-root", "/srv/docker"], parent=2100)
    tree.process(901, ["containerd", "--config", "/run/docker/containerd/containerd.toml"], parent=900)
    assert daemons(tree)[2:] == [
        {
            "name": "dockerd",
            "pid": 900,
            "uid": 0,
            "parent": "bash",
            "hosts": ["unix:///tmp/d.sock"],
            "data_root": "/srv/docker",
        },
        {"name": "containerd", "pid": 901, "uid": 0, "parent": "dockerd", "hosts": [], "data_root": ""},
    ]


def test_a_rootless_daemon_runs_as_its_user(tree: Tree) -> None:
    tree.process(3000, ["rootlesskit", "--net=slirp4netns", "dockerd"], uid=1000)
    tree.process(3001, ["dockerd"], uid=1000, parent=3000)
    assert [(one["name"], one["uid"], one["parent"]) for one in daemons(tree)[2:]] == [
        ("rootlesskit", 1000, "systemd"),
        ("dockerd", 1000, "rootlesskit"),
    ]


def test_daemons_inside_containers_are_not_the_hosts(tree: Tree) -> None:
    tree.process(4000, ["dockerd"], depth=2)
    tree.process(4001, ["containerd"], depth=3)
    assert len(daemons(tree)) == 2


def test_of_podman_only_its_service_is_a_daemon(tree: Tree) -> None:
    tree.process(5000, ["podman", "run", "alpine"], uid=1000)
    tree.process(5001, ["/usr/bin/podman", "system", "service", "--time=0"])
    assert [one["pid"] for one in daemons(tree)[2:]] == [5001]


def test_names_that_only_begin_like_a_daemons_are_none(tree: Tree) -> None:
    tree.process(700, ["containerd-shim-runc-v2"], name="containerd-shim")
    assert [one["name"] for one in daemons(tree)] == ["dockerd"]


def test_hidden_processes_are_not_taken_for_missing_ones(tree: Tree) -> None:
    tree.remove("/proc/1/status")
    assert tree.see("processes")["sees_all"] is False


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"Name:\tx\n",
        b"Name:\tx\nUid:\tno\nPPid:\t1\nVmSize:\t1 kB\n",
        b"Name:\tkworker\nPPid:\t2\nUid:\t0 0 0 0\n",
    ],
)
def test_what_is_no_running_program_is_left_out(text: bytes) -> None:
    assert read_status(7, text) is None


@pytest.mark.parametrize(
    ("command", "hosts"),
    [
        ("dockerd -H fd://", ["fd://"]),
        ("dockerd -Hfd:// --host tcp://a --host=tcp://b -H=c", ["fd://", "tcp://a", "tcp://b", "c"]),
        ("dockerd -H", []),
        ("dockerd --hostname x", []),
        ("dockerd -H 'unix:///a b'", ["unix:///a b"]),
        ("dockerd -H 'unix:///a", ["unix:///a"]),
        ('dockerd -H "fd://"', ["fd://"]),
    ],
)
def test_where_a_daemon_listens_by_its_command(command: str, hosts: List[str]) -> None:
    assert values_of(split(command), HOST_FLAGS) == hosts


def test_where_a_daemon_keeps_its_things_by_its_command() -> None:
    assert values_of(split("dockerd -g /a --graph=/b --data-root /c"), ROOT_FLAGS) == ["/a", "/b", "/c"]
