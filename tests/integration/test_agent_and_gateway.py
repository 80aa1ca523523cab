"""The agent's own file as a process, against the real gateway on a real database."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from agent.bundling.build import NAME, ROOT
from agent.running import EXIT_REVOKED
from bot.checks.facts import FACTS, OsRelease
from bot.checks.observation import NotSeen, read_observation
from bot.hosts.checking import Checks
from bot.hosts.model import CheckRequest, CheckState, EnrollmentCode
from bot.storage.database import Database
from tests.database import until
from tests.integration.gateway_process import OWNER, records, replica, use_cases

BUILT = ROOT / "build" / NAME
LIMIT_S = 60
pytestmark = pytest.mark.skipif(not BUILT.exists(), reason="`make agent` has built nothing here")


class Machine:
    """A machine with the agent's file and a home for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"

    async def start(self, *words: str, typed: str = "") -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", str(BUILT), "--home", str(self.home), *words),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={
                "PATH": os.environ["PATH"],
                "LANG": "C.UTF-8",
                "CACHE_DIRECTORY": str(self.folder / "cache"),
            },
        )
        assert process.stdin
        process.stdin.write(typed.encode())
        process.stdin.close()
        return process

    async def do(self, *words: str, typed: str = "") -> tuple[int, str]:
        process = await self.start(*words, typed=typed)
        said, _ = await asyncio.wait_for(process.communicate(), LIMIT_S)
        assert process.returncode is not None
        return process.returncode, said.decode()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.subprocess.Process]:
        process = await self.start("run")
        try:
            yield process
        finally:
            if process.returncode is None:
                process.terminate()
                await asyncio.wait_for(process.communicate(), LIMIT_S)

    def key(self) -> str:
        return (self.home / "key").read_text("utf-8").strip()

    def host_id(self) -> UUID:
        return UUID(json.loads((self.home / "host.json").read_text("utf-8"))["host_id"])


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


async def join(machine: Machine, database: Database, url: str) -> None:
    hosts, _ = use_cases(database)
    made = await hosts.add(OWNER, "web-1")
    assert isinstance(made, EnrollmentCode)
    code, said = await machine.do("enroll", url, "--user", "nobody", typed=f"{made.code}\n")
    assert code == 0, said


async def is_online(database: Database, machine: Machine) -> bool:
    found = await records(database).host(machine.host_id())
    return found is not None and found.host.is_online


async def check(checks: Checks, *facts: str, user: str | None = None) -> CheckState:
    request = CheckRequest(question_id=uuid4(), asker=OWNER, host_name="web-1", facts=facts, user=user)
    await checks.request(request)
    return await finished(checks, request)


async def finished(checks: Checks, request: CheckRequest) -> CheckState:
    found: list[CheckState] = []

    async def is_finished() -> bool:
        state = await checks.state(request.question_id, request.host_name, OWNER)
        if state is None or state.status == "waiting":
            return False
        found.append(state)
        return True

    await until(is_finished)
    return found[0]


async def test_a_machine_joins_is_checked_and_is_revoked(database: Database, machine: Machine) -> None:
    hosts, checks = use_cases(database)
    async with replica(database) as gateway:
        await join(machine, database, gateway.url)
        async with machine.running() as process:
            await until(lambda: is_online(database, machine))
            state = await check(checks)
            assert (state.status, state.detail) == ("done", "")
            assert state.observation is not None
            seen = read_observation(state.observation.sent)
            assert set(seen.facts) == set(FACTS)
            assert not isinstance(seen.see(OsRelease), NotSeen)
            because = {
                name: fact.value.because
                for name, fact in seen.facts.items()
                if isinstance(fact.value, NotSeen)
            }
            assert "malformed" not in because.values()
            assert because["api_ping"] == because["hello_world"] == "not_granted"
            assert abs(seen.facts["clock"].value.ahead_s) < 60
            await hosts.revoke(OWNER, "web-1")
            assert await asyncio.wait_for(process.wait(), LIMIT_S) == EXIT_REVOKED
    assert not (machine.home / "key").exists()
    assert (await machine.do("log", "--verify"))[0] == 0


async def test_what_the_owner_forbids_is_refused_whatever_the_bot_asks(
    database: Database, machine: Machine
) -> None:
    _, checks = use_cases(database)
    async with replica(database) as gateway:
        await join(machine, database, gateway.url)
        async with machine.running():
            await until(lambda: is_online(database, machine))
            assert (await check(checks, user="root")).refusal == "bad_user"
            await machine.do("policy", "set", "--denied", "os_release")
            state = await check(checks, "os_release", "kernel")
            assert state.observation is not None
            assert state.observation.sent["facts"]["os_release"]["could_not"] == "denied"
            await machine.do("pause")
            assert (await check(checks)).refusal == "paused"
            await machine.do("resume")
            await machine.do("policy", "set", "--askers", "U0OTHER")
            assert (await check(checks)).refusal == "denied_asker"


async def test_a_key_that_is_old_is_replaced_while_it_runs(database: Database, machine: Machine) -> None:
    _, checks = use_cases(database)
    async with replica(database, poll_s=0.2) as gateway:
        await join(machine, database, gateway.url)
        first = machine.key()
        async with database.engine.begin() as connection:
            await connection.execute(
                text("UPDATE hosts SET key_at = key_at - :age"), {"age": timedelta(days=31)}
            )

        async def is_replaced() -> bool:
            return machine.key() != first

        async with machine.running():
            await until(is_replaced)
            assert (await check(checks, "kernel")).status == "done"


async def test_a_machine_leaves_by_itself(database: Database, machine: Machine) -> None:
    async with replica(database) as gateway:
        await join(machine, database, gateway.url)
        host_id = machine.host_id()
        code, said = await machine.do("leave")
        assert (code, "the server knows" in said) == (0, True)
        found = await records(database).host(host_id)
    assert found is not None
    assert found.host.state == "revoked"


async def test_a_mistyped_code_is_not_sent(database: Database, machine: Machine) -> None:
    hosts, _ = use_cases(database)
    async with replica(database) as gateway:
        made = await hosts.add(OWNER, "web-1")
        assert isinstance(made, EnrollmentCode)
        wrong = made.code[:-1] + ("A" if made.code[-1] != "A" else "B")
        code, said = await machine.do("enroll", gateway.url, typed=wrong)
        assert (code, "Nothing secret was sent" in said) == (2, True)
        # and so the code is not used up
        assert (await machine.do("enroll", gateway.url, "--user", "nobody", typed=made.code))[0] == 0


async def test_a_copied_machine_and_its_original_both_stop_looking(
    database: Database, machine: Machine, tmp_path: Path
) -> None:
    _, checks = use_cases(database)
    async with replica(database, poll_s=0.2) as gateway:
        await join(machine, database, gateway.url)
        copy = Machine(tmp_path / "copy")
        shutil.copytree(machine.home, copy.home)

        async def is_quarantined() -> bool:
            found = await records(database).host(machine.host_id())
            return found is not None and found.host.state == "quarantined"

        async with machine.running() as one, copy.running() as other:
            await until(is_quarantined)
            for process in (one, other):
                assert process.stdout
                said = await asyncio.wait_for(process.stdout.readuntil(b"Two machines use this key"), LIMIT_S)
                assert b"Looking, for" not in said
            assert (await check(checks)).status == "quarantined"
    assert machine.key()
