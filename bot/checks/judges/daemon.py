"""api.* and info.*: what the daemon itself says."""

from __future__ import annotations

from bot.checks.facts import (
    ApiInfo,
    ApiPing,
    ApiVersion,
    Clients,
    DaemonJson,
    Processes,
    Sessions,
    Units,
    User,
)
from bot.checks.judges.service import DOCKER
from bot.checks.model import Verdict
from bot.checks.observation import NotSeen, Observation
from bot.checks.packages import numbers_of, read_version
from bot.checks.release import api_of, is_docker
from bot.checks.setup import setup_of
from bot.checks.tables import Tables
from bot.checks.verdicts import Bound, gives, unseen

GOOD_DRIVERS = ("overlay2", "overlayfs", "btrfs", "zfs", "windowsfilter")
SLOW_DRIVERS = ("vfs", "fuse-overlayfs")
STORE = "io.containerd.snapshotter.v1"
SYSTEM_SOCKETS = ("/run/docker.sock", "/var/run/docker.sock")
LOOPBACK = ("127.", "localhost", "[::1]", "::1")


def ping(seen: Observation, tables: Tables) -> Verdict:
    """Whether the daemon answers, and if not, why: by the root of the exception, not by its text."""
    fact = seen.see(ApiPing)
    if isinstance(fact, NotSeen):
        return unseen(fact)
    if fact.failure is None:
        return gives("answers")
    instead = setup_of(seen).instead
    if fact.failure == "no_socket" and instead in ("rootless", "desktop"):
        return gives(instead)  # that engine has a socket of its own
    if fact.socket and fact.socket not in SYSTEM_SOCKETS and instead in ("rootless", "desktop"):
        return _own(fact, instead)
    if fact.failure == "http_error":
        return gives("http_error", status=fact.status or "-")
    if fact.failure == "other":
        return gives("other", chain=" < ".join(fact.chain) or "-")
    if fact.failure == "no_permission":
        return gives("closed_to_agent" if _is_users_way_open(seen) else "closed")
    return gives("hangs" if fact.failure == "timeout" else fact.failure)


def _own(fact: ApiPing, instead: str) -> Verdict:
    """What keeps a user's own engine from answering; nothing of the system's mends it."""
    if fact.failure == "no_permission":
        return gives("closed_to_agent")
    return gives("desktop") if instead == "desktop" else gives("own_silent", path=fact.socket)


def _is_users_way_open(seen: Observation) -> bool:
    """Whether the user was seen to have what it takes, so that only the Agent itself is shut out."""
    user, sessions = seen.see(User), seen.see(Sessions)
    if isinstance(user, NotSeen) or not user.exists:
        return True
    is_stale = not isinstance(sessions, NotSeen) and sessions.without_group > 0
    return user.uid == 0 or (user.in_docker and not is_stale)


def version(seen: Observation, tables: Tables) -> Verdict:
    """Whether the ``docker`` command is new enough for the daemon."""
    fact, clients = seen.see(ApiVersion), seen.see(Clients)
    if isinstance(fact, NotSeen):
        return unseen(fact)
    if not is_docker(fact):
        return gives("not_docker", name=fact.components[0].name)
    least = fact.min_api
    engine = read_version(fact.version)
    if not least and engine and (api := api_of(engine, tables)):
        least = api.least
    if not least or not fact.api:
        return gives("not_told")
    client = None if isinstance(clients, NotSeen) or not clients.commands else clients.commands[0]
    speaks = api_of(told, tables) if client and (told := read_version(client.version)) else None
    if client and speaks and numbers_of(speaks.newest) < numbers_of(least):
        return gives("client_too_old", path=client.path, speaks=speaks.newest, least=least)
    if fact.sdk_max_api and numbers_of(fact.sdk_max_api) < numbers_of(least):
        return gives("agent_too_old", speaks=fact.sdk_max_api, least=least)
    return gives("speaks", api=fact.api, least=least)


def warnings(seen: Observation, tables: Tables) -> Verdict:
    """The worst of what the daemon warns of, and whether it listens on the network without TLS."""
    info = seen.see(ApiInfo)
    if (host := _open_host(seen)) is not None:
        return gives("open_to_network", host=host)
    if isinstance(info, NotSeen):
        return unseen(info)
    said = [line for line in info.warnings if line.strip()]
    for known in tables.engines.warnings:
        found = next((line for line in said if known.has.lower() in line.lower()), None)
        if found is not None:
            return gives(known.code, warning=found)
    return gives("another", warning=said[0]) if said else gives("silent")


def _open_host(seen: Observation) -> str | None:
    """A tcp address that dockerd listens on for the whole network with nothing to check who calls."""
    json, units, processes = seen.see(DaemonJson), seen.see(Units), seen.see(Processes)
    hosts: tuple[str, ...] = ()
    if not isinstance(json, NotSeen):
        if json.tls_verify:
            return None
        hosts += json.hosts
    if not isinstance(processes, NotSeen):
        hosts += tuple(host for one in processes.daemons if one.name == "dockerd" for host in one.hosts)
    if not isinstance(units, NotSeen) and (unit := units.units.get(DOCKER)):
        hosts += unit.hosts
    return next((host for host in hosts if _is_open(host)), None)


def _is_open(host: str) -> bool:
    scheme, _, address = host.partition("://")
    # 2376 is the port for TLS; whether its certificates are checked is not seen here.
    return scheme == "tcp" and not address.startswith(LOOPBACK) and not address.rstrip("/").endswith(":2376")


def storage(seen: Observation, tables: Tables) -> Verdict:
    """Whether the storage driver is one that shares layers."""
    info = seen.see(ApiInfo)
    if isinstance(info, NotSeen):
        return unseen(info)
    driver = info.driver
    if not driver:
        return gives("not_told")
    if info.driver_status.get("driver-type") == STORE:
        return gives("slow" if driver in SLOW_DRIVERS or driver == "native" else "containerd", driver=driver)
    if driver in SLOW_DRIVERS:
        return gives("slow", driver=driver)
    return gives("good" if driver in GOOD_DRIVERS else "unusual", driver=driver)


CHECKS = {
    "api.ping": Bound(
        ping,
        {
            "answers": "",
            "no_socket": "",
            "stale_socket": "",
            "closed": "",
            "closed_to_agent": "",
            "hangs": "",
            "not_docker": "",
            "http_error": "status",
            "other": "chain",
            "desktop": "",
            "rootless": "",
            "own_silent": "path",
        },
    ),
    "api.version": Bound(
        version,
        {
            "speaks": "api least",
            "client_too_old": "path speaks least",
            "agent_too_old": "speaks least",
            "not_docker": "name",
            "not_told": "",
        },
    ),
    "info.warn": Bound(
        warnings,
        {
            "silent": "",
            "open_to_network": "host",
            "tcp_without_tls": "warning",
            "no_forwarding": "warning",
            "bridge_filter": "warning",
            "cgroup_v1": "warning",
            "no_limits": "warning",
            "slow_devices": "warning",
            "another": "warning",
        },
    ),
    "info.storage": Bound(
        storage,
        {"good": "driver", "containerd": "driver", "slow": "driver", "unusual": "driver", "not_told": ""},
    ),
}
"""The judges of this family by the id of their Check."""
