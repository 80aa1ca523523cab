"""Facts about the daemon: its service, its settings, who may talk to it, and what it answers."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from bot.checks.fact_limits import Count, Line, Lines, Mode, Path_, Word, Words


class Context(Struct, frozen=True, kw_only=True):
    """What decides which daemon a user's ``docker`` talks to. ``settings`` are DOCKER_* by where they stand."""

    config_exists: bool = False
    config_error: Line = ""
    current: Word = ""
    settings: dict[Path_, Words] = field(default_factory=dict)


class Unit(Struct, frozen=True, kw_only=True):
    """``systemctl show`` of one unit, in its words; ``hosts`` are the ``-H`` of its ExecStart."""

    load: Word = ""
    active: Word = ""
    sub: Word = ""
    file_state: Word = ""
    result: Word = ""
    restarts: Count = 0
    hosts: Lines = ()


class Units(Struct, frozen=True, kw_only=True):
    """docker.service, docker.socket, containerd.service and the snap's, those that systemd knows of."""

    units: dict[Word, Unit] = field(default_factory=dict)


class Process(Struct, frozen=True, kw_only=True):
    """A running daemon; ``hosts`` are its ``-H``."""

    name: Word
    pid: Count
    uid: Count = 0
    parent: Word = ""
    hosts: Lines = ()
    data_root: Path_ = ""


class Processes(Struct, frozen=True, kw_only=True):
    """The dockerd, containerd, rootlesskit and podman processes that can be seen."""

    daemons: Annotated[tuple[Process, ...], Meta(max_length=32)] = ()
    sees_all: bool = True


class DaemonJson(Struct, frozen=True, kw_only=True):
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


class Proxies(Struct, frozen=True, kw_only=True):
    """Proxy settings, user and password masked: ``shell`` of /etc/environment and profiles, ``daemon`` of the
    unit's drop-ins; by variable name (HTTP_PROXY, HTTPS_PROXY, NO_PROXY)."""

    shell: dict[Word, Line] = field(default_factory=dict)
    daemon: dict[Word, Line] = field(default_factory=dict)


class Socket(Struct, frozen=True, kw_only=True):
    """``/run/docker.sock``, or what stands in its place."""

    path: Path_
    kind: Literal["socket", "directory", "file", "broken-link", "missing"]
    owner: Word = ""
    group: Word = ""
    gid: Count = 0
    mode: Mode = 0


class Group(Struct, frozen=True, kw_only=True):
    """The group ``docker``, as the name service tells."""

    exists: bool
    gid: Count = 0


class User(Struct, frozen=True, kw_only=True):
    """The user that the job is about. ``in_docker`` also by the primary group."""

    name: Word
    exists: bool
    uid: Count = 0
    in_docker: bool = False
    home: Path_ = ""


class Sessions(Struct, frozen=True, kw_only=True):
    """Processes of that user: how many have the docker group. ``stale`` names some that do not."""

    visible: bool
    with_group: Count = 0
    without_group: Count = 0
    stale: Words = ()


class DockerHome(Struct, frozen=True, kw_only=True):
    """``~/.docker`` of that user."""

    exists: bool
    owner_uid: Count = 0
    mode: Mode = 0
    config_owner_uid: Count | None = None


class Rootless(Struct, frozen=True, kw_only=True):
    """What rootless mode of that user has and needs; ``subuids`` and ``subgids`` are how many it was given."""

    has_socket: bool = False
    has_service: bool = False
    subuids: Count = 0
    subgids: Count = 0
    has_newuidmap: bool = False
    lingers: bool = False
    restricts_userns: bool | None = None


class ApiPing(Struct, frozen=True, kw_only=True):
    """``failure`` by the root of the exception chain; None: it answered. ``socket`` is which one was asked: the
    system's, or where there is none the user's own."""

    failure: (
        Literal["no_socket", "stale_socket", "no_permission", "timeout", "not_docker", "http_error", "other"]
        | None
    ) = None
    status: Annotated[int, Meta(ge=100, le=599)] | None = None
    chain: Words = ()
    socket: Path_ = ""


class Component(Struct, frozen=True, kw_only=True):
    """A part of the engine, as ``version()`` lists them."""

    name: Word
    version: Word


class ApiVersion(Struct, frozen=True, kw_only=True):
    """``version()``; ``sdk_max_api`` is the newest API version that the Agent's own SDK speaks."""

    version: Word = ""
    api: Word = ""
    min_api: Word = ""
    arch: Word = ""
    components: Annotated[tuple[Component, ...], Meta(max_length=16)] = ()
    sdk_max_api: Word = ""


class ApiInfo(Struct, frozen=True, kw_only=True):
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


class Containers(Struct, frozen=True, kw_only=True):
    """``containers.list()``."""

    running: Count
    total: Count


class HelloWorld(Struct, frozen=True, kw_only=True):
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
