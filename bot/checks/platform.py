"""The Platform that a Host was seen to be."""

from __future__ import annotations

from bot.checks.facts import Machine, OsRelease, Surroundings
from bot.checks.observation import NotSeen, Observation
from bot.platforms.catalogue import Catalogue
from bot.platforms.model import Known, Platform
from bot.platforms.os_release import distro_of_keys
from bot.platforms.pasted import arch_named

NARROW = {"arm64": "armhf", "amd64": "i386"}
"""What a 32-bit userland on a 64-bit kernel is."""


def platform_of(seen: Observation, catalogue: Catalogue) -> Platform:
    """Arch, distro and release, each with the origin ``host``, or unknown where nothing was seen of it."""
    release, machine = seen.see(OsRelease), seen.see(Machine)
    distro, version = "", ""
    arch = "" if isinstance(machine, NotSeen) else _arch(machine, catalogue)
    if not isinstance(release, NotSeen):
        distro, version, kernel_means = _system(release, catalogue)
        is_userland_known = not isinstance(machine, NotSeen) and machine.dpkg_arch
        if not is_userland_known:
            arch = kernel_means.get(arch, arch)
        around = seen.see(Surroundings)
        if distro == "ubuntu" and not isinstance(around, NotSeen) and around.wsl:
            distro = "wsl"
        version = _release(distro, version, catalogue)
    return Platform(arch=_known(arch), distro=_known(distro), release=_known(version))


def suite_of(platform: Platform, catalogue: Catalogue) -> str:
    """The suite of Docker's apt repository that is for the Platform; empty where it is not known."""
    distro = catalogue.distro(platform.distro.value) if platform.distro else None
    if distro is None:
        return ""
    name = platform.release.value if platform.release else ""
    release = catalogue.release(distro, name)
    if release is None:
        borrowed = {known.suite for known in catalogue.releases(distro) if known.suite}
        return borrowed.pop() if len(borrowed) == 1 else ""
    return release.suite or release.id


def _arch(machine: Machine, catalogue: Catalogue) -> str:
    """dpkg's arch decides, since packages are for it; but an ARMv6 calls itself armhf there too."""
    kernel = arch_named(machine.kernel_arch, catalogue)
    if kernel == "armv6":
        return kernel
    if userland := arch_named(machine.dpkg_arch, catalogue):
        return userland
    return NARROW.get(kernel, kernel) if machine.userland_bits == 32 else kernel


def _system(release: OsRelease, catalogue: Catalogue) -> tuple[str, str, dict[str, str]]:
    keys = {
        "ID": release.id,
        "ID_LIKE": " ".join(release.id_like),
        "VERSION_ID": release.version_id,
        "VERSION_CODENAME": release.version_codename,
        "UBUNTU_CODENAME": release.ubuntu_codename,
        "DEBIAN_CODENAME": release.debian_codename,
    }
    named = {key: value.strip().strip("\"'").lower() for key, value in keys.items()}
    distro, version, derivative = distro_of_keys(
        {key: value for key, value in named.items() if value}, catalogue
    )
    return distro, version, dict(derivative.kernel_means) if derivative else {}


def _release(distro: str, version: str, catalogue: Catalogue) -> str:
    """The release by the id that the catalogue has for it, or as the system calls it."""
    known = catalogue.distro(distro)
    found = catalogue.release(known, version) if known and version else None
    return found.id if found else version


def _known(value: str) -> Known | None:
    return Known(value=value, origin="host") if value else None
