"""Rootless mode of a user: what it has, and what it needs."""

from __future__ import annotations

from typing import Dict

import pytest

from agent.tests.trees import ALICE, Tree


def test_rootless_mode_that_is_not_used(tree: Tree) -> None:
    assert tree.see("rootless") == {
        "has_socket": False,
        "has_service": False,
        "subuids": 65536,
        "subgids": 65536,
        "has_newuidmap": True,
        "lingers": False,
        "restricts_userns": True,
    }


def test_rootless_mode_that_runs(tree: Tree) -> None:
    tree.socket("/run/user/1000/docker.sock", 0o600, ALICE)
    tree.write("/home/alice/.config/systemd/user/docker.service", "[Service]\n")
    tree.write("/var/lib/systemd/linger/alice", "")
    value = tree.see("rootless")
    assert (value["has_socket"], value["has_service"], value["lingers"]) == (True, True, True)


def test_the_kernel_tells_of_a_socket_in_a_closed_folder(tree: Tree) -> None:
    tree.socket("/run/user/1000/docker.sock", 0o600, ALICE)
    tree.write(
        "/proc/net/unix",
        "Num Path\n0000: 00000002 00000000 00010000 0001 01 4242 /run/user/1000/docker.sock\n",
    )
    tree.closed.update(("/run/user/1000", "/home/alice"))
    value = tree.see("rootless")
    assert (value["has_socket"], value["has_service"]) == (True, False)


def test_a_closed_home_leaves_open_whether_rootless_mode_is_there(tree: Tree) -> None:
    tree.closed.update(("/run/user/1000", "/home/alice"))
    assert tree.look("rootless")["could_not"] == "no_permission"


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("bob:100000:65536\n", 0),
        ("1000:1:70000\n", 70000),
        ("alice:1:60000\nalice:70000:6000\n", 66000),
        ("alice:1:lots\nalice\n", 0),
    ],
)
def test_ids_are_given_by_name_or_number_and_add_up(tree: Tree, text: str, given: int) -> None:
    tree.write("/etc/subuid", text)
    assert tree.see("rootless")["subuids"] == given


@pytest.mark.parametrize(
    ("settings", "claim"),
    [
        ({}, None),
        ({"kernel/apparmor_restrict_unprivileged_userns": "0"}, False),
        ({"kernel/unprivileged_userns_clone": "0"}, True),
        ({"user/max_user_namespaces": "0", "kernel/unprivileged_userns_clone": "1"}, True),
        ({"user/max_user_namespaces": "15000"}, False),
    ],
)
def test_whether_users_may_make_namespaces(tree: Tree, settings: Dict[str, str], claim: object) -> None:
    tree.remove("/proc/sys/kernel")
    for name, value in settings.items():
        tree.write(f"/proc/sys/{name}", f"{value}\n")
    assert tree.see("rootless")["restricts_userns"] is claim
