"""An Observation: what was asked for and granted, honest about the rest, within its time."""

from __future__ import annotations

import json
import threading
from datetime import datetime, timedelta, timezone
from typing import Any, Dict, List, Optional

import pytest

from agent import observing
from agent.commands import NotThere, Ran, TimedOut
from agent.observing import look_at, observe
from agent.policy import LEVELS
from agent.probes import PROBES, Probe
from agent.probes.host import MOST_RECALLED, Cache, CouldNot, Found, Host
from agent.tests.trees import NOW, ScriptedRunner, Tree

FACTS = [name for name, probe in PROBES.items() if probe.level == "files"]


def fake(monkeypatch: pytest.MonkeyPatch, name: str, look: Any, lane: str = "a lane") -> None:
    monkeypatch.setitem(PROBES, name, Probe(name, "files", lane, look))


def raising(fault: Exception) -> Any:
    def look(host: Host) -> Found:
        raise fault

    return look


def test_an_observation_says_who_looked_when_and_for_whom(tree: Tree) -> None:
    seen = tree.observe("os_release")
    assert (seen["agent"], seen["observed_at"], seen["user"]) == ("1.0.0", "2026-11-22T10:00:00Z", "alice")
    assert set(seen) == {"agent", "observed_at", "took_ms", "user", "facts"}
    assert seen["facts"]["os_release"]["how"] == "/etc/os-release"
    assert seen["facts"]["os_release"]["took_ms"] >= 0


def test_the_moment_is_told_in_utc() -> None:
    seoul = timezone(timedelta(hours=9))
    seen = observe([], clock=lambda: datetime(2026, 11, 22, 19, 0, tzinfo=seoul))
    assert seen["observed_at"] == "2026-11-22T10:00:00Z"


def test_a_healthy_host_can_be_seen_whole(tree: Tree) -> None:
    facts = tree.observe(*FACTS, ahead_s=lambda: 0.2)["facts"]
    assert list(facts) == FACTS
    assert {name: told for name, told in facts.items() if "value" not in told} == {}


def test_an_observation_is_plain_json(tree: Tree) -> None:
    seen = tree.observe(*FACTS)
    assert json.loads(json.dumps(seen, allow_nan=False)) == seen


def test_only_what_was_asked_for_is_looked_at(tree: Tree) -> None:
    assert set(tree.observe("os_release", "os_release", "group")["facts"]) == {"os_release", "group"}
    assert tree.runner.ran == []


@pytest.mark.parametrize("code", ["not_granted", "denied"])
def test_what_the_owner_did_not_grant_is_not_looked_at(tree: Tree, code: str) -> None:
    def granted(fact: str) -> Optional[str]:
        return code if fact == "units" else None

    seen = tree.observe("units", "group", granted=granted)["facts"]
    assert seen["units"] == {"could_not": code, "took_ms": 0.0}
    assert seen["group"]["value"]["exists"] is True
    assert tree.runner.ran == []


@pytest.mark.parametrize("name", ["shell", "", "__class__", "os_release; id"])
def test_a_fact_that_nobody_knows_is_not_supported(tree: Tree, name: str) -> None:
    assert tree.look(name)["could_not"] == "not_supported"


@pytest.mark.parametrize(
    ("fault", "code", "detail"),
    [
        (CouldNot("denied", "because"), "denied", "because"),
        (NotThere("rpm"), "absent", "no command rpm"),
        (TimedOut("rpm took long"), "timeout", "rpm took long"),
        (PermissionError(13, "Permission denied", "/etc/x"), "no_permission", "/etc/x"),
        (FileNotFoundError(2, "No such file", b"/etc/x"), "absent", "/etc/x"),
        (OSError(27, "File too large", "/etc/x"), "failed", "/etc/x: File too large"),
        (KeyError("s3cr3t of a file"), "failed", "KeyError"),
        (RecursionError("s3cr3t"), "failed", "RecursionError"),
    ],
)
def test_every_fault_becomes_an_honest_word(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, fault: Exception, code: str, detail: str
) -> None:
    fake(monkeypatch, "os_release", raising(fault))
    seen = tree.observe("os_release", "group")["facts"]
    assert (seen["os_release"]["could_not"], seen["os_release"]["detail"]) == (code, detail)
    assert "value" in seen["group"]


def test_what_hangs_is_given_up_and_costs_the_others_nothing(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = threading.Event()

    def hang(host: Host) -> Found:
        answered.wait(10)
        return Found({}, "")

    fake(monkeypatch, "disks", hang, lane="disks")
    fake(monkeypatch, "kernel", hang, lane="disks")
    seen = tree.observe("disks", "kernel", "group", "user", limit_s=0.1)["facts"]
    answered.set()
    assert (seen["disks"]["could_not"], seen["kernel"]["could_not"]) == ("timeout", "timeout")
    assert seen["user"]["value"]["in_docker"] is True


def test_looks_that_hung_before_end_the_looking(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(observing, "MOST_HANGING", -1)
    assert tree.look("group")["could_not"] == "timeout"


def test_the_limit_is_longer_with_hello_world(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: List[float] = []

    def look(lanes: Dict[str, List[Probe]], host: Host, until: float) -> Dict[str, Any]:
        limits.append(until)
        return {probe.name: {} for probes in lanes.values() for probe in probes}

    monkeypatch.setattr("time.perf_counter", lambda: 0.0)
    monkeypatch.setattr(observing, "_look", look)
    observe(["group"])
    observe(["group", "hello_world"])
    observe(["group"], limit_s=2.5)
    assert limits == [10.0, 30.0, 2.5]


def test_what_a_probe_makes_is_tidied(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    odd: Dict[Any, Any] = {
        "a": float("nan"),
        "b": "x\x00y\ud800",
        "c": ("1",) * 500,
        "d": 2**70,
        7: b"x",
        "e": None,
        "f": True,
    }
    fake(monkeypatch, "os_release", lambda host: Found(odd, "how"))
    value = tree.see("os_release")
    assert (value["a"], value["b"], len(value["c"]), value["d"]) == (None, "x y?", 128, 2**63 - 1)
    assert (value["7"], value["e"], value["f"]) == ("b'x'", None, True)


def test_probes_have_the_levels_that_the_owner_can_grant() -> None:
    assert {probe.level for probe in PROBES.values()} == set(LEVELS)
    assert {name for name, probe in PROBES.items() if probe.level == "docker"} == {
        "api_ping",
        "api_version",
        "api_info",
        "containers",
    }
    assert [name for name, probe in PROBES.items() if probe.level == "active"] == ["hello_world"]
    assert {name for name, probe in PROBES.items() if probe.needs_user} == {
        "context",
        "user",
        "sessions",
        "docker_home",
        "rootless",
    }


def test_every_probe_says_how_it_looked(tree: Tree) -> None:
    assert [
        name
        for name, told in tree.observe(*FACTS, ahead_s=lambda: 0.0)["facts"].items()
        if not told.get("how")
    ] == []


class Counting:
    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> int:
        self.made += 1
        return self.made


def test_the_cache_forgets_when_a_state_changes() -> None:
    cache, make = Cache(), Counting()
    assert [cache.recall(("k",), state, make) for state in (1, 1, 2, 2, 1)] == [1, 1, 2, 2, 3]
    assert [cache.recall(("k",), None, make) for _ in range(2)] == [4, 5]


def test_the_cache_forgets_the_oldest_of_too_many() -> None:
    cache, make = Cache(), Counting()
    for number in range(MOST_RECALLED + 1):
        cache.recall((str(number),), 1, make)
    assert cache.recall(("1",), 1, make) == 2
    assert cache.recall(("0",), 1, make) == MOST_RECALLED + 2


def test_what_several_probes_need_is_made_once() -> None:
    host, make = Host(runner=ScriptedRunner()), Counting()
    assert [host.once("x", make) for _ in range(3)] == [1, 1, 1]


def test_why_something_could_not_be_made_is_kept_too() -> None:
    host = Host(runner=ScriptedRunner())
    tried = []

    def make() -> int:
        tried.append(1)
        raise CouldNot("absent", "no apt")

    for _ in range(2):
        with pytest.raises(CouldNot):
            host.once("x", make)
    assert len(tried) == 1


def test_nothing_that_a_host_holds_makes_a_probe_raise(tree: Tree) -> None:
    noise = bytes(range(256)) * 40
    paths: List[str] = [
        *(
            "/usr/lib/os-release",
            "/proc/version",
            "/proc/mounts",
            "/etc/apt/sources.list.d/docker.sources",
            "/etc/apt/sources.list",
        ),
        *(
            "/etc/apt/keyrings/docker.asc",
            "/var/lib/dpkg/status",
            "/etc/docker/daemon.json",
            "/etc/environment",
            "/etc/subuid",
        ),
        *(
            "/home/alice/.docker/config.json",
            "/home/alice/.bashrc",
            "/etc/systemd/system/docker.service.d/x.conf",
            "/etc/wsl.conf",
        ),
        *(
            "/proc/800/status",
            "/proc/700/cmdline",
            "/usr/bin/docker",
            "/usr/bin/dockerd",
            "/etc/resolv.conf",
            "/etc/ufw/ufw.conf",
        ),
    ]
    for path in paths:
        tree.write(path, noise, 0o755)
    for command in list(tree.runner.answers):
        tree.runner.answers[command] = Ran(0, noise.decode("latin-1"), "")
    facts: Dict[str, Any] = tree.observe(*FACTS)["facts"]
    assert [name for name, told in facts.items() if told.get("could_not") == "failed"] == []


def test_one_fact_can_be_looked_at_alone(tree: Tree) -> None:
    host = Host(runner=tree.runner, root=str(tree.root), user="alice", now=NOW.timestamp)
    assert look_at(PROBES["group"], host)["value"]["exists"] is True
