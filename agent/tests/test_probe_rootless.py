"""Rootless mode of a user: what it has, and what it needs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Dict, Iterator, Tuple

import pytest

from agent.tests.engine import Engine
from agent.tests.trees import ALICE, Tree
from agent.tests.ubuntu import healthy


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


# The API of a user's own engine


OWN = "/run/user/1000/docker.sock"


@pytest.fixture
def alone() -> Iterator[Tree]:
    """A host without the system's socket; its path is short, as that of a socket must be."""
    folder = Path(tempfile.mkdtemp(prefix="own-"))
    tree = healthy(folder / "h")
    tree.remove("/run/docker.sock")
    yield tree
    shutil.rmtree(folder)


def listening(tree: Tree, engine: Engine, path: str, owner: int = ALICE) -> None:
    tree.folder(os.path.dirname(path))
    os.rename(engine.socket, str(tree.at(path)))
    tree.owners[path] = (owner, owner)


def context(tree: Tree, host: str, name: str = "mine") -> None:
    place = hashlib.sha256(name.encode()).hexdigest()
    tree.write("/home/alice/.docker/config.json", json.dumps({"currentContext": name}))
    meta = {"Name": name, "Endpoints": {"docker": {"Host": host}}}
    tree.write(f"/home/alice/.docker/contexts/meta/{place}/meta.json", json.dumps(meta))


def ping(tree: Tree, user: str = "alice") -> Tuple[object, str]:
    seen = tree.look("api_ping", user)
    value = seen["value"]
    assert seen["how"] == f"GET /_ping on {value['socket']}"
    return value["failure"], value["socket"]


def test_without_a_socket_of_the_system_the_users_own_is_asked(alone: Tree) -> None:
    with Engine() as engine:
        listening(alone, engine, OWN)
        facts = alone.observe("api_ping", "api_version", "api_info", "containers")["facts"]
    assert facts["api_ping"]["value"]["socket"] == OWN
    assert all("value" in fact for fact in facts.values())
    assert facts["api_version"]["value"]["version"] == "29.7.2"


def test_the_system_is_asked_wherever_it_has_a_socket_even_a_dead_one(alone: Tree) -> None:
    alone.socket("/run/docker.sock")
    with Engine() as engine:
        listening(alone, engine, OWN)
        assert ping(alone) == ("stale_socket", "/run/docker.sock")


def test_the_socket_of_the_users_context_comes_first(alone: Tree) -> None:
    context(alone, "unix:///home/alice/desk.sock")
    with Engine() as engine:
        listening(alone, engine, "/home/alice/desk.sock")
        assert ping(alone) == (None, "/home/alice/desk.sock")


@pytest.mark.parametrize(
    "host", ["tcp://10.0.0.1:2375", "ssh://root@x", "unix://relative", "unix:///" + "x" * 200, 7]
)
def test_a_context_that_leads_elsewhere_is_not_followed(alone: Tree, host: str) -> None:
    context(alone, host)
    with Engine() as engine:
        listening(alone, engine, OWN)
        assert ping(alone) == (None, OWN)


def test_a_socket_of_somebody_else_is_not_asked_nor_a_link(alone: Tree) -> None:
    with Engine() as engine:
        listening(alone, engine, "/run/other.sock", owner=0)
        context(alone, "unix:///run/other.sock")
        assert ping(alone) == ("no_socket", "/run/docker.sock")
        alone.link(OWN, "/run/other.sock")
        assert ping(alone) == ("no_socket", "/run/docker.sock")
    assert engine.asked == []


def test_another_users_socket_is_none_of_this_job(alone: Tree) -> None:
    with Engine() as engine:
        listening(alone, engine, OWN)
        assert ping(alone, "root") == ("no_socket", "/run/docker.sock")
        assert ping(alone, "nobody-knows") == ("no_socket", "/run/docker.sock")


def test_an_own_socket_that_the_agent_may_not_open_is_told_as_that(alone: Tree) -> None:
    alone.folder("/run/user/1000")
    alone.write("/proc/net/unix", f"Num Path\n0000: 00000002 00000000 00010000 0001 01 4242 {OWN}\n")
    alone.closed.add("/run/user/1000")
    assert ping(alone) == ("no_permission", OWN)
    assert alone.look("api_info")["could_not"] == "no_permission"
