"""A real Docker Engine, broken in real ways, looked at by the real agent: each time the one right cause."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from agent.observing import observe
from bot.checks.judging import judge
from bot.checks.model import Finding, Report, Status
from bot.checks.observation import read_observation
from bot.checks.remedies import remedy
from bot.checks.tables import tables_of
from bot.knowledge.base import Knowledge
from bot.knowledge.folders import own_folder
from bot.knowledge.source import read_knowledge
from tests.integration.engine import Machine, for_arm64, hello_program, missing

NEWCOMER = "newcomer"


@cache
def knowledge() -> Knowledge:
    return read_knowledge((own_folder(),))


@pytest.fixture(scope="module")
def possible() -> None:
    """Skips, by name and with the reason, where no Engine can be run."""
    if reason := missing():
        pytest.skip(reason)


@pytest.fixture(scope="module")
def hello(possible: None, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return hello_program(tmp_path_factory.mktemp("hello"))


@pytest.fixture
def machine(possible: None, tmp_path: Path) -> Iterator[Machine]:
    """With a user who is not in the group docker; the Engine is not started yet."""
    with Machine(tmp_path) as made:
        made.run("useradd", "--create-home", "--home-dir", f"/run/people/{NEWCOMER}", NEWCOMER)
        yield made


@pytest.fixture
def healthy(machine: Machine, hello: bytes) -> Machine:
    """With the Engine running, hello-world at hand, and the user in the group."""
    machine.run("usermod", "-aG", "docker", NEWCOMER)
    machine.start_engine()
    machine.make_image(hello)
    return machine


def look(machine: Machine) -> Report:
    seen = read_observation(machine.observe(NEWCOMER))
    return judge(seen, tuple(knowledge().checks.values()), tables_of(knowledge(), date(2026, 11, 22)))


def causes(report: Report) -> list[str]:
    return [f"{cause.check} {cause.code}" for cause in report.causes]


def finding(check: str, report: Report) -> Finding:
    return next(one for one in report.findings if one.check == check)


def mended_by(report: Report) -> list[str]:
    """The commands for the first cause."""
    return [command.run for command in remedy(report.causes[0], report, knowledge(), "en").commands]


def test_a_newcomer_is_led_from_no_membership_over_a_stale_session_to_a_container(
    machine: Machine, hello: bytes
) -> None:
    machine.start_engine()
    machine.make_image(hello)
    before = machine.start_session(NEWCOMER)
    assert not _may_list(machine)

    report = look(machine)
    assert causes(report) == ["grp.member not_member"]
    assert finding("grp.session", report).blocked_by == "grp.member"
    add, renew, verify = mended_by(report)
    assert (add, renew) == (f"sudo usermod -aG docker {NEWCOMER}", "newgrp docker")

    machine.run("sh", "-c", add)
    report = look(machine)
    assert causes(report) == ["grp.session stale"]
    assert finding("grp.member", report).status is Status.PASS
    assert finding("grp.session", report).values["programs"] == "sleep"
    assert mended_by(report) == [renew, verify]

    after = machine.start_session(NEWCOMER)
    assert causes(look(machine)) == ["grp.session some_stale"]

    machine.end_session(before)
    greeted = subprocess.run(
        machine.as_user(NEWCOMER, *verify.split()), capture_output=True, text=True, timeout=60
    )
    assert "Hello from Docker!" in greeted.stdout, greeted.stderr
    report = look(machine)
    assert causes(report) == []
    assert report.is_healthy
    assert finding("grp.session", report).code == "fresh"
    assert finding("run.hello", report).code == "greets"
    assert machine.containers() == []
    machine.end_session(after)


def _may_list(machine: Machine) -> bool:
    asked = machine.as_user(NEWCOMER, "docker", "-H", "unix:///run/docker.sock", "ps")
    return subprocess.run(asked, capture_output=True, timeout=60).returncode == 0


def test_an_engine_that_was_stopped_is_the_cause_of_everything_behind_it(healthy: Machine) -> None:
    healthy.stop_engine()
    report = look(healthy)
    assert causes(report) == ["svc.docker not_running"]
    assert {one.check for one in report.findings if one.blocked_by == "svc.docker"} >= {
        "api.ping",
        "run.hello",
    }
    assert "sudo service docker start" in mended_by(report)


def test_a_socket_that_somebody_deleted_is_missed(healthy: Machine) -> None:
    healthy.path("/run/docker.sock").unlink()
    report = look(healthy)
    assert causes(report) == ["sock.present missing"]
    assert report.causes[0].or_else == ("listens_elsewhere",)


def test_a_socket_of_another_group_is_told_from_a_missing_membership(healthy: Machine) -> None:
    healthy.run("chgrp", "root", "/run/docker.sock")
    report = look(healthy)
    assert not _may_list(healthy)
    assert causes(report) == ["sock.perm other_group"]
    assert finding("grp.member", report).status is Status.PASS


def test_an_engine_that_hangs_is_told_from_one_that_is_stopped(healthy: Machine) -> None:
    healthy.freeze_engine()
    report = look(healthy)
    assert causes(report) == ["api.ping hangs"]
    assert {one.check for one in report.findings if one.blocked_by == "api.ping"} >= {"run.ps", "run.hello"}


def test_a_listener_that_never_answers_is_asked_once(tmp_path: Path) -> None:
    connections: list[socket.socket] = []
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        listener.listen()

        def take() -> None:
            try:
                while True:
                    connections.append(listener.accept()[0])
            except OSError:
                return

        taker = threading.Thread(target=take)
        taker.start()
        asked = ("api_ping", "api_version", "api_info", "containers", "hello_world")
        facts = observe(asked, docker_socket=str(tmp_path / "s"))["facts"]
        listener.shutdown(socket.SHUT_RDWR)
        taker.join()
    assert facts["api_ping"]["value"]["failure"] == "timeout"
    assert {facts[name]["could_not"] for name in asked[1:]} == {"timeout"}
    requests = [connection.recv(1000).split(b"\r\n")[0] for connection in connections]
    for connection in connections:
        connection.close()
    assert [request for request in requests if request] == [b"GET /version HTTP/1.1"]


def test_a_daemon_json_that_is_broken_is_named_with_its_place(machine: Machine) -> None:
    machine.run("usermod", "-aG", "docker", NEWCOMER)
    machine.path("/etc/docker/daemon.json").write_text('{\n  "debug": true\n  "labels": []\n}\n')
    machine.fail_to_start_engine()
    assert "unable to configure the Docker daemon with file" in machine.engine_log.read_text()
    report = look(machine)
    assert causes(report) == ["cfg.daemon broken"]
    values = report.causes[0].values
    assert (values["path"], values["line"], values["column"]) == ("/etc/docker/daemon.json", "3", "3")
    assert finding("svc.docker", report).code == "not_running"


def test_a_full_disk_is_the_cause_of_a_container_that_does_not_start(tmp_path: Path, hello: bytes) -> None:
    with Machine(tmp_path, room="64m") as machine:
        machine.run("useradd", "--home-dir", f"/run/people/{NEWCOMER}", "--groups", "docker", NEWCOMER)
        machine.start_engine()
        machine.make_image(hello)
        fill = "dd if=/dev/zero of=/var/lib/docker/filling bs=64k 2> /dev/null; dd if=/dev/zero of=/var/lib/docker/rest bs=1 2> /dev/null; true"
        machine.run("sh", "-c", fill)
        report = look(machine)
        assert causes(report) == ["disk.root full"]
        assert report.causes[0].values["path"] == "/var/lib/docker"
        assert finding("run.hello", report).status is Status.FAIL
        assert machine.containers() == []


def test_a_second_engine_is_named(healthy: Machine) -> None:
    healthy.run("sh", "-c", 'mkdir -p /run/second && cp "$(command -v dockerd)" /run/second/dockerd')
    healthy.path("/etc/environment").write_text("PATH=/usr/sbin:/usr/bin:/sbin:/bin:/run/second\n")
    report = look(healthy)
    assert causes(report) == ["pkg.origin two"]
    assert "/run/second/dockerd" in report.causes[0].values["engine"]


def test_an_image_for_another_architecture_is_told_from_a_broken_engine(
    healthy: Machine, hello: bytes
) -> None:
    healthy.make_image(for_arm64(hello), platform="linux/arm64")
    report = look(healthy)
    assert causes(report) == ["run.hello exec_format"]
    assert healthy.containers() == []
