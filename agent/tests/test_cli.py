from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any, List

import pytest

from agent import joining
from agent.clock import SystemClock
from agent.enrolled import KEY_FILE, current_policy, store_policy
from agent.home import Home
from agent.journal import Journal
from agent.running import EXIT_REVOKED
from agent.tests.fake_server import FakeServer, Given
from agent.tests.fakes import CODE, HOST_ID, KEY
from agent.tests.scenes import enrolled_in, policy
from agent.tests.shells import Shell, lines_of


def test_once_prints_an_observation_and_sends_nothing(shell: Shell) -> None:
    said = shell("once", "--json", "--facts", "os_release,api_ping")
    facts = json.loads(said.out)["facts"]
    assert said.code == 0
    assert list(facts) == ["os_release", "api_ping"]
    assert facts["api_ping"]["could_not"] == "not_granted"


def test_once_obeys_what_the_owner_denied(shell: Shell) -> None:
    shell("policy", "set", "--denied", "os_release")
    facts = json.loads(shell("once", "--json", "--facts", "os_release,machine").out)["facts"]
    assert facts["os_release"]["could_not"] == "denied"
    assert "value" in facts["machine"]


def test_once_says_in_words_what_it_saw(shell: Shell) -> None:
    said = shell("once", "--facts", "machine,hello_world", lang="ko")
    assert "kernel_arch" in said.out
    assert "볼 수 없음 (not_granted)" in said.out


def test_an_unknown_fact_is_named_with_those_that_are_known(shell: Shell) -> None:
    said = shell("once", "--facts", "os_relase")
    assert said.code == 2
    assert "os_relase" in said.error
    assert "os_release" in said.error


def test_status_says_how_to_begin(shell: Shell) -> None:
    said = shell("status")
    assert said.code == 0
    assert "enroll https://" in said.out


def test_status_tells_an_enrolled_host_and_never_its_key(shell: Shell, fake: FakeServer) -> None:
    enrolled_in(shell.home, fake)
    store_policy(shell.home, policy())
    said = shell("status")
    assert "web-1" in said.out
    told = json.loads(shell("status", "--json").out)
    assert (told["name"], told["has_key"], told["is_running"]) == ("web-1", True, False)
    assert KEY not in said.out + json.dumps(told)


def test_enrolling_running_and_leaving_in_one_go(
    shell: Shell, fake: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {"host_id": HOST_ID, "key": KEY, "name": "web-1"}
    fake.give("/agent/v1/enroll", Given(200, made))
    fake.give("/agent/v1/jobs?", Given(401, {"error": "revoked"}))
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{CODE}\n"))
    said = shell("enroll", f"http://127.0.0.1:{fake.port}", "--user", "alice", lang="ko")
    assert said.code == 0, said.error
    assert "web-1" in said.out
    assert current_policy(shell.home).users == ("alice",)
    said = shell("run")
    assert said.code == EXIT_REVOKED
    assert "revoked" in said.out
    assert shell.home.read(KEY_FILE) is None
    assert shell("run").code == 2
    assert shell("leave").code == 0
    assert lines_of(shell.home) == ["enrolled", "started", "revoked", "left"]
    assert shell("log", "--verify").code == 0


class FakeService:
    """Remembers what it was told to do; its home is the shell's."""

    def __init__(self, home: Home) -> None:
        self.folder = home.folder
        self.installed: List[Path] = []

    def __call__(self, runner: Any) -> FakeService:
        return self

    def check(self) -> None:
        """This machine may have a service."""

    def make_home(self) -> Path:
        return self.folder

    def install(self, archive: Path, environment: Any) -> None:
        self.installed.append(archive)


def test_a_service_is_made_once_it_has_joined_and_brought_up_to_date_without_a_code(
    shell: Shell, fake: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = FakeService(shell.home)
    monkeypatch.setattr(joining, "Service", service)
    monkeypatch.setattr(joining, "own_archive", Path)
    fake.give(
        "/agent/v1/enroll",
        Given(403, {"error": "bad_code"}),
        Given(200, {"host_id": HOST_ID, "key": KEY, "name": "web-1"}),
    )
    words = ("enroll", f"http://127.0.0.1:{fake.port}", "--service", "--user", "alice")
    for expected, installed in ((2, 0), (0, 1)):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{CODE}\n"))
        assert shell(*words).code == expected
        assert len(service.installed) == installed
    shell("policy", "set", "--denied", "user")
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    said = shell(*words)
    assert (said.code, "as it was" in said.out) == (0, True)
    assert len(service.installed) == 2
    assert current_policy(shell.home).denied == ("user",)
    assert len(fake.bodies("/agent/v1/enroll")) == 2


def test_the_code_is_nothing_that_the_command_line_takes(shell: Shell) -> None:
    assert shell("enroll", "https://bot.example.com", CODE).code == 2
    assert shell("enroll", "https://bot.example.com", "--code", CODE).code == 2


def test_a_second_one_does_not_run(shell: Shell, fake: FakeServer) -> None:
    enrolled_in(shell.home, fake)
    with shell.home.alone("run.lock"):
        assert shell("status", "--json").out.count('"is_running": true') == 1
        assert shell("run").code == 2
    assert fake.heard == []


def test_leaving_without_a_server_still_deletes_the_key(shell: Shell, fake: FakeServer) -> None:
    enrolled_in(shell.home, fake)
    fake.give("/agent/v1/leave", Given(503, {}))
    said = shell("leave")
    assert said.code == 0
    assert "/docker-check remove web-1" in said.out
    assert shell.home.read(KEY_FILE) is None


def test_the_log_is_shown_and_a_change_in_it_found(shell: Shell) -> None:
    journal = Journal(shell.home, SystemClock())
    journal.note("job", asker="U1", detail="\x1b[2J")
    journal.note("sent")
    assert "asker=U1" in shell("log").out
    assert "\x1b" not in shell("log").out
    assert len(shell("log", "--json", "-n", "1").out.splitlines()) == 1
    file = shell.home.folder / "log.jsonl"
    file.write_text(file.read_text("utf-8").replace("U1", "U2"), "utf-8")
    said = shell("log", "--verify")
    assert (said.code, "log.jsonl:1" in said.out) == (1, True)


def test_a_bug_is_told_by_its_kind_and_place_alone(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("/etc/shadow says hello")

    monkeypatch.setattr("agent.commanding.status", fail)
    said = shell("status")
    assert said.code == 70
    assert "RuntimeError" in said.error
    assert "shadow" not in said.error
