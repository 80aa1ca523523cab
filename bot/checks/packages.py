"""What a package manager's words mean, and what a version string says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.checks.facts import Package, Packages

GONE = ("config-files", "not-installed", "deinstall")
BROKEN = ("half-configured", "half-installed", "unpacked")
VERSION = re.compile(r"(?:\d+:)?v?(?P<numbers>\d+(?:\.\d+)*)(?P<rest>.*)")
SUITE = re.compile(r"~(?:ubuntu|debian|raspbian)(?:[.-][0-9.]+)?[~-](?P<suite>[a-z]+)$")
BEFORE_RELEASE = re.compile(r"^[~-](?:rc|beta|alpha|test|dev)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version: its ``numbers`` for comparing, its ``text`` for people, the ``suite`` it was built for."""

    numbers: tuple[int, ...]
    text: str
    suite: str = ""
    is_early: bool = False

    def is_of(self, series: str) -> bool:
        """Whether it belongs to a series such as ``29`` or ``20.10``."""
        wanted = numbers_of(series)
        return bool(wanted) and self.numbers[: len(wanted)] == wanted

    def is_at_least(self, other: str) -> bool:
        """Whether it is ``other`` or newer."""
        return self.numbers >= numbers_of(other)


def read_version(text: str) -> Version | None:
    """The version that a package or a program says of itself, or None: ``5:29.7.2-1~ubuntu.24.04~noble``,
    ``5:20.10.16~3-0~ubuntu-jammy``, ``20.10.24+dfsg1-1``, ``Docker version 28.2.2, build e6534b4``."""
    found = VERSION.search(text.removeprefix("Docker version "))
    if found is None or found.start() > 0:
        return None
    suite = SUITE.search(found["rest"])
    return Version(
        numbers=numbers_of(found["numbers"]),
        text=found["numbers"],
        suite=suite["suite"] if suite else "",
        is_early=bool(BEFORE_RELEASE.match(found["rest"])),
    )


def numbers_of(version: str) -> tuple[int, ...]:
    """The numbers of a version for comparing; empty where it has none."""
    parts = re.findall(r"\d+", version)[:6]
    return tuple(int(part[:9]) for part in parts)


def is_installed(package: Package | None) -> bool:
    """Whether its files are there and set up; ``hold ok installed`` counts."""
    return package is not None and not is_gone(package) and not is_broken(package)


def is_broken(package: Package | None) -> bool:
    """Whether it was left half way."""
    words = package.status.split() if package else []
    return bool(words) and (words[-1] in BROKEN or "reinstreq" in words)


def is_gone(package: Package) -> bool:
    """Whether at most its settings are left."""
    words = package.status.split()
    return bool(words) and (words[-1] in GONE or words[:1] == ["uninstalled"])


def is_held(package: Package | None) -> bool:
    """Whether upgrades leave it alone."""
    return package is not None and package.status.startswith("hold ")


def there(packages: Packages, names: Iterable[str]) -> list[str]:
    """Those of ``names`` that are on the machine, also half way."""
    return [name for name in names if (known := packages.known.get(name)) and not is_gone(known)]
