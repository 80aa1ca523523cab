from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import List, Optional, Sequence, Tuple

import pytest

from agent.commands import NotThere, Ran
from agent.service import Identity, Service, unit_text
from agent.words import Told


class FakeRunner:
    """Remembers what it was to run."""

    def __init__(self, exit_code: int = 0) -> None:
        self.ran: List[Tuple[str, ...]] = []
        self.exit_code = exit_code

    def run(self, argv: Sequence[str], timeout_s: float) -> Ran:
        self.ran.append(tuple(argv))
        if argv[0] == "useradd" and self.exit_code == 127:
            raise NotThere("useradd")
        return Ran(self.exit_code, "True\n", "it broke")


class Machine:
    """A root folder with systemd, on which users can be made."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        (self.root / "run/systemd/system").mkdir(parents=True)
        self.archive = folder / "setupbot-agent.pyz"
        self.archive.write_bytes(b"the program")
        self.runner = FakeRunner()
        self.owned: List[Tuple[str, int, int]] = []
        self.service = Service(
            self.runner,
            root=self.root,
            identify=self.identify,
            own=lambda number, uid, gid: self.owned.append(
                (os.readlink(f"/proc/self/fd/{number}"), uid, gid)
            ),
        )

    def identify(self, user: str) -> Optional[Identity]:
        made = any(argv[0] == "useradd" for argv in self.runner.ran)
        return Identity(990, 991) if made else None


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_service_has_a_user_and_a_folder_of_its_own(machine: Machine) -> None:
    folder = machine.service.make_home()
    assert folder == machine.root / "var/lib/setupbot-agent"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert machine.owned == [(str(folder), 990, 991)]
    assert machine.runner.ran[0][:3] == ("useradd", "--system", "--user-group")
    assert machine.runner.ran[0][-1] == "setupbot-agent"
    machine.service.make_home()
    assert sum(argv[0] == "useradd" for argv in machine.runner.ran) == 1


def test_what_root_wrote_before_becomes_the_services_and_no_link_does(machine: Machine) -> None:
    folder = machine.service.folder
    folder.mkdir(parents=True)
    (folder / "policy.json").write_text("{}", "utf-8")
    (folder / "link").symlink_to("/etc/shadow")
    (machine.root / "other").write_text("", "utf-8")
    os.link(str(machine.root / "other"), str(folder / "hard"))
    os.mkfifo(str(folder / "pipe"))
    machine.service.make_home()
    owned = {Path(path).name for path, uid, gid in machine.owned}
    assert owned == {"setupbot-agent", "policy.json"}


def test_installing_copies_the_program_and_starts_it(machine: Machine) -> None:
    machine.service.install(machine.archive, {})
    assert machine.service.program.read_bytes() == b"the program"
    assert machine.service.program.stat().st_mode & 0o777 == 0o755
    assert os.readlink(str(machine.service.command)) == str(machine.service.program)
    assert f"-I {machine.service.program} run" in machine.service.unit.read_text("utf-8")
    assert machine.runner.ran[-3:] == [
        ("systemctl", "daemon-reload"),
        ("systemctl", "enable", "setupbot-agent.service"),
        ("systemctl", "restart", "setupbot-agent.service"),
    ]


def test_installing_again_replaces_the_program_also_from_itself(machine: Machine) -> None:
    machine.service.install(machine.archive, {})
    machine.archive.write_bytes(b"the next one")
    machine.service.install(machine.archive, {})
    machine.service.install(machine.service.program, {})
    assert machine.service.program.read_bytes() == b"the next one"


def test_a_proxy_with_its_password_is_for_root_only(machine: Machine) -> None:
    machine.service.install(
        machine.archive, {"HTTPS_PROXY": "http://u:p@proxy:3128", "NO_PROXY": 'a"\nUser=root'}
    )
    assert machine.service.settings.read_text("utf-8") == 'HTTPS_PROXY="http://u:p@proxy:3128"\n'
    assert machine.service.settings.stat().st_mode & 0o777 == 0o600
    assert "proxy:3128" not in machine.service.unit.read_text("utf-8")


def test_the_group_docker_is_given_with_the_level_and_taken_with_it(machine: Machine) -> None:
    rights = machine.service.docker_rights
    assert machine.service.set_docker_rights(True, group_exists=True) == "service_group"
    assert rights.read_text("utf-8") == "[Service]\nSupplementaryGroups=docker\n"
    assert machine.runner.ran[-1] == ("systemctl", "try-restart", "setupbot-agent.service")
    assert machine.service.set_docker_rights(False, group_exists=True) == "service_narrowed"
    assert not rights.exists()
    assert machine.service.set_docker_rights(False, group_exists=True) == ""


def test_a_group_that_does_not_exist_would_keep_the_service_from_starting(machine: Machine) -> None:
    assert machine.service.set_docker_rights(True, group_exists=False) == "service_no_group"
    assert not machine.service.docker_rights.exists()


def test_removing_leaves_the_folder_with_the_log(machine: Machine) -> None:
    machine.service.make_home()
    (machine.service.folder / "log.jsonl").write_text("", "utf-8")
    machine.service.install(machine.archive, {})
    machine.service.remove()
    assert not machine.service.is_installed
    assert not machine.service.program.exists()
    assert not machine.service.command.is_symlink()
    assert (machine.service.folder / "log.jsonl").exists()


def test_a_command_that_fails_is_named_with_what_it_said(machine: Machine) -> None:
    machine.runner.exit_code = 1
    with pytest.raises(Told) as told:
        machine.service.install(machine.archive, {})
    assert told.value.values == {"command": "systemctl daemon-reload", "reason": "it broke"}


def test_a_system_that_cannot_make_users_is_said(machine: Machine) -> None:
    machine.runner.exit_code = 127
    with pytest.raises(Told) as told:
        machine.service.make_home()
    assert told.value.key == "service_failed"


def test_only_root_makes_a_service_and_only_where_systemd_runs(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Told) as told:
        machine.service.check()
    assert told.value.key == "need_root"
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    machine.service.check()
    (machine.root / "run/systemd/system").rmdir()
    with pytest.raises(Told) as told:
        machine.service.check()
    assert told.value.key == "need_systemd"


def test_the_systems_python_runs_it_rather_than_one_in_somebodys_home(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/home/alice/.pyenv/bin/python3")
    machine.service.install(machine.archive, {})
    assert "ExecStart=/usr/bin/python3 -I " in machine.service.unit.read_text("utf-8")


@pytest.mark.parametrize(
    "line",
    [
        "User=setupbot-agent",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "ProtectSystem=strict",
        "ProtectHome=read-only",
        "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
        "SystemCallFilter=@system-service",
        "RestartPreventExitStatus=2 3",
    ],
)
def test_the_unit_is_hardened(line: str) -> None:
    assert line in unit_text("/usr/bin/python3", Path("/x.pyz")).splitlines()


@pytest.mark.parametrize(
    "setting", ["ProtectProc", "PrivateNetwork", "PrivateUsers", "InaccessiblePaths", "ProcSubset"]
)
def test_the_unit_keeps_what_the_looks_need(setting: str) -> None:
    assert f"\n{setting}=" not in unit_text("/usr/bin/python3", Path("/x.pyz"))
