"""The facts that an Agent sends, by name: the shape of each, with its limits.

An Agent sends JSON; ``bot.checks.observation`` makes these values of it, or notes that a fact is
malformed. Everything here comes from a host and is hostile until it is escaped where it is shown.
Fields are added, never changed: an old Agent leaves the new ones out, so they have defaults.
Sizes are bytes, times seconds, ``mode`` the permission bits as a number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from msgspec import Meta

Word = Annotated[str, Meta(max_length=120)]
Line = Annotated[str, Meta(max_length=500)]
Path_ = Annotated[str, Meta(max_length=400)]
Words = Annotated[tuple[Word, ...], Meta(max_length=64)]
Lines = Annotated[tuple[Line, ...], Meta(max_length=64)]
Count = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Mode = Annotated[int, Meta(ge=0, le=0o7777)]

Obstacle = Literal["dns", "tls", "timeout", "refused", "unreachable", "proxy", "other"]
"""Why a network call got no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OsRelease:
    """``/etc/os-release``, quotes removed; a field that it does not have is empty."""

    id: Word = ""
    id_like: Words = ()
    version_id: Word = ""
    version_codename: Word = ""
    ubuntu_codename: Word = ""
    debian_codename: Word = ""
    pretty_name: Line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """``kernel_arch`` as ``uname -m`` says; ``dpkg_arch`` empty where there is no dpkg.

    ``emulated`` are the enabled ``binfmt_misc/qemu-*`` names that have the flag F.
    """

    kernel_arch: Word
    dpkg_arch: Word = ""
    foreign_archs: Words = ()
    userland_bits: Literal[0, 32, 64] = 0
    emulated: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the system runs in. ``init`` is the name of process 1."""

    kernel_version: Line = ""
    init: Word = ""
    has_systemd: bool = False
    in_docker: bool = False
    in_podman: bool = False
    wsl: Literal[0, 1, 2] = 0
    wsl_conf_systemd: bool | None = None
    has_docker_desktop: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kernel:
    """``flags`` are the kernel's build options by name (``OVERLAY_FS``): y, m or n; None without a config."""

    release: Word
    flags: dict[Word, Literal["y", "m", "n"]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cgroup:
    """``hybrid`` is version 1 with a version 2 tree at ``unified``."""

    kind: Literal["v2", "v1", "hybrid", "none"]
    controllers: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """``ahead_s``: how far the host's clock is ahead of our server's Date header (negative: behind)."""

    ahead_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AptSource:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class AptSources:
    """Entries whose address names Docker, from all source files; ``unreadable`` could not be opened."""

    entries: Annotated[tuple[AptSource, ...], Meta(max_length=64)] = ()
    unreadable: Lines = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AptKey:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class AptKeys:
    """All of them; those that no entry names have ``is_trusted_for_all`` or are leftovers."""

    keys: Annotated[tuple[AptKey, ...], Meta(max_length=64)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AptPolicy:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One HTTPS call: ``status``, or the ``obstacle`` that kept it from one."""

    url: Line
    status: Annotated[int, Meta(ge=100, le=599)] | None = None
    obstacle: Obstacle | None = None
    via_proxy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """``status`` as dpkg writes it (``install ok installed``), and in its words for rpm."""

    version: Word
    status: Word
    arch: Word = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packages:
    """Those of a fixed list that the package manager knows, by name."""

    manager: Literal["dpkg", "rpm"]
    known: dict[Word, Package] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """Every dockerd on the machine, and what the snap left."""

    daemons: Annotated[tuple[Program, ...], Meta(max_length=16)] = ()
    snap_revision: Word = ""
    has_snap_data: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """The ``docker`` commands on PATH in its order, one a real file; plugins and the old compose."""

    commands: Annotated[tuple[Program, ...], Meta(max_length=16)] = ()
    plugins: Annotated[tuple[Program, ...], Meta(max_length=32)] = ()
    compose_v1: Path_ = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What decides which daemon a user's ``docker`` talks to. ``settings`` are DOCKER_* by where they stand."""

    config_exists: bool = False
    config_error: Line = ""
    current: Word = ""
    settings: dict[Path_, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """``systemctl show`` of one unit, in its words; ``hosts`` are the ``-H`` of its ExecStart."""

    load: Word = ""
    active: Word = ""
    sub: Word = ""
    file_state: Word = ""
    result: Word = ""
    restarts: Count = 0
    hosts: Lines = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """docker.service, docker.socket, containerd.service and the snap's, those that systemd knows of."""

    units: dict[Word, Unit] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A running daemon; ``hosts`` are its ``-H``."""

    name: Word
    pid: Count
    uid: Count = 0
    parent: Word = ""
    hosts: Lines = ()
    data_root: Path_ = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Processes:
    """The dockerd, containerd, rootlesskit and podman processes that can be seen."""

    daemons: Annotated[tuple[Process, ...], Meta(max_length=32)] = ()
    sees_all: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DaemonJson:
    """What of ``/etc/docker/daemon.json`` matters; its other contents never leave the host.

    ``error`` is what the JSON parser says, with ``line`` and ``column``.
    """

    path: Path_
    exists: bool
    error: Line = ""
    line: Count = 0
    column: Count = 0
    hosts: Lines = ()
    storage_driver: Word = ""
    data_root: Path_ = ""
    group: Word = ""
    iptables: bool | None = None
    tls_verify: bool | None = None
    has_proxies: bool = False
    keys: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxies:
    """Proxy settings, user and password masked: ``shell`` of /etc/environment and profiles, ``daemon`` of the
    unit's drop-ins; by variable name (HTTP_PROXY, HTTPS_PROXY, NO_PROXY)."""

    shell: dict[Word, Line] = field(default_factory=dict)
    daemon: dict[Word, Line] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Socket:
    """``/run/docker.sock``, or what stands in its place."""

    path: Path_
    kind: Literal["socket", "directory", "file", "broken-link", "missing"]
    owner: Word = ""
    group: Word = ""
    gid: Count = 0
    mode: Mode = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The group ``docker``, as the name service tells."""

    exists: bool
    gid: Count = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """The user that the job is about. ``in_docker`` also by the primary group."""

    name: Word
    exists: bool
    uid: Count = 0
    in_docker: bool = False
    home: Path_ = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """Processes of that user: how many have the docker group. ``stale`` names some that do not."""

    visible: bool
    with_group: Count = 0
    without_group: Count = 0
    stale: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DockerHome:
    """``~/.docker`` of that user."""

    exists: bool
    owner_uid: Count = 0
    mode: Mode = 0
    config_owner_uid: Count | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rootless:
    """What rootless mode of that user has and needs; ``subuids`` and ``subgids`` are how many it was given."""

    has_socket: bool = False
    has_service: bool = False
    subuids: Count = 0
    subgids: Count = 0
    has_newuidmap: bool = False
    lingers: bool = False
    restricts_userns: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPing:
    """``failure`` by the root of the exception chain; None: it answered."""

    failure: (
        Literal["no_socket", "stale_socket", "no_permission", "timeout", "not_docker", "http_error", "other"]
        | None
    ) = None
    status: Annotated[int, Meta(ge=100, le=599)] | None = None
    chain: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A part of the engine, as ``version()`` lists them."""

    name: Word
    version: Word


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiVersion:
    """``version()``; ``sdk_max_api`` is the newest API version that the Agent's own SDK speaks."""

    version: Word = ""
    api: Word = ""
    min_api: Word = ""
    arch: Word = ""
    components: Annotated[tuple[Component, ...], Meta(max_length=16)] = ()
    sdk_max_api: Word = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiInfo:
    """The part of ``info()`` that matters; proxies masked."""

    server_version: Word = ""
    warnings: Lines = ()
    driver: Word = ""
    driver_status: dict[Word, Line] = field(default_factory=dict)
    root_dir: Path_ = ""
    http_proxy: Line = ""
    https_proxy: Line = ""
    no_proxy: Line = ""
    firewall_backend: Word = ""
    cgroup_version: Word = ""
    security_options: Words = ()
    runtimes: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Containers:
    """``containers.list()``."""

    running: Count
    total: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """``statvfs`` of a folder; ``holds`` says what Docker keeps there."""

    path: Path_
    holds: Literal["docker", "containerd", "root"]
    exists: bool
    size: Count = 0
    free: Count = 0
    inodes: Count = 0
    inodes_free: Count = 0
    device: Count = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Disks:
    """The folders that fill up."""

    disks: Annotated[tuple[Disk, ...], Meta(max_length=8)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Firewall:
    """``version`` of iptables, as printed; ``legacy_tables`` None where only root may see them."""

    version: Line = ""
    backend: Literal["legacy", "nf_tables", ""] = ""
    legacy_tables: Words | None = None
    ip_forward: Literal[0, 1] | None = None
    ufw_enabled: bool | None = None
    has_raw_table: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dns:
    """Whether the registry's names resolve, by name: None, or the obstacle."""

    names: dict[Word, Obstacle | None] = field(default_factory=dict)
    resolvers: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HelloWorld:
    """One run of hello-world. ``failure`` None: it printed its greeting; ``said`` is the end of what it printed."""

    failure: (
        Literal[
            "exec_format", "rate_limit", "dns", "pull", "cgroup", "runtime", "timeout", "not_present", "other"
        ]
        | None
    ) = None
    exit_code: int | None = None
    said: Annotated[str, Meta(max_length=1000)] = ""
    image_arch: Word = ""
    was_pulled: bool = False
    was_removed: bool = True


FACTS: dict[str, type] = {
    "os_release": OsRelease,
    "machine": Machine,
    "surroundings": Surroundings,
    "kernel": Kernel,
    "cgroup": Cgroup,
    "clock": Clock,
    "apt_sources": AptSources,
    "apt_keys": AptKeys,
    "apt_policy": AptPolicy,
    "apt_repository": Reached,
    "packages": Packages,
    "engines": Engines,
    "clients": Clients,
    "context": Context,
    "units": Units,
    "processes": Processes,
    "daemon_json": DaemonJson,
    "proxies": Proxies,
    "socket": Socket,
    "group": Group,
    "user": User,
    "sessions": Sessions,
    "docker_home": DockerHome,
    "rootless": Rootless,
    "disks": Disks,
    "firewall": Firewall,
    "dns": Dns,
    "registry": Reached,
    "api_ping": ApiPing,
    "api_version": ApiVersion,
    "api_info": ApiInfo,
    "containers": Containers,
    "hello_world": HelloWorld,
}
"""Every fact by the name that jobs and Observations use."""
