"""Facts about what is installed, and where apt looks for it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from bot.checks.fact_limits import Count, Line, Lines, Mode, Path_, Word, Words


class AptSource(Struct, frozen=True, kw_only=True):
    """One entry about Docker; ``uri`` has user and password masked. ``archs`` None: the option is absent.

    ``signed_by`` is a path or a fingerprint; ``has_inline_key`` where the key itself stands there.
    """

    file: Path_
    line: Count = 0
    form: Literal["list", "deb822"] = "list"
    enabled: bool = True
    uri: Line = ""
    suites: Words = ()
    components: Words = ()
    archs: Words | None = None
    signed_by: Path_ = ""
    has_inline_key: bool = False


class AptSources(Struct, frozen=True, kw_only=True):
    """Entries whose address names Docker, from all source files; ``unreadable`` could not be opened."""

    entries: Annotated[tuple[AptSource, ...], Meta(max_length=64)] = ()
    unreadable: Lines = ()


class AptKey(Struct, frozen=True, kw_only=True):
    """A key file that an entry names, or that usually holds Docker's key.

    ``readable`` is for apt's own user: others may read the file and pass its folders.
    Fingerprints are 40 hex digits, upper case.
    """

    path: Path_
    exists: bool
    size: Count = 0
    mode: Mode = 0
    readable: bool = True
    form: Literal["armored", "binary", "html", "empty", "other", "unread"] = "unread"
    fingerprints: Words = ()
    subkeys: Words = ()
    is_trusted_for_all: bool = False


class AptKeys(Struct, frozen=True, kw_only=True):
    """All of them; those that no entry names have ``is_trusted_for_all`` or are leftovers."""

    keys: Annotated[tuple[AptKey, ...], Meta(max_length=64)] = ()


class AptPolicy(Struct, frozen=True, kw_only=True):
    """What apt would install as docker-ce. ``candidate`` empty: nothing.

    ``lists_age_s``: since Docker's package list was fetched; None if it never was.
    ``checks_dates``: apt refuses lists that are not valid yet or any more; None if it did not say.
    """

    candidate: Word = ""
    installed: Word = ""
    versions: Words = ()
    is_pinned: bool = False
    lists_age_s: Annotated[float, Meta(ge=0)] | None = None
    checks_dates: bool | None = None


class Package(Struct, frozen=True, kw_only=True):
    """``status`` as dpkg writes it (``install ok installed``), and in its words for rpm."""

    version: Word
    status: Word
    arch: Word = ""


class Packages(Struct, frozen=True, kw_only=True):
    """Those of a fixed list that the package manager knows, by name."""

    manager: Literal["dpkg", "rpm"]
    known: dict[Word, Package] = field(default_factory=dict)


class Program(Struct, frozen=True, kw_only=True):
    """A program file. ``owner`` is the package it belongs to, empty if none does.

    ``arch`` of a binary in Docker's names (amd64, arm64, ...); ``is_podman``: a script or link that runs podman.
    """

    path: Path_
    real_path: Path_ = ""
    owner: Word = ""
    form: Literal["binary", "script", "other"] = "other"
    arch: Word = ""
    is_podman: bool = False
    version: Line = ""


class Engines(Struct, frozen=True, kw_only=True):
    """Every dockerd on the machine, and what the snap left."""

    daemons: Annotated[tuple[Program, ...], Meta(max_length=16)] = ()
    snap_revision: Word = ""
    has_snap_data: bool = False


class Clients(Struct, frozen=True, kw_only=True):
    """The ``docker`` commands on PATH in its order, one a real file; plugins and the old compose."""

    commands: Annotated[tuple[Program, ...], Meta(max_length=16)] = ()
    plugins: Annotated[tuple[Program, ...], Meta(max_length=32)] = ()
    compose_v1: Path_ = ""
