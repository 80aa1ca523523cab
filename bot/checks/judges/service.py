"""svc.docker and svc.containerd: whether the daemons run, and will after the next boot."""

from __future__ import annotations

from bot.checks.facts import Processes, Surroundings, Unit, Units
from bot.checks.model import Verdict
from bot.checks.observation import NotSeen, Observation
from bot.checks.setup import is_active, root_engines, setup_of
from bot.checks.tables import Tables
from bot.checks.verdicts import Bound, gives, unseen

DOCKER, SOCKET, CONTAINERD = "docker.service", "docker.socket", "containerd.service"
SNAP = "snap.docker.dockerd.service"
MANY_RESTARTS = 3
AT_BOOT = ("enabled", "enabled-runtime", "static", "generated", "alias", "indirect")
RUNNING = ("active", "reloading")


def docker(seen: Observation, tables: Tables) -> Verdict:
    """Whether dockerd runs, or is started when somebody asks for it."""
    units, setup = seen.see(Units), setup_of(seen)
    if setup.instead:
        return gives(setup.instead)
    if isinstance(units, NotSeen):
        return _without_systemd(seen, units)
    unit = units.units.get(DOCKER, Unit(load="not-found"))
    if unit.active in RUNNING:
        return _running(unit, units)
    if "masked" in (unit.load, unit.file_state):
        return gives("masked")
    if unit.load == "not-found" or (not unit.load and not unit.active):
        return _without_unit(seen, units)
    return _not_running(seen, unit, units)


def _running(unit: Unit, units: Units) -> Verdict:
    socket = units.units.get(SOCKET)
    is_woken = socket is not None and socket.active == "active" and socket.file_state in AT_BOOT
    if unit.file_state and unit.file_state not in AT_BOOT and not is_woken:
        return gives("disabled", state=unit.file_state)
    if unit.restarts >= MANY_RESTARTS:
        return gives("restarted", restarts=unit.restarts)
    return gives("active")


def _not_running(seen: Observation, unit: Unit, units: Units) -> Verdict:
    socket = units.units.get(SOCKET, Unit())
    if unit.result == "start-limit-hit" or (unit.active == "failed" and unit.restarts >= MANY_RESTARTS):
        return gives("gave_up", restarts=unit.restarts)
    if socket.active == "failed":
        return gives("socket_failed", result=socket.result or "-")
    if unit.active == "failed" or unit.result not in ("", "success"):
        return gives("crashed", result=unit.result or "-")
    if unit.active in ("activating", "deactivating"):
        is_looping = unit.sub == "auto-restart" or unit.restarts > 0
        return gives("looping" if is_looping else "starting", restarts=unit.restarts)
    if socket.active == "active":
        return gives("on_demand")
    return gives("by_hand") if root_engines(seen) else gives("stopped")


def _without_unit(seen: Observation, units: Units) -> Verdict:
    if is_active(units, SNAP):
        return gives("snap")
    return gives("by_hand") if root_engines(seen) else gives("no_unit")


def _without_systemd(seen: Observation, units: NotSeen) -> Verdict:
    processes = seen.see(Processes)
    if root_engines(seen):
        return gives("by_hand")
    if isinstance(processes, NotSeen) or not processes.sees_all or units.because != "absent":
        return unseen(units)
    return gives("until_restart" if _waits_for_restart(seen) else "not_running")


def _waits_for_restart(seen: Observation) -> bool:
    """Whether WSL was told to begin with systemd, and has not begun anew since."""
    around = seen.see(Surroundings)
    return not isinstance(around, NotSeen) and around.wsl == 2 and around.wsl_conf_systemd is True


def containerd(seen: Observation, tables: Tables) -> Verdict:
    """Whether containerd runs: as a service, or as a child of dockerd."""
    units, setup = seen.see(Units), setup_of(seen)
    if setup.instead:
        return gives(setup.instead)
    processes = seen.see(Processes)
    daemons = () if isinstance(processes, NotSeen) else processes.daemons
    child = next((one for one in daemons if one.name == "containerd"), None)
    if child:
        return gives("child" if child.parent == "dockerd" else "running")
    if isinstance(units, NotSeen):
        return unseen(units)
    unit = units.units.get(CONTAINERD, Unit(load="not-found"))
    if unit.active in RUNNING:
        return gives("running")
    if is_active(units, SNAP):
        return gives("child")
    if "masked" in (unit.load, unit.file_state):
        return gives("masked")
    if unit.active == "failed":
        return gives("crashed", result=unit.result or "-")
    if not is_active(units, DOCKER):
        return gives("with_docker")  # dockerd starts it, and whether that one runs is another Check
    if isinstance(processes, NotSeen) or not processes.sees_all:
        return gives("hidden")
    return gives("stopped")


CHECKS = {
    "svc.docker": Bound(
        docker,
        {
            "active": "",
            "on_demand": "",
            "by_hand": "",
            "snap": "",
            "disabled": "state",
            "restarted": "restarts",
            "starting": "restarts",
            "looping": "restarts",
            "gave_up": "restarts",
            "socket_failed": "result",
            "crashed": "result",
            "stopped": "",
            "not_running": "",
            "until_restart": "",
            "masked": "",
            "no_unit": "",
            "desktop": "",
            "podman": "",
            "rootless": "",
        },
    ),
    "svc.containerd": Bound(
        containerd,
        {
            "running": "",
            "child": "",
            "with_docker": "",
            "hidden": "",
            "stopped": "",
            "crashed": "result",
            "masked": "",
            "desktop": "",
            "podman": "",
            "rootless": "",
        },
    ),
}
"""The judges of this family by the id of their Check."""
