"""Which container engines a Host has: what many Checks must know before they ask for Docker's own packages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.checks.facts import (
    ApiPing,
    Clients,
    Engines,
    Packages,
    Process,
    Processes,
    Rootless,
    Socket,
    Surroundings,
    Units,
)
from bot.checks.observation import NotSeen, Observation
from bot.checks.packages import there

Kind = Literal["docker-ce", "distro", "snap", "static"]
OWN = ("docker-ce", "docker-ce-cli")
DISTRO = {
    "dpkg": ("docker.io", "moby-engine"),  # Debian's "docker" is a dock for window managers
    "rpm": ("moby-engine", "docker", "docker-engine"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """``kinds`` are the engines of the system by where they are from; empty without ``is_known`` says nothing.

    ``has_podman``: ``docker`` is podman. ``has_rootless``: an engine of a user's own runs or is set up.
    ``names`` tell the engines to people.
    """

    kinds: frozenset[Kind]
    names: tuple[str, ...]
    is_known: bool
    has_desktop: bool
    has_podman: bool
    has_rootless: bool
    has_rootful_daemon: bool

    @property
    def has_engine(self) -> bool:
        """Whether the system itself has an engine."""
        return bool(self.kinds)

    @property
    def instead(self) -> Literal["", "desktop", "podman", "rootless"]:
        """What takes the place of an engine of the system, if something does."""
        if self.has_rootless and not self.has_rootful_daemon:
            return "rootless"
        if self.kinds:
            return ""
        if self.has_desktop:
            return "desktop"
        return "podman" if self.has_podman else ""

    @property
    def is_none(self) -> bool:
        """Whether it was seen that nothing is there."""
        return self.is_known and not self.kinds and not self.instead


def setup_of(seen: Observation) -> Setup:
    """What can be told of the Host's engines."""
    packages, engines, clients = seen.see(Packages), seen.see(Engines), seen.see(Clients)
    around, rootless, processes = seen.see(Surroundings), seen.see(Rootless), seen.see(Processes)
    found = _engines(packages, engines)
    daemons = () if isinstance(processes, NotSeen) else processes.daemons
    running = [one for one in daemons if one.name == "dockerd"]
    has_root = bool(root_engines(seen)) or is_active(seen.see(Units), "docker.service")
    is_own = not isinstance(rootless, NotSeen) and (rootless.has_socket or rootless.has_service)
    return Setup(
        kinds=frozenset(kind for kind, _ in found),
        names=tuple(dict.fromkeys(name for _, name in found)),
        is_known=not isinstance(engines, NotSeen) or not isinstance(packages, NotSeen),
        has_desktop=not isinstance(around, NotSeen) and around.has_docker_desktop,
        has_podman=not isinstance(clients, NotSeen) and any(one.is_podman for one in clients.commands[:1]),
        has_rootless=is_own or any(one.uid > 0 for one in running),
        has_rootful_daemon=has_root,
    )


def root_engines(seen: Observation) -> list[Process]:
    """The dockerd processes that serve the whole Host, not one user; none where nothing was seen."""
    processes = seen.see(Processes)
    daemons = () if isinstance(processes, NotSeen) else processes.daemons
    return [one for one in daemons if one.name == "dockerd" and one.uid == 0]


def podman_serves(seen: Observation) -> bool:
    """Whether podman answers where Docker would, on a Host without Docker."""
    ping, socket = seen.see(ApiPing), seen.see(Socket)
    if not isinstance(ping, NotSeen):
        return ping.failure is None
    return not isinstance(socket, NotSeen) and socket.kind == "socket"


def is_active(units: Units | NotSeen, name: str) -> bool:
    """Whether systemd runs the unit."""
    unit = None if isinstance(units, NotSeen) else units.units.get(name)
    return unit is not None and unit.active == "active"


def _engines(packages: Packages | NotSeen, engines: Engines | NotSeen) -> list[tuple[Kind, str]]:
    found: list[tuple[Kind, str]] = []
    has_packages = not isinstance(packages, NotSeen)
    if not isinstance(packages, NotSeen):
        found += [("docker-ce", "docker-ce") for _ in there(packages, ("docker-ce",))]
        found += [("distro", name) for name in there(packages, DISTRO[packages.manager])]
    if isinstance(engines, NotSeen):
        return found
    for daemon in engines.daemons:
        path = daemon.real_path or daemon.path
        if path.startswith(("/snap/", "/var/lib/snapd/")):
            found.append(("snap", "snap"))
        elif daemon.owner in OWN:
            found.append(("docker-ce", "docker-ce"))
        elif daemon.owner or not has_packages:
            found.append(("distro", daemon.owner or path))
        elif not path.startswith(("/home/", "/root/")) and not (found and path == "/usr/bin/dockerd"):
            found.append(("static", path))
    if engines.snap_revision:
        found.append(("snap", "snap"))
    return found
