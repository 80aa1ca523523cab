"""Which command fits a Platform, and whether Docker publishes anything for it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from bot.knowledge.model import Command, Step, Text, When
from bot.platforms.catalogue import Catalogue, Cell, Distro, VerdictId
from bot.platforms.model import Platform
from bot.words import words_in

BEST_FIRST: tuple[VerdictId, ...] = ("yes", "desktop", "verify", "script", "frozen", "no")
UNLISTED = "unlisted"
OTHER_SYSTEMS = "docker-install-other-os"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the support matrix says of a Platform.

    ``reason`` and ``alternative`` are there for all but a plain ``yes``; ``entry`` is the Entry
    that helps further, or empty. What the Platform leaves open is taken at its best, so that
    nothing is refused for a machine nobody described.
    """

    verdict: VerdictId
    reason: Text | None
    alternative: Text | None
    entry: str

    @property
    def has_packages(self) -> bool:
        """Whether Docker's own packages can be installed; where not, the answer is a refusal."""
        return self.verdict in ("yes", "verify", "frozen")


def distro_of(platform: Platform, catalogue: Catalogue) -> str:
    """The distro whose commands are shown: an unknown one is taken for the assumed one, Ubuntu."""
    return platform.distro.value if platform.distro else catalogue.assumed_distro


def fits(when: When, platform: Platform, catalogue: Catalogue) -> bool:
    """Whether all conditions hold. An unknown arch or release fulfils no condition on it."""
    if when.arch and (platform.arch is None or platform.arch.value not in when.arch):
        return False
    distro = distro_of(platform, catalogue)
    if when.distro and not any(distro in catalogue.expand(name) for name in when.distro):
        return False
    if when.release:
        return platform.release is not None and not release_names(
            distro, platform.release.value, catalogue
        ).isdisjoint(when.release)
    return True


def choose(step: Step, platform: Platform, catalogue: Catalogue) -> Command | None:
    """The first command of ``step`` that fits, or None."""
    return next((command for command in step.commands if fits(command.when, platform, catalogue)), None)


def support(platform: Platform, catalogue: Catalogue) -> Verdict:
    """What Docker publishes for the Platform; of a distro that the table lacks, ``no`` and what to do instead."""
    distro = catalogue.distro(distro_of(platform, catalogue))
    if distro is None:
        ko, en = words_in("ko").answers, words_in("en").answers
        return Verdict(
            verdict="no",
            reason=Text(ko=ko.unknown_system, en=en.unknown_system),
            alternative=Text(ko=ko.unknown_system_instead, en=en.unknown_system_instead),
            entry=OTHER_SYSTEMS,
        )
    releases = _open_releases(distro, platform, catalogue)
    # With nothing known, what holds for the commonest arch (the first of the list) is said.
    arches = (platform.arch.value,) if platform.arch else distro.arches
    cells = [find_cell(distro, release, arch, catalogue) for release, arch in product(releases, arches)]
    best = min(cells, key=lambda cell: BEST_FIRST.index(cell.verdict))
    return Verdict(verdict=best.verdict, reason=best.reason, alternative=best.alternative, entry=best.entry)


def find_cell(distro: Distro, release: str, arch: str, catalogue: Catalogue) -> Cell:
    """The first cell that fits; ``release`` is an id, a version or empty. Raises LookupError if none does."""
    names = release_names(distro.id, release, catalogue)
    for cell in catalogue.cells:
        if (
            any(distro.id in catalogue.expand(name) for name in cell.distro)
            and (not cell.release or not names.isdisjoint(cell.release))
            and (not cell.arch or arch in cell.arch)
        ):
            return cell
    raise LookupError(f"platforms.yaml has no cell for {distro.id} {release} {arch}")


def release_names(distro: str, release: str, catalogue: Catalogue) -> frozenset[str]:
    """All names of a release: id, version, and the suite it is built on."""
    known = catalogue.distro(distro)
    found = catalogue.release(known, release) if known and release else None
    if found:
        return found.names
    has_table = known is not None and bool(catalogue.releases(known))
    return frozenset({release, UNLISTED}) if release and has_table else frozenset({release})


def describe(platform: Platform, catalogue: Catalogue) -> str:
    """The Platform in words, as "Ubuntu 24.04 · arm64 (AArch64)"; empty when nothing is known."""
    parts = []
    distro = catalogue.distro(platform.distro.value) if platform.distro else None
    if distro:
        release = catalogue.release(distro, platform.release.value) if platform.release else None
        version = (release.version or release.id) if release else ""
        if platform.release and not release:
            version = platform.release.value
        parts.append(f"{distro.title} {version}".strip())
    arch = catalogue.arch(platform.arch.value) if platform.arch else None
    if arch:
        parts.append(arch.title)
    return " · ".join(parts)


def _open_releases(distro: Distro, platform: Platform, catalogue: Catalogue) -> tuple[str, ...]:
    if platform.release:
        return (platform.release.value,)
    releases = catalogue.releases(distro)
    return tuple(release.id for release in releases if release.status == "supported") or ("",)
