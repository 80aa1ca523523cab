"""os.*: the machine that Docker is to run on."""

from __future__ import annotations

import re
from math import isfinite

from bot.checks.facts import Cgroup, Clock, Kernel, Machine, OsRelease, Surroundings
from bot.checks.model import Verdict
from bot.checks.observation import NotSeen, Observation
from bot.checks.packages import numbers_of
from bot.checks.platform import platform_of, suite_of
from bot.checks.setup import setup_of
from bot.checks.tables import Tables
from bot.checks.verdicts import Bound, gives, listed, unseen
from bot.platforms.catalogue import Release
from bot.platforms.choosing import describe, support

BORROWERS = ("linuxmint", "lmde", "pop", "kali", "raspbian")
"""Distros that Docker's list does not have, but that use the repository of one that it has."""

OLDEST_KERNEL = "3.10"
CLOCK_WARN_S = 60.0
CLOCK_FAIL_S = 300.0


def supported(seen: Observation, tables: Tables) -> Verdict:
    """Whether Docker publishes for the distro and release, and whether that release is still maintained."""
    os_release = seen.see(OsRelease)
    if isinstance(os_release, NotSeen):
        return unseen(os_release)
    platform, catalogue = platform_of(seen, tables.catalogue), tables.catalogue
    distro = catalogue.distro(platform.distro.value) if platform.distro else None
    if distro is None:
        name = os_release.pretty_name or os_release.id
        if not name:
            return gives("no_name")
        return gives("unknown_works" if setup_of(seen).has_engine else "unknown", system=name)
    system = describe(platform, catalogue).split(" · ")[0]
    release = catalogue.release(distro, platform.release.value) if platform.release else None
    if release and _is_over(release, tables):
        return gives("ended", system=system, end=release.eol.split(" (")[0] or "-")
    verdict = support(platform, catalogue)
    if not distro.repo or verdict.verdict in ("no", "script"):
        return gives("distro_packages", system=system)
    if distro.id in BORROWERS:
        return gives("derivative", system=system, suite=suite_of(platform, catalogue) or distro.base)
    if platform.release and release is None:
        return gives("unlisted", system=system, read_on=catalogue.read_on.isoformat())
    if release and release.status == "none":
        return gives("no_repository", system=system)
    return gives("supported", system=system)


def _is_over(release: Release, tables: Tables) -> bool:
    """Docker has stopped publishing for it, or the last of its ends of life has passed."""
    dates = re.findall(r"\d{4}-\d{2}(?:-\d{2})?", release.eol)
    is_past = bool(dates) and max(dates)[:7] < tables.today.isoformat()[:7]
    return is_past or release.status in ("ended", "frozen")


def arch(seen: Observation, tables: Tables) -> Verdict:
    """Whether Docker publishes for the arch that packages are installed for."""
    machine = seen.see(Machine)
    if isinstance(machine, NotSeen):
        return unseen(machine)
    platform = platform_of(seen, tables.catalogue)
    name = machine.dpkg_arch or machine.kernel_arch
    known = platform.arch.value if platform.arch else ""
    if known in ("amd64", "arm64"):
        return gives("supported", arch=known)
    if known == "armhf":
        is_mixed = machine.kernel_arch in ("aarch64", "arm64")
        return gives("armhf_on_64" if is_mixed else "armhf", arch=known, kernel=machine.kernel_arch)
    has_packages = bool(known) and bool(platform.distro) and support(platform, tables.catalogue).has_packages
    if setup_of(seen).has_engine:
        return gives("other_works", arch=known or name)
    return gives("unlisted" if has_packages else "unsupported", arch=known or name)


def env(seen: Observation, tables: Tables) -> Verdict:
    """Whether the system runs in WSL or a container, and who starts services there."""
    around = seen.see(Surroundings)
    if isinstance(around, NotSeen):
        return unseen(around)
    if around.in_docker or around.in_podman:
        return gives("in_container")
    if around.wsl == 1:
        return gives("wsl1")
    if around.wsl:
        if around.has_systemd:
            return gives("wsl")
        if setup_of(seen).instead == "desktop":
            return gives("wsl_desktop")
        return gives("wsl_not_restarted" if around.wsl_conf_systemd else "wsl_no_systemd")
    if around.has_systemd:
        return gives("systemd")
    return gives("no_systemd", init=around.init or "?")


def kernel(seen: Observation, tables: Tables) -> Verdict:
    """The kernel's version, and the options that Docker builds on. A missing option can only warn:
    containers ran on kernels that the engine's own check script calls broken."""
    fact = seen.see(Kernel)
    if isinstance(fact, NotSeen):
        return unseen(fact)
    numbers = numbers_of(fact.release)
    if not numbers:
        return gives("unreadable", release=fact.release)
    if numbers < numbers_of(OLDEST_KERNEL):
        return gives("too_old", release=fact.release)
    if fact.flags is None:
        return gives("no_config", release=fact.release)
    missing = [flag for flag in tables.engines.kernel_flags if fact.flags.get(flag, "n") == "n"]
    if missing:
        return gives("missing_flags", release=fact.release, flags=listed(missing))
    return gives("fine", release=fact.release)


def cgroup(seen: Observation, tables: Tables) -> Verdict:
    """The cgroup version; version 1 works until Docker drops it."""
    fact = seen.see(Cgroup)
    if isinstance(fact, NotSeen):
        return unseen(fact)
    return gives({"v2": "v2", "v1": "v1", "hybrid": "hybrid", "none": "nothing"}[fact.kind])


def clock(seen: Observation, tables: Tables) -> Verdict:
    """How far the clock is from ours: signatures and certificates are valid for a time only."""
    fact = seen.see(Clock)
    if isinstance(fact, NotSeen):
        return unseen(fact)
    if not isfinite(fact.ahead_s):
        return gives("no_number")
    off = abs(fact.ahead_s)
    if off < CLOCK_WARN_S:
        return gives("right")
    side = "ahead" if fact.ahead_s > 0 else "behind"
    return gives(f"{side}_far" if off >= CLOCK_FAIL_S else side, by=round(off))


CHECKS = {
    "os.supported": Bound(
        supported,
        {
            "supported": "system",
            "derivative": "system suite",
            "distro_packages": "system",
            "unlisted": "system read_on",
            "no_repository": "system",
            "ended": "system end",
            "unknown_works": "system",
            "unknown": "system",
            "no_name": "",
        },
    ),
    "os.arch": Bound(
        arch,
        {
            "supported": "arch",
            "armhf": "arch kernel",
            "armhf_on_64": "arch kernel",
            "other_works": "arch",
            "unlisted": "arch",
            "unsupported": "arch",
        },
    ),
    "os.env": Bound(
        env,
        {
            "systemd": "",
            "no_systemd": "init",
            "in_container": "",
            "wsl": "",
            "wsl1": "",
            "wsl_desktop": "",
            "wsl_no_systemd": "",
            "wsl_not_restarted": "",
        },
    ),
    "os.kernel": Bound(
        kernel,
        {
            "fine": "release",
            "missing_flags": "release flags",
            "no_config": "release",
            "too_old": "release",
            "unreadable": "release",
        },
    ),
    "os.cgroup": Bound(cgroup, {"v2": "", "v1": "", "hybrid": "", "nothing": ""}),
    "os.clock": Bound(
        clock,
        {"right": "", "no_number": "", "ahead": "by", "behind": "by", "ahead_far": "by", "behind_far": "by"},
    ),
}
"""The judges of this family by the id of their Check."""
