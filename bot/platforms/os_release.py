"""Reads a pasted ``/etc/os-release``, also one whose line breaks were lost."""

from __future__ import annotations

import re

from bot.platforms.catalogue import Catalogue, Derivative

ASSIGNMENT = re.compile(
    r"""(?:^|(?<=\s))(?P<key>ID|ID_LIKE|VERSION_ID|VERSION_CODENAME|UBUNTU_CODENAME|DEBIAN_CODENAME)"""
    r"""=(?:"(?P<quoted>[^"\n]{0,80})"|'(?P<single>[^'\n]{0,80})'|(?P<bare>[^\s"']{1,80}))"""
)


def read_os_release(text: str) -> dict[str, str]:
    """The keys that say which system it is, values in lower case; empty if there is no ``ID``."""
    found = {
        match["key"]: (match["quoted"] or match["single"] or match["bare"] or "").lower()
        for match in ASSIGNMENT.finditer(text)
    }
    return found if "ID" in found or "UBUNTU_CODENAME" in found else {}


def distro_of_keys(keys: dict[str, str], catalogue: Catalogue) -> tuple[str, str, Derivative | None]:
    """Distro and release as written there, each perhaps empty, and how the derivative maps."""
    system = keys.get("ID", "")
    for derivative in catalogue.derivatives:
        is_named = system in derivative.os_ids
        is_open = not derivative.os_ids and not _listed(system, catalogue)
        if (is_named or is_open) and (not derivative.has or derivative.has in keys):
            release = keys.get(derivative.release_from, "") or keys.get("VERSION_ID", "")
            return derivative.distro, release, derivative
    distro = next((known.id for known in catalogue.distros if system in known.os_ids), "")
    if not distro:  # an unknown system that says what it is like, as "rhel centos fedora"
        likes = keys.get("ID_LIKE", "").split()
        distro = next((known.id for like in likes for known in catalogue.distros if like in known.os_ids), "")
        return distro, "", None
    return distro, keys.get("VERSION_CODENAME", "") or keys.get("VERSION_ID", ""), None


def _listed(system: str, catalogue: Catalogue) -> bool:
    return any(system in distro.os_ids for distro in catalogue.distros)
