"""``setupbot check`` and ``setupbot hosts``: the real program, a real database, an Agent that the test plays."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from bot.hosts.model import AuditRow, Host
from bot.hosts.ports import Joining, KeptCode
from bot.hosts.secrets import hash_of
from bot.storage.database import Database
from bot.storage.hosts.sql import SqlHosts
from bot.work.queue import answer_deferrer, expiry_deferrer
from tests import machines
from tests.database import until
from tests.program import ROOT, Program

ANN = "U0ANN"


class Terminal:
    """The program on a database of its own, and what Agents would do there."""

    def __init__(self, program: Program, url: str, hosts: SqlHosts) -> None:
        self.program, self.url, self.hosts = program, url, hosts

    async def run(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        given = {"DATABASE_URL": self.url, **environ}
        return await asyncio.to_thread(lambda: self.program.run(*arguments, **given))

    async def online(self, name: str = "web-1") -> Host:
        code = KeptCode(code_id=uuid4().hex[:8], secret_hash=hash_of("s"), team="T1", owner=ANN, name=name)
        await self.hosts.add_code(code)
        joining = Joining(
            host_id=uuid4(), key_hash=hash_of("k"), hostname="web.lan", agent_version="1.0.0", session="s0"
        )
        host = await self.hosts.enroll(code.code_id, joining)
        assert isinstance(host, Host)
        await self.hosts.begin_poll(host.id, "s1", "1.0.0")
        return host

    async def answers(self, host: Host, sent: dict[str, Any]) -> None:
        """As soon as there is a job, its result."""

        async def is_answered() -> bool:
            turn = await self.hosts.begin_poll(host.id, "s1", "1.0.0")
            if turn.job is None:
                return False
            return await self.hosts.finish(host.id, turn.job.id, turn.job.nonce, sent) == "taken"

        await until(is_answered, limit_s=60)

    async def log(self) -> list[AuditRow]:
        return list(await self.hosts.audit("T1"))


@pytest_asyncio.fixture
async def terminal(trained_home: Path, database_url: str, tmp_path: Path) -> AsyncIterator[Terminal]:
    async with Database(home=tmp_path, url=database_url) as database:
        hosts = SqlHosts(database.engine, answer_deferrer(), expiry_deferrer())
        yield Terminal(Program(trained_home), database_url, hosts)


@pytest.mark.parametrize(
    ("made", "code", "outcome"),
    [
        (machines.healthy, 0, "healthy"),
        (machines.not_member, 1, "broken"),
        (machines.nothing_granted, 2, "blind"),
    ],
)
def test_the_exit_code_tells_what_an_observation_shows(
    trained_home: Path, tmp_path: Path, made: Any, code: int, outcome: str
) -> None:
    file = tmp_path / "observation.json"
    file.write_text(json.dumps(made()))
    done = Program(trained_home).run("check", "--observation", str(file), "--json")
    printed = json.loads(done.stdout)
    assert (done.returncode, printed["outcome"], printed["state"]) == (code, outcome, "done")
    assert len(printed["findings"]) == 45


def test_an_observation_is_told_in_words_with_its_commands(trained_home: Path) -> None:
    sent = json.dumps(machines.not_member())
    done = Program(trained_home).run("check", "--observation", "-", "--lang", "ko", typed=sent)
    assert "alice 사용자가 docker 그룹에 없어요" in done.stdout
    assert "\nsudo usermod -aG docker alice\n" in done.stdout


@pytest.mark.parametrize("typed", ["", "[]", "no json", '{"facts": 3}', "[" * 100_000])
def test_what_is_no_observation_is_said_without_a_trace(trained_home: Path, typed: str) -> None:
    done = Program(trained_home).run("check", "--observation", "-", typed=typed)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [[], ["web-1", "--local"], ["--level", "root", "--local"]])
def test_it_must_be_clear_what_to_check(trained_home: Path, arguments: list[str]) -> None:
    done = Program(trained_home).run("check", *arguments)
    assert (done.returncode, "Error:" in done.stderr) == (2, True)


def test_this_machine_is_looked_at_by_the_agent(trained_home: Path) -> None:
    done = Program(trained_home).run("check", "--local", "--level", "files", "--json", "--user", "root")
    printed = json.loads(done.stdout)
    assert done.returncode in (0, 1)
    assert (printed["user"], len(printed["findings"])) == ("root", 45)
    passed = {finding["check"] for finding in printed["findings"] if finding["status"] == "PASS"}
    assert "grp.member" in passed  # root needs no group


async def test_a_host_is_checked_from_the_terminal_and_audited(terminal: Terminal) -> None:
    host = await terminal.online()
    running = asyncio.create_task(terminal.run("check", "web-1"))
    await terminal.answers(host, machines.stopped())
    done = await running
    assert done.returncode == 1, done.stderr
    assert "sudo systemctl enable --now docker" in done.stdout
    asked = (await terminal.log())[0]
    assert (asked.asker.partition(":")[0], asked.action, asked.allowed) == ("terminal", "check", True)


async def test_a_host_that_is_unknown_or_away_ends_with_two(terminal: Terminal) -> None:
    await terminal.online()
    unknown = await terminal.run("check", "web-9")
    assert (unknown.returncode, "web-9" in unknown.stdout) == (2, True)
    away = await terminal.run("check", "web-9", "--json")
    printed = json.loads(away.stdout)
    assert (away.returncode, printed["state"], printed["outcome"]) == (2, "unknown", None)


async def test_hosts_are_listed_shown_and_ended(terminal: Terminal) -> None:
    host = await terminal.online()
    listed = await terminal.run("hosts", "list")
    assert "web-1" in listed.stdout
    assert ANN in (await terminal.run("hosts", "show", "web-1")).stdout
    as_json = json.loads((await terminal.run("hosts", "list", "--json")).stdout)
    assert [(one["name"], one["owner"], one["online"]) for one in as_json] == [("web-1", ANN, True)]
    revoked = await terminal.run("hosts", "revoke", "web-1")
    assert (revoked.returncode, "revoked" in revoked.stdout) == (0, True)
    granted = await terminal.hosts.host(host.id)
    assert granted is not None
    assert (granted.host.state, granted.host.ended_by) == ("revoked", "terminal")
    assert (await terminal.run("hosts", "remove", "web-1")).returncode == 0
    assert json.loads((await terminal.run("hosts", "list", "--json")).stdout) == []


async def test_others_are_allowed_and_disallowed_from_the_terminal(terminal: Terminal) -> None:
    host = await terminal.online()
    assert (await terminal.run("hosts", "allow", "web-1", "U0BEN", "S0TEAM", "everyone")).returncode == 0
    granted = await terminal.hosts.host(host.id)
    assert granted is not None
    assert {subject.kind for subject in granted.subjects} == {"person", "group", "everyone"}
    assert (await terminal.run("hosts", "disallow", "web-1", "everyone")).returncode == 0
    again = await terminal.hosts.host(host.id)
    assert again is not None
    assert {subject.kind for subject in again.subjects} == {"person", "group"}
    wrong = await terminal.run("hosts", "allow", "web-1", "ben")
    assert (wrong.returncode, "ben" in wrong.stdout) == (1, True)


async def test_a_code_is_given_at_the_terminal_for_its_owner(terminal: Terminal) -> None:
    await terminal.online("other")
    done = await terminal.run("hosts", "add", "web-1", "--owner", ANN, PUBLIC_URL="https://bot.example.org")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}$", done.stdout, re.MULTILINE)
    assert "enroll https://bot.example.org" in done.stdout
    assert (await terminal.run("hosts", "add", "web-1", "--owner", ANN)).returncode == 1


async def test_the_log_is_read_at_the_terminal(terminal: Terminal) -> None:
    await terminal.online()
    await terminal.run("check", "nothing-like-it")
    rows = json.loads((await terminal.run("hosts", "log", "--json")).stdout)
    assert rows[0] | {"action": "check", "allowed": False, "host": "nothing-like-it"} == rows[0]
    assert "denied" in (await terminal.run("hosts", "log")).stdout


async def test_without_any_workspace_the_terminal_says_what_to_do(terminal: Terminal) -> None:
    done = await terminal.run("hosts", "list")
    assert (done.returncode, "--team" in done.stderr) == (2, True)


def test_help_imports_neither_database_nor_slack() -> None:
    listed = "import sys; from bot.cli import check, hosts; print([m for m in ('psycopg', 'sqlalchemy') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", listed], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout == "[]\n"
