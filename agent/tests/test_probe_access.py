"""Who reaches the socket: the socket itself, the group, the user, sessions and the home."""

from __future__ import annotations

import os
from typing import Any, Dict

import pytest

from agent.tests.trees import ALICE, DOCKER, Tree

CONFIG = "/home/alice/.docker/config.json"


def test_the_socket_of_a_healthy_host(tree: Tree) -> None:
    assert tree.see("socket") == {
        "path": "/run/docker.sock",
        "kind": "socket",
        "owner": "root",
        "group": "docker",
        "gid": DOCKER,
        "mode": 0o660,
    }


def test_no_socket(tree: Tree) -> None:
    tree.remove("/run/docker.sock")
    assert tree.see("socket") == {"path": "/run/docker.sock", "kind": "missing"}


def test_a_folder_that_a_bind_mount_left_in_its_place(tree: Tree) -> None:
    tree.remove("/run/docker.sock")
    tree.folder("/run/docker.sock")
    assert (tree.see("socket")["kind"], tree.see("socket")["mode"]) == ("directory", 0o755)


def test_a_plain_file_in_its_place(tree: Tree) -> None:
    tree.remove("/run/docker.sock")
    tree.write("/run/docker.sock", "")
    assert tree.see("socket")["kind"] == "file"


def test_a_link_that_leads_nowhere(tree: Tree) -> None:
    tree.remove("/run/docker.sock")
    tree.link("/run/docker.sock", "/mnt/wsl/shared-docker/docker.sock")
    assert tree.see("socket") == {"path": "/run/docker.sock", "kind": "broken-link"}


def test_a_link_to_another_socket_is_judged_by_that(tree: Tree) -> None:
    tree.remove("/run/docker.sock")
    tree.socket("/run/user/1000/docker.sock", 0o600, ALICE)
    tree.link("/run/docker.sock", "/run/user/1000/docker.sock")
    assert (tree.see("socket")["kind"], tree.see("socket")["group"], tree.see("socket")["mode"]) == (
        "socket",
        "alice",
        0o600,
    )


def test_a_socket_of_a_group_without_a_name_goes_by_its_number(tree: Tree) -> None:
    tree.owners["/run/docker.sock"] = (0, 4242)
    assert (tree.see("socket")["group"], tree.see("socket")["gid"]) == ("4242", 4242)


@pytest.mark.parametrize(
    ("hosts", "path"),
    [
        ('["unix:///srv/d.sock"]', "/srv/d.sock"),
        ('["unix:///srv/d.sock", "unix:///var/run/docker.sock"]', "/run/docker.sock"),
        ('["tcp://0.0.0.0:2375", 7]', "/run/docker.sock"),
        ('"unix:///srv/d.sock"', "/run/docker.sock"),
        ("[broken", "/run/docker.sock"),
    ],
)
def test_the_socket_is_where_the_daemon_was_told_to_listen(tree: Tree, hosts: str, path: str) -> None:
    tree.write("/etc/docker/daemon.json", f'{{"hosts": {hosts}}}')
    assert tree.see("socket")["path"] == path


def test_the_socket_can_be_given(tree: Tree) -> None:
    assert tree.see("socket", docker_socket="/tmp/d.sock")["path"] == "/tmp/d.sock"


def test_the_group(tree: Tree) -> None:
    assert tree.see("group") == {"exists": True, "gid": DOCKER}
    tree.write("/etc/group", "root:x:0:\n")
    assert tree.see("group") == {"exists": False, "gid": 0}


def test_a_member(tree: Tree) -> None:
    assert tree.see("user") == {
        "name": "alice",
        "exists": True,
        "uid": ALICE,
        "in_docker": True,
        "home": "/home/alice",
    }


def test_a_user_outside_the_group(tree: Tree) -> None:
    assert tree.see("user", user="bob")["in_docker"] is False


def test_a_member_by_the_primary_group(tree: Tree) -> None:
    tree.write("/etc/passwd", "carol:x:1002:988::/home/carol:/bin/sh\n")
    assert tree.see("user", user="carol")["in_docker"] is True


@pytest.mark.parametrize("name", ["mallory", "ali", "alice:x", "../alice", "alice\n", "$(id)"])
def test_a_user_that_the_host_does_not_know(tree: Tree, name: str) -> None:
    assert tree.see("user", user=name)["exists"] is False
    assert tree.look("docker_home", user=name)["could_not"] == "absent"


@pytest.mark.parametrize("fact", ["user", "context", "sessions", "docker_home", "rootless"])
def test_facts_about_a_user_need_one(tree: Tree, fact: str) -> None:
    assert tree.look(fact, user="")["could_not"] == "absent"


def test_sessions_that_know_of_the_membership(tree: Tree) -> None:
    assert tree.see("sessions") == {"visible": True, "with_group": 2, "without_group": 0, "stale": []}


def test_sessions_from_before_the_membership(tree: Tree) -> None:
    for pid in (2200, 2201):
        tree.process(pid, ["tmux", "new", "-s", "train"], ALICE, [27, ALICE], name="tmux: server")
    tree.process(2202, ["node", "/home/alice/.vscode-server/out/server-main.js"], ALICE, [27, ALICE])
    value = tree.see("sessions")
    assert (value["with_group"], value["without_group"], value["stale"]) == (2, 3, ["tmux: server", "node"])


def test_containers_and_other_peoples_processes_are_no_sessions(tree: Tree) -> None:
    tree.process(2200, ["python", "train.py"], ALICE, [], depth=2)
    tree.process(2201, ["-bash"], 1001, [1001])
    assert tree.see("sessions")["without_group"] == 0


def test_a_user_who_is_not_logged_in_has_no_sessions(tree: Tree) -> None:
    assert tree.see("sessions", user="bob") == {
        "visible": True,
        "with_group": 0,
        "without_group": 0,
        "stale": [],
    }


def test_the_primary_group_of_a_process_counts(tree: Tree) -> None:
    tree.write("/etc/group", "docker:x:1000:\n")
    assert tree.see("sessions")["without_group"] == 0


def test_without_the_group_every_session_lacks_it(tree: Tree) -> None:
    tree.write("/etc/group", "root:x:0:\n")
    assert tree.see("sessions")["without_group"] == 2


def test_hidden_processes_say_nothing_about_sessions(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.remove("/proc/1/status")
    monkeypatch.setattr("os.geteuid", lambda: 4242)
    assert tree.see("sessions") == {"visible": False}
    monkeypatch.setattr("os.geteuid", lambda: ALICE)
    assert tree.see("sessions")["visible"] is True


def test_a_home_without_a_folder_of_docker(tree: Tree) -> None:
    assert tree.see("docker_home") == {"exists": False}


def test_a_folder_that_sudo_left_to_root(tree: Tree) -> None:
    tree.write(CONFIG, "{}")
    tree.owners[CONFIG] = (ALICE, ALICE)
    assert tree.see("docker_home") == {
        "exists": True,
        "owner_uid": 0,
        "mode": 0o755,
        "config_owner_uid": ALICE,
    }


def test_a_folder_without_a_configuration(tree: Tree) -> None:
    tree.folder("/home/alice/.docker", 0o700)
    tree.owners["/home/alice/.docker"] = (ALICE, ALICE)
    assert tree.see("docker_home") == {
        "exists": True,
        "owner_uid": ALICE,
        "mode": 0o700,
        "config_owner_uid": None,
    }


@pytest.mark.parametrize("fact", ["docker_home", "context"])
def test_a_closed_home_is_not_taken_for_an_empty_one(tree: Tree, fact: str) -> None:
    tree.closed.add("/home/alice")
    assert tree.look(fact)["could_not"] == "no_permission"


def test_a_user_with_the_default_context(tree: Tree) -> None:
    assert tree.see("context") == {"config_exists": False, "config_error": "", "current": "", "settings": {}}


def test_the_context_that_a_user_chose(tree: Tree) -> None:
    tree.write(
        CONFIG, '{"auths": {"registry.example": {"auth": "c2VjcmV0"}}, "currentContext": "desktop-linux"}'
    )
    seen = tree.look("context")
    assert (seen["value"]["config_exists"], seen["value"]["current"]) == (True, "desktop-linux")
    assert "c2VjcmV0" not in str(seen)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('{"auths": {},\n}', "Expecting property name enclosed in double quotes: line 2 column 1"),
        ("", "Expecting value: line 1 column 1"),
        ("[" * 100_000, "RecursionError"),
        ('["currentContext"]', ""),
        ('{"currentContext": 7}', ""),
    ],
)
def test_a_configuration_that_cannot_be_read(tree: Tree, text: str, error: str) -> None:
    tree.write(CONFIG, text)
    value = tree.see("context")
    assert (value["config_exists"], value["config_error"], value["current"]) == (True, error, "")


def settings(tree: Tree, path: str, text: str) -> Dict[str, Any]:
    tree.write(path, text)
    found: Dict[str, Any] = tree.see("context")["settings"]
    return found


@pytest.mark.parametrize(
    ("path", "text", "setting"),
    [
        (
            "/home/alice/.bashrc",
            "export DOCKER_HOST=unix:///run/user/1000/docker.sock\n",
            "DOCKER_HOST=unix:///run/user/1000/docker.sock",
        ),
        (
            "/home/alice/.profile",
            "[ -z x ] ; export DOCKER_HOST='tcp://alice:pw@build:2376'\n",
            "DOCKER_HOST=tcp://***@build:2376",
        ),
        (
            "/home/alice/.config/fish/config.fish",
            "set -gx DOCKER_CONTEXT rootless\n",
            "DOCKER_CONTEXT=rootless",
        ),
        (
            "/home/alice/.config/environment.d/docker.conf",
            "DOCKER_API_VERSION=1.41\n",
            "DOCKER_API_VERSION=1.41",
        ),
        ("/etc/environment", 'DOCKER_HOST="ssh://build"\n', "DOCKER_HOST=ssh://build"),
        ("/etc/profile.d/docker.sh", "export DOCKER_CONTEXT=remote # ours\n", "DOCKER_CONTEXT=remote"),
    ],
)
def test_settings_are_told_by_the_file_that_makes_them(
    tree: Tree, path: str, text: str, setting: str
) -> None:
    assert settings(tree, path, text) == {path: [setting]}


@pytest.mark.parametrize(
    "text",
    [
        "# export DOCKER_HOST=tcp://a\n",
        "echo $DOCKER_HOST\n",
        "unset DOCKER_HOST\n",
        "export DOCKER_PASSWORD=x\n",
    ],
)
def test_lines_that_set_nothing_of_dockers(tree: Tree, text: str) -> None:
    assert settings(tree, "/home/alice/.bashrc", text) == {}


def test_a_profile_that_may_not_be_read_leaves_the_others(tree: Tree) -> None:
    tree.closed.add("/home/alice/.bashrc")
    assert settings(tree, "/home/alice/.profile", "DOCKER_HOST=ssh://b\n") == {
        "/home/alice/.profile": ["DOCKER_HOST=ssh://b"]
    }


def test_our_own_environment_counts_where_we_run_as_that_user(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree.environ = {"DOCKER_HOST": "tcp://u:p@h:1", "PATH": "/bin", "DOCKER_TLS_VERIFY": ""}
    monkeypatch.setattr("os.geteuid", lambda: ALICE)
    assert tree.see("context")["settings"] == {"environment": ["DOCKER_HOST=tcp://***@h:1"]}
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert tree.see("context")["settings"] == {}


def test_a_pipe_in_the_place_of_a_profile_holds_nobody_up(tree: Tree) -> None:
    tree.remove("/home/alice/.bashrc")
    os.mkfifo(tree.at("/home/alice/.bashrc"))
    assert tree.see("context")["settings"] == {}
