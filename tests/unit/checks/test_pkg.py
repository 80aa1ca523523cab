"""pkg.*: what is installed, and in what state."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.checks import facts as f
from tests.unit.checks.hosts import BARE, UBUNTU, with_packages
from tests.unit.checks.judged import causes, code, status, verdict
from tests.unit.checks.other_hosts import ARCH, DEBIAN, FEDORA, PODMAN, ROOTLESS, WSL_DESKTOP
from tests.unit.checks.parts import installed, packages

STATIC = f.Program(path="/usr/local/bin/dockerd", real_path="/usr/local/bin/dockerd", form="binary")
SNAP = f.Program(
    path="/snap/docker/current/bin/dockerd", real_path="/snap/docker/3265/bin/dockerd", owner="snap:docker"
)
OWN = UBUNTU["engines"].daemons[0]


# pkg.origin


@pytest.mark.parametrize(
    ("engines", "expected"),
    [
        (f.Engines(daemons=(OWN,)), "dockers"),
        (f.Engines(daemons=(OWN,), has_snap_data=True), "snap_leftovers"),
        (f.Engines(daemons=(OWN, SNAP), snap_revision="3265"), "snap_too"),
        (f.Engines(daemons=(OWN,), snap_revision="3265"), "snap_too"),
        (f.Engines(daemons=(STATIC, OWN)), "two"),
        (f.Engines(daemons=(replace(OWN, owner=""),)), "dockers"),
        ("no_permission", "dockers"),
    ],
)
def test_dockers_own_engine_stands_alone(engines: object, expected: str) -> None:
    assert code("pkg.origin", UBUNTU, engines=engines) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        (DEBIAN, "distro"),
        (FEDORA, "dockers"),
        (ARCH, "only_way"),
        (WSL_DESKTOP, "desktop"),
        (PODMAN, "podman"),
        (ROOTLESS, "dockers"),
        (BARE, "nothing"),
    ],
    ids=["docker.io", "fedora", "arch", "desktop", "podman", "rootless", "bare"],
)
def test_an_engine_from_elsewhere_works_and_is_told(host: dict[str, object], expected: str) -> None:
    assert code("pkg.origin", host) == expected


def test_the_snap_and_a_static_engine_alone_are_remarked_on() -> None:
    assert code("pkg.origin", BARE, engines=f.Engines(daemons=(SNAP,), snap_revision="3265")) == "snap"
    assert code("pkg.origin", BARE, engines=f.Engines(daemons=(STATIC,))) == "static"


def test_debians_package_docker_is_no_engine() -> None:
    assert code("pkg.origin", BARE, packages=packages(docker="1.5-2")) == "nothing"


def test_without_packages_and_engines_nothing_is_said_of_the_origin() -> None:
    assert status("pkg.origin", UBUNTU, packages="denied", engines="denied") == "UNKNOWN"


# pkg.core


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "there"),
        ({"docker_ce": installed("5:29.8.2-1", "hold ok installed")}, "held"),
        ({"docker_ce": installed("5:27.5.1-1", "hold ok installed")}, "held_over"),
        ({"docker_ce": installed("5:29.8.2-1", "install ok half-configured")}, "half_way"),
        ({"docker_ce": installed("5:29.8.2-1", "install ok unpacked")}, "half_way"),
        ({"docker_ce": installed("5:29.8.2-1", "install reinstreq half-installed")}, "half_way"),
        ({"docker_ce": installed("5:29.8.2-1", "install ok triggers-pending")}, "there"),
        ({"containerd__io": None}, "parts_missing"),
        ({"docker_ce_cli": installed("5:29.8.2-1", "deinstall ok config-files")}, "parts_missing"),
    ],
)
def test_dockers_packages_are_all_there_and_set_up(
    changed: dict[str, f.Package | None], expected: str
) -> None:
    assert code("pkg.core", UBUNTU, packages=with_packages(**changed)) == expected


def test_what_is_left_of_a_removed_docker_is_no_docker() -> None:
    removed = f.Packages(
        manager="dpkg", known={"docker-ce": installed("5:29.8.2-1", "deinstall ok config-files")}
    )
    assert code("pkg.core", BARE, packages=removed) == "missing"


def test_the_command_alone_is_told_apart_from_nothing() -> None:
    assert code("pkg.core", BARE) == "missing"
    assert code("pkg.core", BARE, packages=packages(docker_ce_cli="5:29.8.2-1")) == "engine_missing"


@pytest.mark.parametrize(
    ("host", "expected"),
    [(DEBIAN, "other_engine"), (ARCH, "other_engine"), (WSL_DESKTOP, "desktop"), (PODMAN, "podman")],
    ids=["docker.io", "arch", "desktop", "podman"],
)
def test_other_engines_need_none_of_dockers_packages(host: dict[str, object], expected: str) -> None:
    assert code("pkg.core", host) == expected
    assert status("pkg.core", host) == "SKIP"


def test_half_a_picture_is_no_missing_docker() -> None:
    assert code("pkg.core", BARE, engines="no_permission") == "no_permission"
    assert code("pkg.core", BARE, packages="absent", engines="absent") == "absent"


# pkg.conflict


@pytest.mark.parametrize(
    "name",
    ["docker.io", "docker-compose", "docker-compose-v2", "docker-doc", "podman-docker", "containerd", "runc"],
)
def test_each_conflicting_package_beside_docker_ce_fails(name: str) -> None:
    beside = f.Packages(manager="dpkg", known={**UBUNTU["packages"].known, name: installed("1.0")})
    assert verdict("pkg.conflict", UBUNTU, packages=beside).values == {"packages": name}
    assert status("pkg.conflict", UBUNTU, packages=beside) == "FAIL"


def test_settings_left_of_a_conflicting_package_are_harmless() -> None:
    left = installed("20.10", "deinstall ok config-files")
    assert code("pkg.conflict", UBUNTU, packages=with_packages(docker__io=left)) == "alone"


def test_without_docker_ce_there_is_nothing_to_conflict_with() -> None:
    assert code("pkg.conflict", DEBIAN) == "not_dockers"
    assert code("pkg.conflict", ARCH) == "no_packages"
    assert code("pkg.conflict", UBUNTU, packages="timeout") == "timeout"


# pkg.podman


PODMAN_SCRIPT = f.Clients(commands=(f.Program(path="/usr/bin/docker", form="script", is_podman=True),))


def test_docker_that_is_podman_fails() -> None:
    assert causes(BARE, clients=PODMAN_SCRIPT) == ["pkg.podman is_podman"]
    assert code("pkg.podman", UBUNTU, clients=PODMAN_SCRIPT) == "hides_docker"


def test_podman_that_answers_in_dockers_place_is_a_choice() -> None:
    assert code("pkg.podman", PODMAN) == "podman_serves"
    assert code("pkg.podman", PODMAN, api_ping=f.ApiPing()) == "podman_serves"
    assert code("pkg.podman", PODMAN, api_ping=f.ApiPing(failure="no_socket")) == "is_podman"


def test_podman_beside_docker_under_its_own_name_is_fine() -> None:
    assert code("pkg.podman", UBUNTU, packages=with_packages(podman=installed("5.6.0"))) == "docker"
    assert code("pkg.podman", BARE) == "no_command"


# pkg.plugins


def test_plugins_count_as_packages_or_as_files() -> None:
    none = with_packages(docker_buildx_plugin=None, docker_compose_plugin=None)
    commands = UBUNTU["clients"].commands
    assert code("pkg.plugins", UBUNTU, packages=none) == "there"
    assert code("pkg.plugins", UBUNTU, clients="timeout") == "there"
    assert code("pkg.plugins", UBUNTU, packages=none, clients="timeout") == "timeout"
    assert (
        code("pkg.plugins", UBUNTU, packages=none, clients=f.Clients(commands=commands)) == "compose_missing"
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"docker_compose_plugin": None}, "compose_missing"),
        ({"docker_buildx_plugin": None}, "buildx_missing"),
        ({"docker_compose_plugin": None, "docker_compose_v2": installed("2.40")}, "there"),
    ],
)
def test_a_missing_plugin_of_docker_ce_warns(changed: dict[str, f.Package | None], expected: str) -> None:
    bare = f.Clients(commands=UBUNTU["clients"].commands)
    assert code("pkg.plugins", UBUNTU, packages=with_packages(**changed), clients=bare) == expected


def test_compose_v1_alone_is_told() -> None:
    clients = f.Clients(commands=UBUNTU["clients"].commands, compose_v1="/usr/local/bin/docker-compose")
    own = with_packages(docker_compose_plugin=None)
    assert (
        verdict("pkg.plugins", UBUNTU, packages=own, clients=clients)
        .values["path"]
        .endswith("docker-compose")
    )


def test_plugins_that_a_distribution_leaves_out_are_a_remark() -> None:
    assert code("pkg.plugins", DEBIAN) == "not_included"
    assert status("pkg.plugins", BARE) == "SKIP"
