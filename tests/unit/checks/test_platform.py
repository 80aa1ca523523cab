"""The Platform that a Host was seen to be."""

from __future__ import annotations

import pytest

from bot.checks import facts as f
from bot.checks.platform import platform_of, suite_of
from bot.platforms.model import Platform
from tests.catalogue import CATALOGUE
from tests.unit.checks.hosts import UBUNTU
from tests.unit.checks.judged import observe


def seen(release: object, machine: object, wsl: int = 0) -> Platform:
    around = f.Surroundings(wsl=wsl)  # type: ignore[arg-type] # of its Literal
    return platform_of(observe(UBUNTU, os_release=release, machine=machine, surroundings=around), CATALOGUE)


def told(platform: Platform) -> tuple[str, str, str]:
    facts = (platform.arch, platform.distro, platform.release)
    assert {fact.origin for fact in facts if fact} <= {"host"}
    arch, distro, release = (fact.value if fact else "" for fact in facts)
    return arch, distro, release


AMD64 = f.Machine(kernel_arch="x86_64", dpkg_arch="amd64", userland_bits=64)
ARM64 = f.Machine(kernel_arch="aarch64", dpkg_arch="arm64", userland_bits=64)
UBUNTU_NOBLE = f.OsRelease(id="ubuntu", version_codename="noble", ubuntu_codename="noble")


@pytest.mark.parametrize(
    ("release", "machine", "expected", "suite"),
    [
        (UBUNTU_NOBLE, AMD64, ("amd64", "ubuntu", "noble"), "noble"),
        (
            f.OsRelease(id="debian", version_id="13", version_codename="trixie"),
            ARM64,
            ("arm64", "debian", "trixie"),
            "trixie",
        ),
        (
            f.OsRelease(
                id="linuxmint", id_like=("ubuntu", "debian"), version_id="22.2", ubuntu_codename="noble"
            ),
            AMD64,
            ("amd64", "linuxmint", "22"),
            "noble",
        ),
        (
            f.OsRelease(id="linuxmint", id_like=("debian",), version_id="7", debian_codename="trixie"),
            AMD64,
            ("amd64", "lmde", "7"),
            "trixie",
        ),
        (
            f.OsRelease(id="kali", version_codename="kali-rolling"),
            AMD64,
            ("amd64", "kali", "kali-rolling"),
            "trixie",
        ),
        (
            f.OsRelease(id="zorin", id_like=("ubuntu",), ubuntu_codename="jammy"),
            AMD64,
            ("amd64", "ubuntu", "jammy"),
            "jammy",
        ),
        (
            f.OsRelease(id="fedora", version_id="43"),
            f.Machine(kernel_arch="aarch64"),
            ("arm64", "fedora", "43"),
            "43",
        ),
        (f.OsRelease(id="nobara", id_like=("fedora",)), AMD64, ("amd64", "fedora", ""), ""),
        (f.OsRelease(id="void"), AMD64, ("amd64", "", ""), ""),
        (
            f.OsRelease(id="raspbian", version_codename="bookworm"),
            f.Machine(kernel_arch="aarch64", dpkg_arch="armhf", userland_bits=32),
            ("armhf", "raspbian", "bookworm"),
            "bookworm",
        ),
        (
            f.OsRelease(id="raspbian", version_codename="bookworm"),
            f.Machine(kernel_arch="aarch64"),
            ("armhf", "raspbian", "bookworm"),
            "bookworm",
        ),
        (
            f.OsRelease(id="raspbian", version_codename="bookworm"),
            f.Machine(kernel_arch="armv6l", dpkg_arch="armhf", userland_bits=32),
            ("armv6", "raspbian", "bookworm"),
            "bookworm",
        ),
        (
            UBUNTU_NOBLE,
            f.Machine(kernel_arch="x86_64", userland_bits=32),
            ("i386", "ubuntu", "noble"),
            "noble",
        ),
        (UBUNTU_NOBLE, "denied", ("", "ubuntu", "noble"), "noble"),
        ("denied", ARM64, ("arm64", "", ""), ""),
    ],
)
def test_a_host_is_what_its_files_say(
    release: object, machine: object, expected: tuple[str, str, str], suite: str
) -> None:
    platform = seen(release, machine)
    assert told(platform) == expected
    assert suite_of(platform, CATALOGUE) == suite


def test_ubuntu_below_windows_is_wsl_and_debian_stays_debian() -> None:
    assert told(seen(UBUNTU_NOBLE, AMD64, wsl=2)) == ("amd64", "wsl", "noble")
    assert told(seen(f.OsRelease(id="debian", version_codename="trixie"), AMD64, wsl=2))[1] == "debian"
