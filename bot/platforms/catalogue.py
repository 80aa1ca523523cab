"""What is known of arches, distros and what Docker publishes for them: ``knowledge/platforms.yaml``.

These dataclasses are the schema of that file. They are dated data: Docker drops releases every
few months, and only the file changes then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal

from bot.knowledge.model import STRICT, Source, Text

VerdictId = Literal["yes", "verify", "frozen", "desktop", "script", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arch:
    """An arch and what each tool calls it; ``static_dir`` is its folder of static binaries."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    title: str
    bits: Literal[32, 64]
    uname: tuple[str, ...]
    dpkg: tuple[str, ...]
    rpm: tuple[str, ...]
    oci: tuple[str, ...]
    static_dir: str = ""
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release: ``id`` is its codename, or its version where people use no codename.

    ``suite`` is the release of the distro it is built on (Mint 22 -> noble); ``aliases`` are what may
    follow the distro's name ("Ubuntu 24"), ``words`` name the release without it; ``status`` is Docker's: does it still publish for it?
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    version: str = ""
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    suite: str = ""
    eol: str = ""
    status: Literal["supported", "frozen", "ended", "none"]

    @property
    def names(self) -> frozenset[str]:
        """All that a condition on a release may call it."""
        return frozenset(name for name in (self.id, self.version, self.suite) if name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Distro:
    """A distro; ``base`` is the distro whose releases and commands it shares.

    ``repo`` is its folder on download.docker.com, empty where there is none; ``arches`` those it
    exists for; ``os_ids`` the ``ID`` of its os-release; ``outranks`` the distros whose mention
    beside it says nothing ("WSL2 with Ubuntu on Windows"); ``unlisted`` a regular expression of
    versions that may be meant without being in ``releases``.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    title: str
    repo: str = ""
    base: str = ""
    arches: tuple[str, ...]
    words: tuple[str, ...]
    os_ids: tuple[str, ...] = ()
    outranks: tuple[str, ...] = ()
    unlisted: str = ""
    releases: tuple[Release, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A name for several distros, usable in a condition wherever a distro is."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    distros: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivative:
    """How an os-release maps: ``ID`` in ``os_ids`` (empty: any unknown one) and the key ``has``.

    ``release_from`` is the key whose value names the release; ``kernel_means`` gives the arch of
    the userland for a kernel's where the two differ, as pairs; ``repo`` and ``note`` are for people.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    distro: str
    os_ids: tuple[str, ...] = ()
    has: str = ""
    release_from: str
    kernel_means: tuple[tuple[str, str], ...] = ()
    repo: str
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What Docker publishes where all of ``distro``, ``release`` and ``arch`` agree; empty means any.

    Cells are read from the top and the first that fits decides. The release ``unlisted`` stands
    for one that the table does not have. ``entry`` helps where there are no packages.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    distro: tuple[str, ...]
    release: tuple[str, ...] = ()
    arch: tuple[str, ...] = ()
    verdict: VerdictId
    reason: Text | None = None
    alternative: Text | None = None
    entry: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Words that narrow the arch down to ``arches``, and perhaps name the machine.

    A ``machine`` says more than a mention of an arch; its ``distro`` is what usually runs on it.
    ``otherwise`` is meant when nothing else decides between ``arches``. ``only_own`` words mean a
    machine only where the text says that it is the asker's ("my pi").
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    words: tuple[str, ...]
    arches: tuple[str, ...] = ()
    machine: bool = False
    distro: str = ""
    otherwise: str = ""
    only_own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """A regular expression of what a program prints. Its named groups say what was found.

    ``userland``, ``kernel`` and ``host`` (weakest) are names of an arch; ``system`` an
    operating system as Docker calls it; ``words`` a title such as "Ubuntu 22.04.4 LTS";
    ``distro`` an id of os-release; ``release`` a codename or version.
    ``is_distro`` is known without a group.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    pattern: str
    is_distro: str = ""
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The word lists with which a text is read; all lower case, a blank stands for " ", "-", "_" or none."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    hints: tuple[Hint, ...]
    pasted: tuple[Pasted, ...]
    not_the_machine: tuple[str, ...]
    """Regular expressions of what names other machines: URLs, image references, package files."""
    negated_before: tuple[str, ...]
    negated_after: tuple[str, ...]
    image_before: tuple[str, ...]
    image_after: tuple[str, ...]
    own_before: tuple[str, ...]
    own_after: tuple[str, ...]
    fillers: tuple[str, ...]
    contrasts: tuple[str, ...]
    version_fillers: tuple[str, ...]
    particles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Catalogue:
    """The whole of ``platforms.yaml``. Compared by identity, so that tables made from it are cached."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    read_on: date
    assumed_distro: str
    arches: tuple[Arch, ...]
    distros: tuple[Distro, ...]
    groups: tuple[Group, ...]
    derivatives: tuple[Derivative, ...]
    cells: tuple[Cell, ...]
    reading: Reading
    sources: tuple[Source, ...]

    def arch(self, name: str) -> Arch | None:
        """The arch by id."""
        return next((arch for arch in self.arches if arch.id == name), None)

    def distro(self, name: str) -> Distro | None:
        """The distro by id."""
        return next((distro for distro in self.distros if distro.id == name), None)

    def releases(self, distro: Distro) -> tuple[Release, ...]:
        """Its own releases, or its base's where it has none (WSL has Ubuntu's)."""
        base = self.distro(distro.base)
        return distro.releases or (self.releases(base) if base else ())

    def release(self, distro: Distro, name: str) -> Release | None:
        """The release by id or version; a point release is found by its series (22.04.3 -> 22.04)."""
        releases = self.releases(distro)
        for release in releases:
            if name in release.aliases:
                return release
        while name:
            for release in releases:
                if name in (release.id, release.version):
                    return release
            name = name.rpartition(".")[0]
        return None

    def expand(self, name: str) -> frozenset[str]:
        """The distros that a condition means by ``name``: a group's, or the distro itself."""
        return frozenset(
            next((group.distros for group in self.groups if group.id == name), (name,)),
        )

    def conditions(self) -> Iterator[str]:
        """Every name that a condition on a distro may use."""
        yield from (distro.id for distro in self.distros)
        yield from (group.id for group in self.groups)
