"""Which command fits a Platform, and what the support matrix says of it."""

from __future__ import annotations

from itertools import product

import pytest

from bot.knowledge.model import Command, Step, Text, When
from bot.platforms.catalogue import Distro
from bot.platforms.choosing import choose, describe, find_cell, fits, support
from bot.platforms.model import Known, Platform
from tests.catalogue import CATALOGUE


def on(distro: str = "", release: str = "", arch: str = "") -> Platform:
    def known(value: str) -> Known | None:
        return Known(value=value, origin="flag") if value else None

    return Platform(arch=known(arch), distro=known(distro), release=known(release))


@pytest.mark.parametrize(
    ("when", "platform", "expected"),
    [
        (When(), on(), True),
        (When(distro=("ubuntu",)), on(), True),
        (When(distro=("apt",)), on(), True),
        (When(distro=("debian",)), on(), False),
        (When(arch=("amd64",)), on(), False),
        (When(arch=("amd64",)), on(arch="amd64"), True),
        (When(distro=("apt-ubuntu",)), on("linuxmint", "22"), True),
        (When(distro=("apt-ubuntu",), release=("noble",)), on("linuxmint", "22"), True),
        (When(distro=("apt-ubuntu",), release=("noble",)), on("wsl", "noble"), True),
        (When(distro=("ubuntu",), release=("24.04",)), on("ubuntu", "noble"), True),
        (When(distro=("ubuntu",), release=("noble",)), on("ubuntu"), False),
        (When(distro=("ubuntu",), release=("noble",)), on("ubuntu", "jammy"), False),
        (When(distro=("fedora",), release=("43",)), on("fedora", "43"), True),
        (When(distro=("linux",)), on("macos"), False),
        (When(distro=("linux",)), on("alpine"), True),
        (When(distro=("apt-debian",)), on("raspbian", arch="armhf"), True),
    ],
)
def test_a_condition_fits_or_not(when: When, platform: Platform, expected: bool) -> None:
    assert fits(when, platform, CATALOGUE) is expected


def test_the_first_command_that_fits_is_chosen() -> None:
    text = Text(ko="가", en="a")
    portable = Command(run="docker ps")
    on_windows = Command(run="docker ps -a", when=When(distro=("windows",)), shell="powershell")
    step = Step(id="ps", does=text, commands=(on_windows, portable))
    assert choose(step, on("windows"), CATALOGUE) is on_windows
    assert choose(step, on(), CATALOGUE) is portable
    assert choose(Step(id="ps", does=text, commands=(on_windows,)), on(), CATALOGUE) is None


def rows() -> list[tuple[Distro, str, str]]:
    found = []
    for distro in CATALOGUE.distros:
        releases = [release.id for release in CATALOGUE.releases(distro)] + ["", "999"]
        found += [(distro, *cell) for cell in product(releases, (arch.id for arch in CATALOGUE.arches))]
    return found


@pytest.mark.parametrize("distro", CATALOGUE.distros, ids=lambda distro: distro.id)
def test_every_cell_gives_packages_or_a_reason_and_an_alternative(distro: Distro) -> None:
    for row in rows():
        if row[0] is distro:
            cell = find_cell(*row, CATALOGUE)
            assert cell.verdict == "yes" or (cell.reason and cell.alternative), row


@pytest.mark.parametrize(
    ("platform", "verdict"),
    [
        (on(), "yes"),
        (on("ubuntu", "resolute", "arm64"), "yes"),
        (on("ubuntu", "noble", "armhf"), "yes"),
        (on("ubuntu", "jammy", "s390x"), "verify"),
        (on("ubuntu", "noble", "ppc64el"), "verify"),
        (on("ubuntu", "noble", "riscv64"), "no"),
        (on("ubuntu", "noble", "i386"), "no"),
        (on("ubuntu", "questing", "amd64"), "frozen"),
        (on("ubuntu", "focal", "amd64"), "frozen"),
        (on("ubuntu", "bionic"), "frozen"),
        (on("linuxmint", "20"), "frozen"),
        (on("linuxmint", "22", "amd64"), "yes"),
        (on("wsl", "focal"), "frozen"),
        (on("debian", "trixie", "armhf"), "yes"),
        (on("debian", "bookworm", "s390x"), "no"),
        (on("debian", "bookworm", "ppc64el"), "verify"),
        (on("debian", "bookworm", "armv6"), "no"),
        (on("debian", "bullseye", "amd64"), "yes"),
        (on("debian", "forky"), "verify"),
        (on("kali", "kali-rolling", "amd64"), "yes"),
        (on("raspbian", arch="arm64"), "yes"),
        (on("raspbian", "trixie", "armhf"), "yes"),
        (on("raspbian", "trixie", "armv6"), "no"),
        (on("raspbian", "bookworm", "armv6"), "frozen"),
        (on("raspbian", arch="armv6"), "frozen"),
        (on("fedora", "44", "amd64"), "yes"),
        (on("fedora", "43", "ppc64el"), "verify"),
        (on("fedora", "43", "s390x"), "no"),
        (on("fedora", "41"), "frozen"),
        (on("centos", "9", "arm64"), "yes"),
        (on("centos", "7"), "no"),
        (on("rhel", "8", "amd64"), "yes"),
        (on("rhel", "9", "s390x"), "no"),
        (on("rhel", "9", "ppc64el"), "no"),
        (on("sles", "15", "amd64"), "no"),
        (on("rocky", "9", "amd64"), "script"),
        (on("almalinux", "9"), "no"),
        (on("amazon", "2023"), "no"),
        (on("alpine"), "no"),
        (on("macos", arch="arm64"), "desktop"),
        (on("macos"), "desktop"),
        (on("windows", "11", "amd64"), "desktop"),
        (on("windows", "server"), "no"),
        (on("windows", "7"), "no"),
        (on("plan9"), "no"),
    ],
    ids=str,
)
def test_the_matrix_decides(platform: Platform, verdict: str) -> None:
    assert support(platform, CATALOGUE).verdict == verdict


def test_desktop_and_script_are_no_packages() -> None:
    assert not support(on("macos"), CATALOGUE).has_packages
    assert not support(on("rocky", "9", "amd64"), CATALOGUE).has_packages
    assert support(on("ubuntu", "focal"), CATALOGUE).has_packages


def test_a_distro_that_the_table_lacks_is_told_why_and_what_to_do() -> None:
    verdict = support(on("plan9"), CATALOGUE)
    assert verdict.reason
    assert "not in my table" in verdict.reason.en
    assert verdict.alternative
    assert "`docker.io`" in verdict.alternative.en
    assert verdict.entry == "docker-install-other-os"


def test_a_pi_zero_is_told_what_armv6_means() -> None:
    verdict = support(on("raspbian", arch="armv6"), CATALOGUE)
    assert verdict.reason
    assert verdict.reason.en.startswith("A Raspberry Pi 1, Zero or Zero W has an ARMv6 CPU")


def test_a_platform_is_described_in_words() -> None:
    assert describe(on("ubuntu", "noble", "arm64"), CATALOGUE) == "Ubuntu 24.04 · arm64 (AArch64)"
    assert describe(on("fedora"), CATALOGUE) == "Fedora"
    assert describe(on(), CATALOGUE) == ""


def test_ids_are_unique_and_known() -> None:
    distros = [distro.id for distro in CATALOGUE.distros]
    arches = [arch.id for arch in CATALOGUE.arches]
    assert len(distros) == len(set(distros))
    assert len(arches) == len(set(arches))
    known = set(CATALOGUE.conditions())
    for cell in CATALOGUE.cells:
        assert set(cell.distro) <= known
        assert set(cell.arch) <= set(arches)
    for hint in CATALOGUE.reading.hints:
        assert set(hint.arches) <= set(arches)
        assert hint.distro in ("", *distros)
