"""A Platform from what a person wrote out: ``--arch arm64 --os ubuntu:noble``, ``/os debian``."""

from __future__ import annotations

import re

from bot.errors import BotError
from bot.knowledge.model import Language
from bot.platforms.catalogue import Catalogue, Distro
from bot.platforms.model import Known, Origin, Platform
from bot.platforms.pasted import arch_named
from bot.platforms.reading import read_platform
from bot.words import words_in


def platform_from(
    catalogue: Catalogue,
    *,
    arch: str = "",
    system: str = "",
    language: Language = "en",
    origin: Origin = "flag",
) -> Platform:
    """The Platform; ids, tools' names (``aarch64``) and words (``M1``, ``"mint 22"``) are taken.

    Raises:
        BotError: naming what is known, if ``arch`` or ``system`` is not.
    """
    distro, release = _system(catalogue, system, language) if system.strip() else ("", "")
    found_arch = _arch(catalogue, arch, language) if arch.strip() else ""
    return Platform(
        arch=Known(value=found_arch, origin=origin) if found_arch else None,
        distro=Known(value=distro, origin=origin) if distro else None,
        release=Known(value=release, origin=origin) if release else None,
    )


def _arch(catalogue: Catalogue, given: str, language: Language) -> str:
    named = arch_named(given.strip(), catalogue)
    read = read_platform(given, catalogue).arch
    if not named and read is None:
        known = ", ".join(arch.id for arch in catalogue.arches)
        raise BotError(words_in(language).terminal.unknown_arch.format(given=given, known=known))
    return named or (read.value if read else "")


def _system(catalogue: Catalogue, given: str, language: Language) -> tuple[str, str]:
    name, _, release = (part.strip().lower() for part in given.partition(":"))
    distro = catalogue.distro(name)
    if distro is None:
        read = read_platform(re.sub("[:_-]", " ", given), catalogue)
        if read.distro is None:
            known = ", ".join(known.id for known in catalogue.distros)
            raise BotError(words_in(language).terminal.unknown_os.format(given=given, known=known))
        return read.distro.value, read.release.value if read.release else ""
    return distro.id, _release(catalogue, distro, release, language) if release else ""


def _release(catalogue: Catalogue, distro: Distro, given: str, language: Language) -> str:
    found = catalogue.release(distro, given)
    if found:
        return found.id
    read = read_platform(f"{distro.words[0]} {given}", catalogue)
    if read.release and read.distro and read.distro.value == distro.id:
        return read.release.value
    if not catalogue.releases(distro):
        return ""
    names = (release.version or release.id for release in catalogue.releases(distro))
    says = words_in(language).terminal.unknown_release
    raise BotError(says.format(given=given, distro=distro.title, known=", ".join(names)))
