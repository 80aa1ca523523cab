"""Makes an Observation: each fact that was asked for, with how it was obtained, or an honest "could not look"."""

from __future__ import annotations

import os
import threading
import time
from datetime import datetime, timezone
from queue import Empty, SimpleQueue
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from agent import VERSION
from agent.commands import NotThere, Runner, SystemRunner, TimedOut
from agent.probes import PROBES, Probe
from agent.probes.files import Files
from agent.probes.host import Cache, CouldNot, Host
from agent.probes.names import Names
from agent.probes.reaching import Network
from agent.probes.shaping import line, tidy

LIMIT_S = 10.0
LIMIT_WITH_HELLO_S = 30.0
MOST_HANGING = 40
"""Threads of former looks that may still hang (in a dead network disk, say) before we look no further."""

Observation = Dict[str, Any]
Arrived = Tuple[str, Dict[str, Any]]


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)


def observe(
    facts: Sequence[str],
    *,
    user: str = "",
    root: str = "/",
    runner: Optional[Runner] = None,
    granted: Callable[[str], Optional[str]] = lambda fact: None,
    limit_s: Optional[float] = None,
    clock: Callable[[], datetime] = _utc_now,
    files: Optional[Files] = None,
    names: Optional[Names] = None,
    network: Optional[Network] = None,
    environ: Optional[Mapping[str, str]] = None,
    uname: Callable[[], os.uname_result] = os.uname,
    docker_socket: Optional[str] = None,
    ahead_s: Callable[[], Optional[float]] = lambda: None,
    cache: Optional[Cache] = None,
) -> Observation:
    """Looks at the ``facts``, side by side, and returns within ``limit_s`` whatever hangs.

    ``granted`` gives None, or the code why a fact may not be looked at. ``ahead_s`` is how far this clock is
    ahead of the server's, if that is known. A running agent passes the same ``cache`` each time.
    """
    started = time.perf_counter()
    if limit_s is None:
        limit_s = LIMIT_WITH_HELLO_S if "hello_world" in facts else LIMIT_S
    host = Host(
        runner=runner or SystemRunner(),
        root=root,
        user=user,
        files=files,
        names=names,
        network=network,
        environ=environ,
        uname=uname,
        docker_socket=docker_socket,
        ahead_s=ahead_s,
        now=lambda: clock().timestamp(),
        cache=cache,
    )
    observed_at = clock()
    seen: Dict[str, Dict[str, Any]] = {}
    lanes: Dict[str, List[Probe]] = {}
    for fact in dict.fromkeys(facts):
        if fact not in PROBES:
            seen[fact] = _not_seen("not_supported", "this agent does not know it")
            continue
        refusal = granted(fact)
        if refusal:
            seen[fact] = _not_seen(refusal)
            continue
        lanes.setdefault(PROBES[fact].lane, []).append(PROBES[fact])
    seen.update(_look(lanes, host, started + limit_s))
    host.close()
    return {
        "agent": VERSION,
        "observed_at": observed_at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "took_ms": _ms_since(started),
        "user": user,
        "facts": {fact: seen[fact] for fact in dict.fromkeys(facts)},
    }


def _look(lanes: Mapping[str, List[Probe]], host: Host, until: float) -> Dict[str, Dict[str, Any]]:
    """Every lane in a thread of its own: what is in one lane waits for one another, and for nothing else."""
    arrived: SimpleQueue[Arrived] = SimpleQueue()
    awaited = {probe.name for probes in lanes.values() for probe in probes}
    seen: Dict[str, Dict[str, Any]] = {}
    hanging = sum(thread.name.startswith("observing") for thread in threading.enumerate())
    if hanging > MOST_HANGING:
        return {name: _not_seen("timeout", "former looks still hang") for name in awaited}
    for lane, probes in lanes.items():
        name = f"observing: {lane}"
        threading.Thread(target=_walk, args=(probes, host, until, arrived), name=name, daemon=True).start()
    while len(seen) < len(awaited):
        try:
            fact, found = arrived.get(timeout=max(0.0, until - time.perf_counter()))
        except Empty:
            break
        seen[fact] = found
    late = _not_seen("timeout", "it had not answered when the time was up")
    return {name: seen.get(name, late) for name in awaited}


def _walk(probes: Sequence[Probe], host: Host, until: float, arrived: SimpleQueue[Arrived]) -> None:
    for probe in probes:
        if time.perf_counter() > until:
            return  # nobody waits any more
        arrived.put((probe.name, look_at(probe, host)))


def look_at(probe: Probe, host: Host) -> Dict[str, Any]:
    """One fact as it is sent, whatever happens while looking."""
    started = time.perf_counter()
    try:
        found = probe.look(host)
        seen = {"value": tidy(found.value), "how": line(found.how)}
    except CouldNot as obstacle:
        seen = _not_seen(obstacle.because, obstacle.detail, obstacle.how)
    except NotThere as missing:
        seen = _not_seen("absent", f"no command {missing}")
    except TimedOut as late:
        seen = _not_seen("timeout", str(late))
    except PermissionError as forbidden:
        seen = _not_seen("no_permission", _file_of(forbidden))
    except (FileNotFoundError, NotADirectoryError) as missing:
        seen = _not_seen("absent", _file_of(missing))
    except OSError as broken:
        seen = _not_seen("failed", f"{_file_of(broken)}: {broken.strerror}")
    except Exception as bug:  # noqa: BLE001 # one probe's fault must not take the other facts along
        # Its text may quote a file's contents: the kind alone leaves the host.
        seen = _not_seen("failed", type(bug).__name__)
    seen["took_ms"] = _ms_since(started)
    return seen


def _file_of(fault: OSError) -> str:
    return os.fsdecode(fault.filename) if isinstance(fault.filename, (str, bytes)) else ""


def _not_seen(because: str, detail: str = "", how: str = "") -> Dict[str, Any]:
    seen = {"could_not": because}
    if detail:
        seen["detail"] = line(detail)
    if how:
        seen["how"] = line(how)
    return {**seen, "took_ms": 0.0}


def _ms_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)
