"""Facts about the machine itself: its system, disks and network."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from bot.checks.fact_limits import Count, Line, Obstacle, Path_, Word, Words


class OsRelease(Struct, frozen=True, kw_only=True):
    """``/etc/os-release``, quotes removed; a field that it does not have is empty."""

    id: Word = ""
    id_like: Words = ()
    version_id: Word = ""
    version_codename: Word = ""
    ubuntu_codename: Word = ""
    debian_codename: Word = ""
    pretty_name: Line = ""


class Machine(Struct, frozen=True, kw_only=True):
    """``kernel_arch`` as ``uname -m`` says; ``dpkg_arch`` empty where there is no dpkg.

    ``emulated`` are the enabled ``binfmt_misc/qemu-*`` names that have the flag F.
    """

    kernel_arch: Word
    dpkg_arch: Word = ""
    foreign_archs: Words = ()
    userland_bits: Literal[0, 32, 64] = 0
    emulated: Words = ()


class Surroundings(Struct, frozen=True, kw_only=True):
    """What the system runs in. ``init`` is the name of process 1."""

    kernel_version: Line = ""
    init: Word = ""
    has_systemd: bool = False
    in_docker: bool = False
    in_podman: bool = False
    wsl: Literal[0, 1, 2] = 0
    wsl_conf_systemd: bool | None = None
    has_docker_desktop: bool = False


class Kernel(Struct, frozen=True, kw_only=True):
    """``flags`` are the kernel's build options by name (``OVERLAY_FS``): y, m or n; None without a config."""

    release: Word
    flags: dict[Word, Literal["y", "m", "n"]] | None = None


class Cgroup(Struct, frozen=True, kw_only=True):
    """``hybrid`` is version 1 with a version 2 tree at ``unified``."""

    kind: Literal["v2", "v1", "hybrid", "none"]
    controllers: Words = ()


class Clock(Struct, frozen=True, kw_only=True):
    """``ahead_s``: how far the host's clock is ahead of our server's Date header (negative: behind)."""

    ahead_s: float


class Reached(Struct, frozen=True, kw_only=True):
    """One HTTPS call: ``status``, or the ``obstacle`` that kept it from one."""

    url: Line
    status: Annotated[int, Meta(ge=100, le=599)] | None = None
    obstacle: Obstacle | None = None
    via_proxy: bool = False


class Disk(Struct, frozen=True, kw_only=True):
    """``statvfs`` of a folder; ``holds`` says what Docker keeps there."""

    path: Path_
    holds: Literal["docker", "containerd", "root"]
    exists: bool
    size: Count = 0
    free: Count = 0
    inodes: Count = 0
    inodes_free: Count = 0
    device: Count = 0


class Disks(Struct, frozen=True, kw_only=True):
    """The folders that fill up."""

    disks: Annotated[tuple[Disk, ...], Meta(max_length=8)] = ()


class Firewall(Struct, frozen=True, kw_only=True):
    """``version`` of iptables, as printed; ``legacy_tables`` None where only root may see them."""

    version: Line = ""
    backend: Literal["legacy", "nf_tables", ""] = ""
    legacy_tables: Words | None = None
    ip_forward: Literal[0, 1] | None = None
    ufw_enabled: bool | None = None
    has_raw_table: bool | None = None


class Dns(Struct, frozen=True, kw_only=True):
    """Whether the registry's names resolve, by name: None, or the obstacle."""

    names: dict[Word, Obstacle | None] = field(default_factory=dict)
    resolvers: Words = ()
