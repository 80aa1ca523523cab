"""pkg.*: what is installed, and in what state."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.checks import facts as f
from bot.checks.packages import read_version
from tests.unit.checks.hosts import (
    ARCH,
    BARE,
    DEBIAN,
    FEDORA,
    PODMAN,
    ROOTLESS,
    UBUNTU,
    WSL_DESKTOP,
    causes,
    code,
    installed,
    packages,
    status,
    verdict,
)

STATIC = f.Program(path="/usr/local/bin/dockerd", real_path="/usr/local/bin/dockerd", form="binary")
SNAP = f.Program(
    path="/snap/docker/current/bin/dockerd", real_path="/snap/docker/3265/bin/dockerd", owner="snap:docker"
)
OWN = UBUNTU["engines"].daemons[0]


def with_packages(**changed: f.Package | None) -> f.Packages:
    """Ubuntu's packages, some of them changed; None takes one away."""
    named = {name.replace("__", ".").replace("_", "-"): package for name, package in changed.items()}
    known = {**UBUNTU["packages"].known, **named}
    return f.Packages(manager="dpkg", known={name: package for name, package in known.items() if package})


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


# pkg.version


@pytest.mark.parametrize(
    ("text", "numbers", "suite", "is_early"),
    [
        ("5:29.7.2-1~ubuntu.24.04~noble", (29, 7, 2), "noble", False),
        ("5:20.10.16~3-0~ubuntu-focal", (20, 10, 16), "focal", False),
        ("5:29.8.2-1~debian.12~bookworm", (29, 8, 2), "bookworm", False),
        ("20.10.24+dfsg1-1+deb12u1", (20, 10, 24), "", False),
        ("5:29.0.0~rc.1-1~ubuntu.24.04~noble", (29, 0, 0), "noble", True),
        ("3:29.8.2-1.fc43", (29, 8, 2), "", False),
        ("Docker version 28.2.2, build e6534b4", (28, 2, 2), "", False),
        ("29.8.2", (29, 8, 2), "", False),
    ],
)
def test_version_strings_of_every_form_are_read(
    text: str, numbers: tuple[int, ...], suite: str, is_early: bool
) -> None:
    version = read_version(text)
    assert version is not None
    assert (version.numbers, version.suite, version.is_early) == (numbers, suite, is_early)


@pytest.mark.parametrize("text", ["", "unknown", "latest", "~~~"])
def test_what_is_no_version_is_none(text: str) -> None:
    assert read_version(text) is None


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "version"),
        ({"docker_ce": installed("5:28.5.2-1~ubuntu.24.04~noble")}, "client_differs"),
        ({"docker_ce": installed("5:29.7.2-1~ubuntu.24.04~noble")}, "newer_there"),
        ({"docker_ce": installed("5:29.8.2-1~ubuntu.22.04~jammy")}, "other_release"),
        ({"docker_ce": installed("5:29.9.0~rc.1-1~ubuntu.24.04~noble")}, "early"),
    ],
)
def test_the_version_is_told_with_what_does_not_fit(changed: dict[str, f.Package], expected: str) -> None:
    assert code("pkg.version", UBUNTU, packages=with_packages(**changed)) == expected


def test_the_version_is_known_without_a_package_manager() -> None:
    assert verdict("pkg.version", ARCH).values == {"engine": "29.8.2"}
    engines = f.Engines(daemons=(f.Program(path="/usr/bin/dockerd"),))
    assert code("pkg.version", ARCH, engines=engines, api_version="not_granted") == "not_told"


# pkg.eol


@pytest.mark.parametrize(
    ("version", "today", "expected"),
    [
        ("5:29.8.2-1~ubuntu.24.04~noble", date(2026, 11, 22), "maintained"),
        ("5:28.5.2-1~ubuntu.24.04~noble", date(2026, 5, 13), "maintained"),
        ("5:28.5.2-1~ubuntu.24.04~noble", date(2026, 5, 14), "over"),
        ("5:25.0.14-1~ubuntu.22.04~jammy", date(2026, 11, 22), "maintained"),
        ("5:25.0.14-1~ubuntu.22.04~jammy", date(2026, 12, 5), "over"),
        ("5:20.10.16~3-0~ubuntu-focal", date(2026, 11, 22), "over"),
        ("5:19.03.15~3-0~ubuntu-focal", date(2026, 11, 22), "too_old"),
        ("5:31.0.0-1~ubuntu.24.04~noble", date(2026, 11, 22), "newer"),
        ("5:22.0.0-1~ubuntu.24.04~noble", date(2026, 11, 22), "not_listed"),
    ],
)
def test_the_end_of_a_line_of_releases_is_a_date_of_the_table(
    version: str, today: date, expected: str
) -> None:
    own = with_packages(docker_ce=installed(version))
    assert verdict("pkg.eol", UBUNTU, at=today, packages=own).code == expected


def test_the_distributions_engine_is_maintained_by_the_distribution() -> None:
    assert code("pkg.eol", DEBIAN) == "over_distro"
    assert causes(DEBIAN) == []


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
