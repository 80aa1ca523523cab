"""cfg.daemon and cfg.proxy: what the daemon is told to do."""

from __future__ import annotations

from bot.checks.facts import ApiInfo, DaemonJson, Processes, Proxies, Reached, Units
from bot.checks.judges.service import DOCKER
from bot.checks.model import Verdict
from bot.checks.observation import NotSeen, Observation
from bot.checks.release import engine_version
from bot.checks.setup import root_engines, setup_of
from bot.checks.tables import Tables
from bot.checks.verdicts import Bound, gives, listed, unseen


def daemon(seen: Observation, tables: Tables) -> Verdict:
    """Whether dockerd can read its settings, and they do not contradict how it is started."""
    fact = seen.see(DaemonJson)
    if isinstance(fact, NotSeen):
        return unseen(fact)
    if not fact.exists:
        return gives("no_file", path=fact.path)
    if fact.error:
        return gives("broken", path=fact.path, line=fact.line, column=fact.column, error=fact.error)
    if fact.hosts and (hosts := _started_with(seen)):
        return gives("hosts_twice", path=fact.path, hosts=listed(fact.hosts), flags=listed(hosts))
    version = engine_version(seen)
    for driver in tables.engines.removed_drivers:
        # Of an unknown version the newest is meant: that is what gets installed.
        if fact.storage_driver == driver.name and (version is None or version.is_at_least(driver.since)):
            return gives("removed_driver", path=fact.path, driver=driver.name, since=driver.since)
    if fact.hosts and isinstance(seen.see(Units), NotSeen) and isinstance(seen.see(Processes), NotSeen):
        return unseen(seen.see(Units))
    return gives("no_iptables" if fact.iptables is False else "fine", path=fact.path)


def _started_with(seen: Observation) -> tuple[str, ...]:
    """The ``-H`` that dockerd is started with, as its unit or its process says."""
    units = seen.see(Units)
    unit = None if isinstance(units, NotSeen) else units.units.get(DOCKER)
    if unit is not None:
        return unit.hosts
    return next((one.hosts for one in root_engines(seen)), ())


def proxy(seen: Observation, tables: Tables) -> Verdict:
    """Whether the daemon knows the proxy that the machine's shells use; it reads none of their settings."""
    proxies, info, json = seen.see(Proxies), seen.see(ApiInfo), seen.see(DaemonJson)
    if isinstance(proxies, NotSeen):
        return unseen(proxies)
    shell, daemon_ = _addresses(proxies.shell), _addresses(proxies.daemon)
    is_told = bool(daemon_) or (not isinstance(json, NotSeen) and json.has_proxies)
    if not isinstance(info, NotSeen):
        daemon_ = daemon_ or [one for one in (info.https_proxy, info.http_proxy) if one]
        is_told = is_told or bool(daemon_)
    if is_told:
        return gives("daemon_knows", proxy=listed(daemon_) or "-")
    if not shell:
        return gives("no_proxy")
    reached = seen.see(Reached, "registry")
    if not isinstance(reached, NotSeen) and reached.status and not reached.via_proxy:
        return gives("not_needed", proxy=listed(shell))
    setup = setup_of(seen)
    if setup.is_none:
        return gives("no_daemon")
    if setup.instead:
        return gives("shell_only_elsewhere", proxy=listed(shell))
    return gives("shell_only", proxy=listed(shell))


def _addresses(settings: dict[str, str]) -> list[str]:
    return [
        value for name, value in settings.items() if value and name.upper() in ("HTTPS_PROXY", "HTTP_PROXY")
    ]


CHECKS = {
    "cfg.daemon": Bound(
        daemon,
        {
            "fine": "path",
            "no_file": "path",
            "no_iptables": "path",
            "broken": "path line column error",
            "hosts_twice": "path hosts flags",
            "removed_driver": "path driver since",
        },
    ),
    "cfg.proxy": Bound(
        proxy,
        {
            "no_proxy": "",
            "daemon_knows": "proxy",
            "not_needed": "proxy",
            "shell_only": "proxy",
            "shell_only_elsewhere": "proxy",
            "no_daemon": "",
        },
    ),
}
"""The judges of this family by the id of their Check."""
