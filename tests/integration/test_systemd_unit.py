"""The agent's service under a real systemd, against the real gateway: from ``enroll --service`` to ``leave``."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from starlette.applications import Starlette

from agent.service import UNIT, USER
from bot.checks.facts import FACTS, Processes, Sessions, Units
from bot.checks.observation import NotSeen, Observation, read_observation
from bot.hosts.checking import Checks
from bot.hosts.model import CheckRequest, CheckState, EnrollmentCode
from bot.slackfake.loopback import LoopbackServer
from bot.storage.database import Database
from handlers.gateway.assembly import make_gateway_side
from tests.database import until
from tests.integration.engine import until as started
from tests.integration.gateway_process import OWNER, records, use_cases
from tests.integration.rooted import AGENT, BUILT, Rooted
from tests.integration.roots import PERSON, missing, root_of

pytestmark = [
    pytest.mark.skipif(not BUILT.exists(), reason="`make agent` has built nothing here"),
    pytest.mark.timeout(300),  # the first one makes the root
]
FOLDER = "/var/lib/setupbot-agent"
LIMIT_S = 60.0
PROGRAM = "/usr/local/lib/setupbot-agent/setupbot-agent.pyz"


@pytest.fixture(scope="module")
def possible() -> None:
    """Skips, by name and with the reason, where no system can be started."""
    if reason := missing():
        pytest.skip(reason)
    root_of("amd64")


@pytest.fixture
def machine(possible: None, tmp_path: Path) -> Iterator[Rooted]:
    """With systemd as its first process."""
    with Rooted(tmp_path, "systemd") as made:
        started(lambda: made.do("systemctl is-system-running").stdout == "running\n")
        made.write(AGENT, BUILT.read_bytes(), 0o755)
        yield made


@asynccontextmanager
async def gateway(machine: Rooted, database: Database) -> AsyncIterator[str]:
    """A replica of the gateway that listens on the machine's own loopback; where."""
    side = make_gateway_side(database, poll_s=50.0, first_least=0.9)
    server, stop = LoopbackServer(side.before(Starlette(routes=list(side.routes)))), asyncio.Event()
    running = asyncio.create_task(side.run(stop))
    with machine.network():
        await server.start()
    try:
        async with asyncio.timeout(20):
            await side.listener.ready.wait()
        yield server.url
    finally:
        stop.set()
        await running
        await server.stop()


async def do(machine: Rooted, line: str, typed: str = "") -> str:
    """What root's command says; the gateway answers meanwhile."""
    return await asyncio.to_thread(machine.must, line, "root", typed)


async def shown(machine: Rooted, *properties: str) -> dict[str, str]:
    """What systemd says of the service."""
    told = await do(machine, f"systemctl show -p {','.join(properties)} {UNIT}")
    return dict(row.partition("=")[::2] for row in told.splitlines())


async def join(machine: Rooted, database: Database, url: str) -> UUID:
    """Enrols as its owner does, with sudo; the host's id."""
    hosts, _ = use_cases(database)
    made = await hosts.add(OWNER, "web-1")
    assert isinstance(made, EnrollmentCode)
    enroll = f"sudo python3 {AGENT} --lang en enroll {url} --service"
    said = await asyncio.to_thread(machine.must, enroll, PERSON, f"{made.code}\n")
    assert "service" in said
    return UUID(json.loads(machine.path(f"{FOLDER}/host.json").read_text("utf-8"))["host_id"])


async def check(checks: Checks, user: str = PERSON) -> Observation:
    """What the service answers to one job."""
    request = CheckRequest(question_id=uuid4(), asker=OWNER, host_name="web-1", user=user)
    await checks.request(request)
    found: list[CheckState] = []

    async def is_finished() -> bool:
        state = await checks.state(request.question_id, request.host_name, OWNER)
        found[:] = [state] if state and state.status != "waiting" else []
        return bool(found)

    await until(is_finished, LIMIT_S)
    assert (found[0].status, found[0].detail) == ("done", "")
    assert found[0].observation
    return read_observation(found[0].observation.sent)


async def is_online(database: Database, host: UUID) -> bool:
    kept = await records(database).host(host)
    return kept is not None and kept.host.is_online


async def rights(machine: Rooted) -> dict[str, str]:
    """What the kernel says of the service's process, once it is the agent and no more a part of systemd."""
    pid = (await shown(machine, "MainPID"))["MainPID"]
    status: dict[str, str] = {}

    async def has_begun() -> bool:
        rows = (row.partition(":") for row in (await do(machine, f"cat /proc/{pid}/status")).splitlines())
        status.update({name: value.strip() for name, _, value in rows})
        return not status["Name"].startswith("(")

    await until(has_begun, LIMIT_S)
    return status


async def test_the_service_joins_answers_comes_back_and_leaves(machine: Rooted, database: Database) -> None:
    _, checks = use_cases(database)
    async with gateway(machine, database) as url:
        host = await join(machine, database, url)
        await until(lambda: is_online(database, host), LIMIT_S)
        seen = await check(checks)
        assert set(seen.facts) == set(FACTS)
        _assert_sees_the_machine(seen)
        await _assert_has_no_rights(machine)

        pid = (await shown(machine, "MainPID"))["MainPID"]
        await do(machine, f"kill -KILL {pid}")

        async def is_to_come_back() -> bool:
            return (await shown(machine, "SubState"))["SubState"] == "auto-restart"

        await until(is_to_come_back, LIMIT_S)
        await do(machine, f"systemctl restart {UNIT}")
        assert (await shown(machine, "MainPID"))["MainPID"] != pid
        assert not isinstance((await check(checks)).see(Units), NotSeen)
        assert await do(machine, f"systemctl is-enabled {UNIT}") == "enabled\n"

        assert await do(machine, "setupbot-agent --lang en leave")
        kept = await records(database).host(host)
        assert kept
        assert kept.host.state == "revoked"
    await _assert_is_gone(machine)


def _assert_sees_the_machine(seen: Observation) -> None:
    because = {
        name: fact.value.because for name, fact in seen.facts.items() if isinstance(fact.value, NotSeen)
    }
    assert not {"failed", "malformed", "no_permission", "timeout"} & set(because.values()), because
    units, processes, sessions = seen.see(Units), seen.see(Processes), seen.see(Sessions)
    assert not isinstance(units, NotSeen)
    assert not isinstance(processes, NotSeen)
    assert not isinstance(sessions, NotSeen)
    assert sessions.visible  # those of other users too


async def _assert_has_no_rights(machine: Rooted) -> None:
    status = await rights(machine)
    uid = (await do(machine, f"id -u {USER}")).strip()
    assert status["Uid"].split() == [uid] * 4
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    assert {status[kind].strip("0") for kind in ("CapEff", "CapPrm", "CapBnd", "CapAmb")} == {""}


async def _assert_is_gone(machine: Rooted) -> None:
    assert (await shown(machine, "LoadState"))["LoadState"] == "not-found"
    for path in (PROGRAM, "/usr/local/bin/setupbot-agent", f"/etc/systemd/system/{UNIT}", f"{FOLDER}/key"):
        assert not machine.path(path).exists()
        assert not machine.path(path).is_symlink()
    assert await do(machine, f"find /proc -maxdepth 1 -user {USER}") == ""
    assert '"left"' in machine.path(f"{FOLDER}/log.jsonl").read_text("utf-8")


async def test_the_group_docker_comes_and_goes_with_the_level(machine: Rooted, database: Database) -> None:
    async with gateway(machine, database) as url:
        host = await join(machine, database, url)
        level = "setupbot-agent --lang en policy set --level"
        await do(machine, f"groupadd --system --gid 970 docker && {level} docker")
        assert "970" in (await rights(machine))["Groups"].split()
        await do(machine, f"{level} files")
        assert "970" not in (await rights(machine))["Groups"].split()
        await until(lambda: is_online(database, host), LIMIT_S)
