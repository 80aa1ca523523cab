"""What the agent's probes make is what the judges read: every fact, in its shape, from any host."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import fields

from agent.commands import NotThere, Ran, TimedOut
from agent.observing import observe
from agent.probes import PROBES
from agent.probes.reaching import Reply
from agent.tests.engine import VERSION, Engine
from agent.tests.keys import BINARY, FINGERPRINT, armored
from agent.tests.trees import ALICE, ScriptedRunner, Tree, elf
from agent.tests.ubuntu import SOURCES, healthy, prints_units, unit
from bot.checks.facts import FACTS, ApiInfo, AptKeys, AptSources, HelloWorld, Sessions, Units
from bot.checks.observation import NotSeen, Observation, read_observation

API = ("api_ping", "api_version", "api_info", "containers", "hello_world")
IMAGE = {"Id": "sha256:1111", "Architecture": "amd64", "Size": 13_000, "Config": {"Cmd": ["/hello"]}}


def as_sent(seen: dict[str, Any]) -> Observation:
    """Over the wire and read."""
    return read_observation(json.loads(json.dumps(seen, allow_nan=False)))


def malformed(read: Observation) -> list[str]:
    return [
        name
        for name, seen in read.facts.items()
        if isinstance(seen.value, NotSeen) and seen.value.because == "malformed"
    ]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return healthy(tmp_path / "host")


@pytest.fixture
def engine() -> Iterator[Engine]:
    with Engine() as made:
        made.images["hello-world:latest"] = made.images[IMAGE["Id"]] = IMAGE
        yield made


def test_every_fact_has_a_probe_and_every_probe_a_fact() -> None:
    assert list(PROBES) == list(FACTS)
    assert {name for name, probe in PROBES.items() if probe.name != name} == set()


def test_a_healthy_host_is_seen_whole(tree: Tree, engine: Engine) -> None:
    read = as_sent(tree.observe(*FACTS, ahead_s=lambda: 0.5))
    seen = as_sent(observe(API, docker_socket=engine.socket))
    facts = {**read.facts, **seen.facts}
    assert set(facts) == set(FACTS)
    assert {name: told.value for name, told in facts.items() if isinstance(told.value, NotSeen)} == {}
    assert seen.see(HelloWorld).failure is None  # type: ignore[union-attr] # it was seen, as the line above says
    assert all(told.how for told in facts.values())


def test_what_was_seen_of_a_host_reaches_the_judges(tree: Tree) -> None:
    read = as_sent(tree.observe(*FACTS))
    sources, keys, units, sessions = (read.see(kind) for kind in (AptSources, AptKeys, Units, Sessions))
    assert not isinstance(sources, NotSeen)
    assert not isinstance(keys, NotSeen)
    assert not isinstance(units, NotSeen)
    assert not isinstance(sessions, NotSeen)
    assert (sources.entries[0].signed_by, keys.keys[0].fingerprints) == (keys.keys[0].path, (FINGERPRINT,))
    assert (units.units["docker.service"].active, sessions.with_group) == ("active", 2)
    assert (read.user, read.agent[:2], read.observed_at is not None) == ("alice", "1.", True)


def test_a_probe_sends_no_field_that_its_fact_does_not_have(tree: Tree, engine: Engine) -> None:
    sent = tree.observe(*FACTS, ahead_s=lambda: 0.5)["facts"]
    sent.update(observe(["api_version", "api_info", "hello_world"], docker_socket=engine.socket)["facts"])
    known = {name: {field.name for field in fields(kind)} for name, kind in FACTS.items()}
    values = {name: told["value"] for name, told in sent.items() if "value" in told}
    assert {
        name: set(value) - known[name] for name, value in values.items() if set(value) - known[name]
    } == {}


def test_a_probe_sends_every_field_that_its_fact_must_have(tree: Tree) -> None:
    needed = {name: {f.name for f in fields(kind) if f.required} for name, kind in FACTS.items()}
    assert {name for name, names in needed.items() if names} >= {
        "machine",
        "kernel",
        "cgroup",
        "clock",
        "socket",
    }
    sent = tree.observe(*FACTS, ahead_s=lambda: 0.5)["facts"]
    lacking = {name: needed[name] - set(told["value"]) for name, told in sent.items() if "value" in told}
    assert {name: names for name, names in lacking.items() if names} == {}


def _wsl(tree: Tree) -> None:
    tree.write("/proc/version", "Linux version 5.15.153.1-microsoft-standard-WSL2\n")
    tree.write("/etc/wsl.conf", "[boot]\nsystemd=false\n")
    tree.remove("/run/systemd/system")
    tree.runner.prints("systemctl show", "", 1, "System has not been booted with systemd\n")


def _apt_in_ruins(tree: Tree) -> None:
    tree.write(
        "/etc/apt/sources.list.d/docker.list",
        "deb [arch=arm64] https://u:p@download.docker.com/linux/debian $(x stable\n",
    )
    tree.write("/etc/apt/keyrings/docker.gpg", armored())
    tree.write("/etc/apt/keyrings/docker.asc", b"")
    tree.write("/etc/apt/trusted.gpg.d/docker.gpg", BINARY)
    key = "".join(f" {row or '.'}\n" for row in armored().splitlines())
    tree.write(
        "/etc/apt/sources.list.d/inline.sources",
        SOURCES.replace("/etc/apt/keyrings/docker.asc\n", f"\n{key}") + "Enabled: no\n",
    )
    tree.runner.prints("apt-cache", "", 100, "E: Conflicting values set for option Signed-By\n")


def _nothing_of_docker(tree: Tree) -> None:
    for path in (
        "/var/lib/dpkg",
        "/usr/bin/docker",
        "/usr/bin/dockerd",
        "/run/docker.sock",
        "/var/lib/docker",
    ):
        tree.remove(path)
    tree.runner.answers.clear()
    tree.write("/etc/group", "root:x:0:\n")


def _rpm(tree: Tree) -> None:
    tree.remove("/var/lib/dpkg")
    tree.remove("/etc/apt")
    tree.write("/var/lib/rpm/rpmdb.sqlite", "")
    tree.runner.prints("rpm", "docker-ce\t3:29.7.2-1.fc43\tx86_64\n")


def _snap_and_static(tree: Tree) -> None:
    tree.write("/usr/bin/snap", elf(), 0o755)
    tree.link("/snap/bin/docker", "/usr/bin/snap")
    tree.write("/snap/docker/2963/bin/dockerd", elf("arm64"), 0o755)
    tree.link("/snap/docker/current", "2963")
    tree.write("/usr/local/bin/dockerd", elf("arm"), 0o755)
    tree.write("/usr/bin/docker", '#!/bin/sh\nexec podman "$@"\n', 0o755)


def _closed(tree: Tree) -> None:
    tree.closed.update(
        ("/home/alice", "/etc/docker", "/run/user/1000", "/proc/net/ip_tables_names", "/etc/apt/keyrings")
    )
    tree.remove("/proc/1/status")


def _broken_daemon(tree: Tree) -> None:
    tree.write("/etc/docker/daemon.json", '{"hosts": ["fd://"],\n}')
    tree.write(
        "/etc/systemd/system/docker.service.d/proxy.conf",
        "[Service]\nEnvironment=HTTPS_PROXY=http://u:p@h:1\n",
    )
    prints_units(
        tree, unit("docker.service", "failed", ActiveState="failed", Result="exit-code", NRestarts="x")
    )
    tree.remove("/run/docker.sock")
    tree.folder("/run/docker.sock")
    tree.network.replies.update(GET=Reply(obstacle="tls"), HEAD=Reply(obstacle="dns"))
    tree.network.obstacles["auth.docker.io"] = "timeout"


def _rootless(tree: Tree) -> None:
    tree.socket("/run/user/1000/docker.sock", 0o600, ALICE)
    tree.write("/home/alice/.docker/config.json", '{"currentContext": "rootless"}', 0o600)
    tree.write("/home/alice/.bashrc", "export DOCKER_HOST=unix:///run/user/1000/docker.sock\n")
    tree.process(3000, ["rootlesskit", "dockerd"], ALICE, [ALICE])


HOSTS: list[Callable[[Tree], None]] = [
    _wsl,
    _apt_in_ruins,
    _nothing_of_docker,
    _rpm,
    _snap_and_static,
    _closed,
    _broken_daemon,
    _rootless,
]


@pytest.mark.parametrize("change", HOSTS, ids=lambda change: change.__name__.strip("_"))
def test_no_host_makes_a_fact_malformed(tree: Tree, change: Callable[[Tree], None]) -> None:
    change(tree)
    for user in ("alice", "bob", "mallory", ""):
        sent = tree.observe(*FACTS, user=user, ahead_s=lambda: -1e9)
        read = as_sent(sent)
        assert (set(read.facts), malformed(read)) == (set(FACTS), [])
        broken = [name for name, told in sent["facts"].items() if told.get("could_not") == "failed"]
        assert set(broken) <= {"apt_policy", *API[1:]}  # apt refuses sources that contradict each other
        assert "u:p@" not in json.dumps(sent)


WILD = [
    "\x00",
    "\ud800",
    "*<!channel>*",
    "도커" * 500,
    "x" * 100_000,
    "9" * 40,
    "-1",
    "{",
    "[",
    '"',
    "=",
    ":",
    "/",
    "\n",
    " ",
    "\t",
]


@pytest.mark.parametrize("seed", range(12))
def test_no_contents_of_files_make_a_fact_malformed(tree: Tree, seed: int) -> None:
    chance = random.Random(seed)  # which nonsense stands where is no secret
    files = [path for path in sorted(tree.root.rglob("*")) if path.is_file() and not path.is_symlink()]
    for path in files:
        text = path.read_bytes().decode("latin-1")
        for _ in range(chance.randint(0, 3)):
            at = chance.randint(0, len(text))
            text = text[:at] + chance.choice(WILD) + text[at + chance.randint(0, 9) :]
        tree.write(f"/{path.relative_to(tree.root)}", text.encode("utf-8", "surrogatepass"), 0o755)
    for command, ran in list(tree.runner.answers.items()):
        assert isinstance(ran, Ran)
        at = chance.randint(0, len(ran.stdout))
        tree.runner.answers[command] = Ran(
            chance.choice([0, 1, 100]), ran.stdout[:at] + chance.choice(WILD), ""
        )
    read = as_sent(tree.observe(*FACTS))
    assert malformed(read) == []


@pytest.mark.parametrize("fault", [NotThere("x"), TimedOut("x took 4 s")])
def test_a_host_on_which_no_command_answers_is_seen_as_such(tree: Tree, fault: Exception) -> None:
    class Dead(ScriptedRunner):
        def run(self, argv: object, timeout_s: float) -> Ran:
            raise fault

    tree.runner = Dead()
    read = as_sent(tree.observe(*FACTS))
    assert malformed(read) == []
    assert isinstance(read.see(Units), NotSeen)
    assert not isinstance(read.see(AptSources), NotSeen)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {
            "Warnings": ["w" * 9999] * 999,
            "DriverStatus": [["k" * 999, "v" * 9999]] * 99,
            "Driver": 7,
            "Containers": -5,
        },
        {"SecurityOptions": None, "Runtimes": ["a", 1], "DockerRootDir": None, "FirewallBackend": "x"},
    ],
)
def test_no_answer_of_an_engine_makes_a_fact_malformed(engine: Engine, said: dict[str, Any]) -> None:
    engine.answers["GET /info"] = (200, said)
    engine.answers["GET /version"] = (200, {**VERSION, **{name: [1] for name in said}, "Version": 29})
    engine.prints = "\x1b[31m" * 5000
    read = as_sent(observe(API, docker_socket=engine.socket))
    assert malformed(read) == []
    assert not isinstance(read.see(ApiInfo), NotSeen)
