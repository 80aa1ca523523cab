"""pkg.version and pkg.eol: how old the engine is."""

from __future__ import annotations

from datetime import date

import pytest

from bot.checks import facts as f
from bot.checks.packages import read_version
from tests.unit.checks.hosts import UBUNTU, with_packages
from tests.unit.checks.judged import causes, code, verdict
from tests.unit.checks.other_hosts import ARCH, DEBIAN
from tests.unit.checks.parts import installed

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
