"""What programs printed: ``uname``, ``dpkg``, os-release, ``lsb_release``, ``docker version``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.platforms.catalogue import Catalogue
from bot.platforms.mentions import find_mentions
from bot.platforms.os_release import distro_of_keys, read_os_release

SYSTEMS = {"darwin": "macos", "windows": "windows"}  # Go's names, as Docker prints them
GROUPS = ["userland", "kernel", "host", "system", "words", "distro", "release"]
"""What a pattern of ``platforms.yaml`` may find; see ``catalogue.Pasted``."""
FLAGS = re.IGNORECASE | re.DOTALL


@dataclass(frozen=True, slots=True)
class Printed:
    """``arch`` is the machine's; ``host`` is weaker, read from an error about an image."""

    arch: str = ""
    host: str = ""
    distro: str = ""
    release: str = ""


def read_pasted(text: str, catalogue: Catalogue) -> Printed:
    """What the output in ``text`` says; on a contradiction the first output wins."""
    groups: dict[str, str] = {}
    for pattern, is_distro in _patterns(catalogue):
        found = pattern.search(text)
        if found:
            for name, value in found.groupdict().items():
                groups.setdefault(name, value or "")
            if is_distro:
                groups.setdefault("distro", is_distro)
    distro, release = _system(text, groups, catalogue)
    keys = read_os_release(text)
    kernel = arch_named(groups.get("kernel", ""), catalogue)
    if keys:
        distro, release, derivative = distro_of_keys(keys, catalogue)
        if groups.get("distro") == "wsl" and distro == "ubuntu":
            distro = "wsl"
        kernel = dict(derivative.kernel_means if derivative else ()).get(kernel, kernel)
    userland = arch_named(groups.get("userland", ""), catalogue)
    is_older = kernel == "armv6"  # its dpkg says armhf as well
    arch = kernel if is_older or not userland else userland
    return Printed(arch, arch_named(groups.get("host", ""), catalogue), distro, release)


def _system(text: str, groups: dict[str, str], catalogue: Catalogue) -> tuple[str, str]:
    """Distro and release of what was printed, apart from os-release."""
    distro = groups.get("distro", "") or SYSTEMS.get(groups.get("system", "").lower(), "")
    release = groups.get("release", "").lower()
    for mention in find_mentions(groups.get("words", "").lower(), catalogue):
        if mention.kind == "distro":
            distro = distro or mention.distro
        if mention.kind in ("distro", "release"):
            release = release or mention.release
    return distro, release


def arch_named(name: str, catalogue: Catalogue) -> str:
    """The arch that a tool calls ``name``, or empty; ``arm`` alone is none."""
    return _names(catalogue).get(name.lower().replace("x86-64", "x86_64"), "")


@lru_cache(maxsize=4)
def _names(catalogue: Catalogue) -> dict[str, str]:
    names: dict[str, str] = {}
    for arch in catalogue.arches:
        oci = tuple(name.removeprefix("linux/") for name in arch.oci)
        for name in (arch.id, *arch.uname, *arch.dpkg, *arch.rpm, *oci):
            names.setdefault(name, arch.id)
    return names


@lru_cache(maxsize=4)
def _patterns(catalogue: Catalogue) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row.pattern, FLAGS), row.is_distro) for row in catalogue.reading.pasted)
