"""sock.*, grp.*, home.docker and rootless: who may talk to the daemon."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from bot.checks import facts as f
from tests.unit.checks.hosts import BARE, DOCKERD, UBUNTU
from tests.unit.checks.judged import causes, code, finding, report, status, verdict
from tests.unit.checks.other_hosts import DEBIAN, PODMAN, ROOTLESS, WSL_DESKTOP
from tests.unit.checks.parts import unit, units

SOCKET: f.Socket = UBUNTU["socket"]
USER: f.User = UBUNTU["user"]
OUTSIDER = replace(USER, in_docker=False)


# sock.present


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("socket", "there"), ("directory", "folder"), ("file", "file"), ("broken-link", "broken_link")],
)
def test_the_socket_is_a_socket(kind: str, expected: str) -> None:
    assert code("sock.present", UBUNTU, socket=replace(SOCKET, kind=kind)) == expected  # type: ignore[arg-type] # of its Literal


def test_a_missing_socket_has_two_explanations() -> None:
    found = verdict("sock.present", UBUNTU, socket=f.Socket(path="/run/docker.sock", kind="missing"))
    assert (found.code, found.or_else) == ("missing", ("listens_elsewhere",))


def test_a_daemon_that_was_told_to_listen_elsewhere_does() -> None:
    missing = f.Socket(path="/run/docker.sock", kind="missing")
    told = units(docker_service=unit(active="active", hosts=("unix:///opt/docker.sock",)))
    alone = f.Processes(daemons=(replace(DOCKERD, hosts=()),))
    found = verdict("sock.present", UBUNTU, socket=missing, units=told, processes=alone)
    assert (found.code, found.values["hosts"]) == ("elsewhere_by_flag", "unix:///opt/docker.sock")
    json = f.DaemonJson(path="/etc/docker/daemon.json", exists=True, hosts=("unix:///opt/docker.sock",))
    without = units(docker_service=unit(active="active"))
    facts = {"socket": missing, "units": without, "processes": alone, "daemon_json": json}
    assert code("sock.present", UBUNTU, **facts) == "elsewhere"


@pytest.mark.parametrize(
    ("host", "expected"),
    [(ROOTLESS, "rootless"), ({**WSL_DESKTOP, "socket": ROOTLESS["socket"]}, "desktop")],
    ids=["rootless", "desktop"],
)
def test_other_engines_need_no_socket_there(host: dict[str, object], expected: str) -> None:
    assert code("sock.present", host) == expected


def test_a_folder_in_the_sockets_place_is_the_one_cause() -> None:
    folder = {"socket": replace(SOCKET, kind="directory"), "api_ping": f.ApiPing(failure="stale_socket")}
    assert causes(UBUNTU, **folder) == ["sock.present folder"]


# sock.perm


@pytest.mark.parametrize(
    ("changed", "expected", "stands"),
    [
        ({}, "groups", "PASS"),
        ({"mode": 0o666}, "open_to_all", "WARN"),
        ({"mode": 0o600}, "closed", "FAIL"),
        ({"group": "root", "gid": 0}, "other_group", "FAIL"),
        ({"group": "", "gid": 988}, "groups", "PASS"),
        ({"group": "docker", "gid": 123}, "other_group", "FAIL"),
    ],
)
def test_the_socket_is_the_groups_and_not_everybodys(
    changed: dict[str, Any], expected: str, stands: str
) -> None:
    socket = replace(SOCKET, **changed)
    assert code("sock.perm", UBUNTU, socket=socket) == expected
    assert status("sock.perm", UBUNTU, socket=socket) == stands


def test_the_mode_and_the_group_are_named() -> None:
    values = verdict("sock.perm", UBUNTU, socket=replace(SOCKET, mode=0o600, group="")).values
    assert (values["mode"], values["group"]) == ("0600", "988")


def test_a_group_that_daemon_json_names_counts_in_place_of_docker() -> None:
    json = f.DaemonJson(path="/etc/docker/daemon.json", exists=True, group="ml")
    ours = replace(SOCKET, group="ml", gid=1200)
    assert code("sock.perm", UBUNTU, socket=ours, daemon_json=json) == "groups"
    assert code("sock.perm", UBUNTU, socket=ours) == "other_group"


def test_a_wrong_group_is_explained_where_the_group_docker_is_missing() -> None:
    facts = {
        "group": f.Group(exists=False),
        "socket": replace(SOCKET, group="root", gid=0),
        "user": OUTSIDER,
        "sessions": f.Sessions(visible=True, without_group=2, stale=("bash",)),
    }
    assert causes(UBUNTU, **facts) == ["grp.docker missing"]


def test_the_permissions_of_no_socket_are_not_looked_at() -> None:
    assert code("sock.perm", UBUNTU, socket=replace(SOCKET, kind="missing")) == "no_socket"
    assert code("sock.perm", PODMAN) == "not_used"
    assert code("sock.perm", UBUNTU, socket="denied") == "denied"


# grp.*


def test_the_group_is_there_or_missing_or_not_used() -> None:
    assert code("grp.docker", UBUNTU) == "there"
    assert code("grp.docker", UBUNTU, group=f.Group(exists=False)) == "missing"
    assert code("grp.docker", UBUNTU, group="failed") == "failed"
    assert [code("grp.docker", host) for host in (ROOTLESS, PODMAN, WSL_DESKTOP)] == ["not_used"] * 3


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        (USER, "member"),
        (OUTSIDER, "not_member"),
        (f.User(name="root", exists=True, uid=0), "root"),
        (f.User(name="ghost", exists=False), "no_user"),
        ("denied", "denied"),
    ],
)
def test_the_user_is_in_the_group(user: object, expected: str) -> None:
    assert code("grp.member", UBUNTU, user=user) == expected


def test_an_outsider_is_the_one_cause_and_the_session_waits_for_it() -> None:
    facts = {"user": OUTSIDER, "sessions": f.Sessions(visible=True, without_group=2, stale=("bash",))}
    found = report(UBUNTU, **facts)
    assert [one.check for one in found.causes] == ["grp.member"]
    assert finding("grp.session", found).blocked_by == "grp.member"


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        (f.Sessions(visible=True, with_group=2), "fresh"),
        (f.Sessions(visible=True, without_group=2, stale=("bash", "tmux: server")), "stale"),
        (f.Sessions(visible=True, with_group=1, without_group=1, stale=("systemd",)), "some_stale"),
        (f.Sessions(visible=True), "no_session"),
        (f.Sessions(visible=False), "hidden"),
        ("no_permission", "no_permission"),
    ],
)
def test_a_session_from_before_the_membership_is_stale(sessions: object, expected: str) -> None:
    assert code("grp.session", UBUNTU, sessions=sessions) == expected


def test_a_stale_session_is_told_apart_from_a_missing_membership() -> None:
    stale = f.Sessions(visible=True, without_group=2, stale=("bash",))
    found = report(UBUNTU, sessions=stale)
    assert finding("grp.member", found).status == "PASS"
    assert [f"{one.check} {one.code}" for one in found.causes] == ["grp.session stale"]


def test_root_needs_no_session_with_the_group() -> None:
    root = f.User(name="root", exists=True, uid=0)
    assert code("grp.session", UBUNTU, user=root) == "not_needed"
    assert code("grp.session", ROOTLESS) == "not_used"


# home.docker


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        (f.DockerHome(exists=True, owner_uid=1000, mode=0o700), "own"),
        (f.DockerHome(exists=True, owner_uid=1000, mode=0o755, config_owner_uid=1000), "own"),
        (f.DockerHome(exists=False), "none_yet"),
        (f.DockerHome(exists=True, owner_uid=0, mode=0o700), "anothers"),
        (f.DockerHome(exists=True, owner_uid=1000, mode=0o700, config_owner_uid=0), "anothers_file"),
        (f.DockerHome(exists=True, owner_uid=1000, mode=0o500), "closed"),
        ("no_permission", "hidden"),
        ("denied", "denied"),
    ],
)
def test_the_users_docker_folder_is_his_own(home: object, expected: str) -> None:
    assert code("home.docker", UBUNTU, docker_home=home) == expected


def test_a_home_that_is_closed_to_the_agent_is_skipped() -> None:
    assert status("home.docker", UBUNTU, docker_home="no_permission") == "SKIP"


def test_root_may_own_roots_folder() -> None:
    root = f.User(name="root", exists=True, uid=0)
    assert code("home.docker", UBUNTU, user=root, docker_home=f.DockerHome(exists=True, mode=0o500)) == "own"
    assert code("home.docker", UBUNTU, user=f.User(name="x", exists=False)) == "no_user"
    assert code("home.docker", UBUNTU, user="denied") == "denied"


# rootless


READY = f.Rootless(has_service=True, subuids=65536, subgids=65536, has_newuidmap=True, lingers=True)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (f.Rootless(), "not_used"),
        (replace(READY, has_socket=True, restricts_userns=True), "works"),
        (replace(READY, has_socket=True, lingers=False), "works_while_here"),
        (replace(READY, subuids=0), "few_ids"),
        (replace(READY, subgids=65535), "few_ids"),
        (replace(READY, has_newuidmap=False), "no_newuidmap"),
        (replace(READY, restricts_userns=True), "userns"),
        (READY, "stopped"),
        ("no_permission", "no_permission"),
    ],
)
def test_rootless_has_what_it_needs(fact: object, expected: str) -> None:
    assert code("rootless", ROOTLESS, rootless=fact) == expected


def test_a_stopped_rootless_engine_may_have_ended_with_the_login() -> None:
    assert verdict("rootless", ROOTLESS, rootless=replace(READY, lingers=False)).or_else == ("logged_out",)
    assert causes({**ROOTLESS, "processes": f.Processes()}, rootless=READY) == ["rootless stopped"]


def test_rootless_beside_the_systems_engine_is_remarked_on() -> None:
    both = replace(READY, has_socket=True)
    assert code("rootless", UBUNTU, rootless=both) == "both"
    assert causes(UBUNTU, rootless=both) == []


def test_a_host_without_docker_is_asked_for_no_group() -> None:
    found = report(BARE)
    assert finding("grp.docker", found).blocked_by == "pkg.core"
    assert code("grp.docker", DEBIAN) == "there"
