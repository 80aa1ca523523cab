"""Checks ``platforms.yaml`` against itself: patterns that are none, names that lead nowhere, gaps in its matrix."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from bot.knowledge.faults import Fault, did_you_mean
from bot.knowledge.yaml_file import YamlFile
from bot.platforms.catalogue import Catalogue, Distro
from bot.platforms.choosing import UNLISTED, find_cell
from bot.platforms.pasted import FLAGS, GROUPS

Path_ = tuple[str | int, ...]


def faults_of_platforms(file: YamlFile[Catalogue], entries: Collection[str]) -> Iterator[Fault]:
    """Every fault of the file's content; none where its form is at fault already. ``entries`` are all ids."""
    if file.value is not None:
        yield from _Check(file, file.value, entries).faults()


class _Check:
    def __init__(self, file: YamlFile[Catalogue], catalogue: Catalogue, entries: Collection[str]) -> None:
        self._file, self._catalogue = file, catalogue
        self._entries = ["", *entries]
        self._arches = [arch.id for arch in catalogue.arches]
        self._distros = [distro.id for distro in catalogue.distros]
        self._conditions = list(catalogue.conditions())
        releases = {name for distro in catalogue.distros for r in distro.releases for name in r.names}
        self._releases = [*sorted(releases), UNLISTED]

    def faults(self) -> Iterator[Fault]:
        catalogue = self._catalogue
        yield from self._unknown("distro", [catalogue.assumed_distro], self._distros, ("assumed_distro",))
        for index, distro in enumerate(catalogue.distros):
            yield from self._distro(distro, ("distros", index))
        for index, group in enumerate(catalogue.groups):
            yield from self._unknown("distro", group.distros, self._distros, ("groups", index, "distros"))
        for index, derivative in enumerate(catalogue.derivatives):
            at: Path_ = ("derivatives", index, "distro")
            yield from self._unknown("distro", [derivative.distro], self._distros, at)
        for index, cell in enumerate(catalogue.cells):
            at = ("cells", index)
            yield from self._unknown("distro", cell.distro, self._conditions, (*at, "distro"))
            yield from self._unknown("arch", cell.arch, self._arches, (*at, "arch"))
            yield from self._unknown("release", cell.release, self._releases, (*at, "release"))
            yield from self._unknown("Entry", [cell.entry], self._entries, (*at, "entry"))
        yield from self._reading()

    def _distro(self, distro: Distro, at: Path_) -> Iterator[Fault]:
        for key in ("words", "arches"):
            if not getattr(distro, key):
                yield self._file.fault((*at, key), f"distro '{distro.id}' needs at least one of '{key}'")
        yield from self._unknown("arch", distro.arches, self._arches, (*at, "arches"))
        yield from self._unknown("distro", distro.outranks, self._distros, (*at, "outranks"))
        yield from self._pattern(distro.unlisted, (*at, "unlisted"))
        base = self._catalogue.distro(distro.base)
        if distro.base and (base is None or base.base):
            whose = "a distro that has no base itself"
            yield self._file.fault((*at, "base"), f"'base' is '{distro.base}': expected {whose}")
        else:
            yield from self._gaps(distro, at)

    def _gaps(self, distro: Distro, at: Path_) -> Iterator[Fault]:
        """The matrix must have an answer for every machine that the tables allow."""
        releases = [release.id for release in self._catalogue.releases(distro)]
        for release in ("", *releases, UNLISTED):
            for arch in distro.arches:
                try:
                    find_cell(distro, release, arch, self._catalogue)
                except LookupError:
                    machine = " ".join(part for part in (distro.id, release, arch) if part)
                    yield self._file.fault(at, f"no cell fits {machine}")
                    return

    def _reading(self) -> Iterator[Fault]:
        reading = self._catalogue.reading
        for index, hint in enumerate(reading.hints):
            at: Path_ = ("reading", "hints", index)
            yield from self._unknown("arch", hint.arches, self._arches, (*at, "arches"))
            yield from self._unknown("arch", [hint.otherwise], ["", *self._arches], (*at, "otherwise"))
            yield from self._unknown("distro", [hint.distro], ["", *self._distros], (*at, "distro"))
        for index, mask in enumerate(reading.not_the_machine):
            yield from self._pattern(mask, ("reading", "not_the_machine", index))
        for index, row in enumerate(reading.pasted):
            at = ("reading", "pasted", index)
            yield from self._unknown("distro", [row.is_distro], ["", *self._distros], (*at, "is_distro"))
            broken = list(self._pattern(row.pattern, (*at, "pattern")))
            yield from broken
            if not broken:
                expression = re.compile(row.pattern, FLAGS)
                yield from self._unknown("group", expression.groupindex, GROUPS, (*at, "pattern"))
                if not expression.search(row.sample):
                    yield self._file.fault(
                        (*at, "sample"), f"pattern of '{row.id}' does not match this sample"
                    )

    def _pattern(self, pattern: str, at: Path_) -> Iterator[Fault]:
        if what := why_no_pattern(pattern):
            yield self._file.fault(at, what)

    def _unknown(self, kind: str, names: Iterable[str], known: list[str], at: Path_) -> Iterator[Fault]:
        for name in names:
            if name not in known:
                yield self._file.fault(at, f"no {kind} '{name}'{did_you_mean(name, known)}")


def why_no_pattern(pattern: str) -> str:
    """What keeps ``pattern`` from being a regular expression of Python; empty where it is one."""
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:  # a repeat of 10**99; a thousand brackets
        return f"not a regular expression: {error}"
    return ""
