"""apt.prereq, apt.source, apt.conflict, apt.suite and apt.arch: where apt looks for Docker."""

from __future__ import annotations

from bot.checks.apt import (
    is_literal,
    is_without_apt,
    known_suites,
    names_repository,
    repositories,
    repository_of,
    signer_of,
    where,
)
from bot.checks.facts import AptSource, AptSources, Machine, Packages
from bot.checks.model import Verdict
from bot.checks.observation import NotSeen, Observation
from bot.checks.packages import is_installed
from bot.checks.platform import platform_of, suite_of
from bot.checks.setup import setup_of
from bot.checks.tables import Tables
from bot.checks.verdicts import Bound, gives, listed, unseen

PREREQUISITES = ("ca-certificates", "curl")  # gnupg is for --dearmor only, lsb-release for nothing any more


def prereq(seen: Observation, tables: Tables) -> Verdict:
    """Whether what fetches the key is there; once the repository or an engine is, it has done its work."""
    packages, sources = seen.see(Packages), seen.see(AptSources)
    if is_without_apt(seen):
        return gives("not_apt")
    if isinstance(packages, NotSeen):
        return unseen(packages)
    missing = [name for name in PREREQUISITES if not is_installed(packages.known.get(name))]
    if not missing:
        return gives("there")
    has_source = not isinstance(sources, NotSeen) and bool(repositories(sources))
    setup = setup_of(seen)
    if has_source or setup.has_engine or setup.instead:
        return gives("not_needed", packages=listed(missing))
    return gives("missing", packages=listed(missing))


def source(seen: Observation, tables: Tables) -> Verdict:
    """Whether exactly one entry for Docker's repository is enabled, and for the right distro."""
    sources = seen.see(AptSources)
    if is_without_apt(seen):
        return gives("not_apt")
    if isinstance(sources, NotSeen):
        return unseen(sources)
    entries = repositories(sources)
    if not entries:
        return _no_source(seen, sources)
    wrong = _wrong_distro(seen, entries, tables)
    if wrong:
        return wrong
    if len(entries) > 1:
        return gives("several", files=listed(entry.file for entry in entries), **where(entries[-1]))
    if not names_repository(entries[0]):
        return gives("mirror", uri=entries[0].uri, **where(entries[0]))
    return gives("one", **where(entries[0]))


def _no_source(seen: Observation, sources: AptSources) -> Verdict:
    setup = setup_of(seen)
    disabled = [entry for entry in sources.entries if not entry.enabled and repository_of(entry)]
    has_own = "docker-ce" in setup.kinds
    if disabled:
        return gives("disabled_installed" if has_own else "disabled", **where(disabled[0]))
    if sources.unreadable:
        return gives("unreadable", files=listed(sources.unreadable))
    if has_own:
        return gives("none_installed")
    if setup.has_engine or setup.instead:
        return gives("not_used")
    return gives("none") if setup.is_known else unseen(seen.see(Packages))


def _wrong_distro(seen: Observation, entries: list[AptSource], tables: Tables) -> Verdict | None:
    platform = platform_of(seen, tables.catalogue)
    distro = tables.catalogue.distro(platform.distro.value) if platform.distro else None
    if distro is None or not distro.repo:
        return None
    wanted = distro.repo.removeprefix("linux/")
    is_armv6 = distro.id == "raspbian" and platform.arch is not None and platform.arch.value == "armv6"
    for entry in entries:
        found = repository_of(entry)
        if found == "raspbian" and distro.id == "raspbian":
            return None if is_armv6 else gives("frozen_raspbian", **where(entry))
        if is_armv6 or found == wanted:
            continue
        return gives("wrong_distro", found=found, wanted=wanted, **where(entry))
    return None


def conflict(seen: Observation, tables: Tables) -> Verdict:
    """Whether two entries for the same suite disagree on their key, which stops all of apt."""
    sources = seen.see(AptSources)
    if is_without_apt(seen):
        return gives("not_apt")
    if isinstance(sources, NotSeen):
        return unseen(sources)
    first: dict[tuple[str, str], AptSource] = {}
    double: Verdict | None = None
    for entry in sources.entries:
        if not entry.enabled:
            continue
        for suite in entry.suites:
            key = (entry.uri.rstrip("/").lower(), suite.rstrip("/"))
            other = first.setdefault(key, entry)
            if other is entry:
                continue
            found = {"first": other.file, "second": entry.file}
            # Where only the later one names a key, apt takes that for both.
            if signer_of(other) and signer_of(other) != signer_of(entry):
                keys = {"first_key": signer_of(other), "second_key": signer_of(entry) or "-"}
                return gives("signers_differ", **found, **keys, **where(_older(other, entry)))
            first[key] = entry if signer_of(entry) else other
            double = double or gives("double", **found, **where(_older(other, entry)))
    if double:
        return double
    return gives("apart") if first else gives("no_source")


def _older(one: AptSource, other: AptSource) -> AptSource:
    """The one to put aside: what Docker's own guides of earlier years wrote, else the later one."""
    return one if one.form == "list" and "docker" in one.file and other.form != "list" else other


def suite(seen: Observation, tables: Tables) -> Verdict:
    """Whether the repository has the suite, and whether it is the one for this release."""
    sources = seen.see(AptSources)
    if is_without_apt(seen):
        return gives("not_apt")
    if isinstance(sources, NotSeen):
        return unseen(sources)
    entries = repositories(sources)
    if not entries:
        return gives("no_source")
    expected = suite_of(platform_of(seen, tables.catalogue), tables.catalogue)
    known = known_suites(tables.catalogue)
    others: list[tuple[str, AptSource]] = []
    for entry in entries:
        has = known.get(repository_of(entry), frozenset())
        for name in entry.suites:
            if is_literal(name):
                return gives("literal", suite=name, wanted=expected or "-", **where(entry))
            if name not in has:
                return gives("unknown", suite=name, wanted=expected or "-", **where(entry))
            if name != expected:
                others.append((name, entry))
    suites = listed(name for entry in entries for name in entry.suites)
    if not suites:
        return gives("unknown", suite="-", wanted=expected or "-", **where(entries[0]))
    if not expected or expected not in has_suites(tables, expected):
        return gives("listed", suite=suites)
    if others and len(others) == sum(len(entry.suites) for entry in entries):
        return gives("other_release", suite=others[0][0], wanted=expected, **where(others[0][1]))
    return gives("fits", suite=suites)


def has_suites(tables: Tables, expected: str) -> frozenset[str]:
    """The suites of those repositories that have ``expected``."""
    return frozenset(
        name for names in known_suites(tables.catalogue).values() if expected in names for name in names
    )


def arch(seen: Observation, tables: Tables) -> Verdict:
    """Whether ``arch=`` leaves this machine's arch out, of which apt says nothing at all."""
    sources, machine = seen.see(AptSources), seen.see(Machine)
    if is_without_apt(seen):
        return gives("not_apt")
    if isinstance(sources, NotSeen) or isinstance(machine, NotSeen):
        return unseen(sources, machine)
    entries = repositories(sources)
    if not entries:
        return gives("no_source")
    native = machine.dpkg_arch
    if any(entry.archs is None for entry in entries):
        return gives("open", arch=native)
    if any(native in (entry.archs or ()) for entry in entries):
        return gives("fits", arch=native)
    named = listed(name for entry in entries for name in entry.archs or ())
    return gives("left_out", arch=native, archs=named or "-", **where(entries[0]))


CHECKS = {
    "apt.prereq": Bound(
        prereq, {"there": "", "missing": "packages", "not_needed": "packages", "not_apt": ""}
    ),
    "apt.source": Bound(
        source,
        {
            "one": "file aside main",
            "mirror": "uri file aside main",
            "several": "files file aside main",
            "wrong_distro": "found wanted file aside main",
            "frozen_raspbian": "file aside main",
            "disabled": "file aside main",
            "disabled_installed": "file aside main",
            "none": "",
            "none_installed": "",
            "not_used": "",
            "unreadable": "files",
            "not_apt": "",
        },
    ),
    "apt.conflict": Bound(
        conflict,
        {
            "apart": "",
            "double": "first second file aside main",
            "signers_differ": "first second first_key second_key file aside main",
            "no_source": "",
            "not_apt": "",
        },
    ),
    "apt.suite": Bound(
        suite,
        {
            "fits": "suite",
            "listed": "suite",
            "other_release": "suite wanted file aside main",
            "literal": "suite wanted file aside main",
            "unknown": "suite wanted file aside main",
            "no_source": "",
            "not_apt": "",
        },
    ),
    "apt.arch": Bound(
        arch,
        {
            "fits": "arch",
            "open": "arch",
            "left_out": "arch archs file aside main",
            "no_source": "",
            "not_apt": "",
        },
    ),
}
"""The judges of this family by the id of their Check."""
