"""Whatever is logged on the way, a command with ``--json`` prints JSON on standard output and nothing else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import uuid4

import click
import pytest

from bot.__main__ import ATTACHED
from bot.cli.app import make_cli
from bot.hosts.ports import Joining, KeptCode
from bot.hosts.secrets import hash_of
from bot.storage.database import Database
from bot.storage.hosts.sql import SqlHosts
from bot.storage.model import Outcome
from bot.storage.sql_store import SqlStore
from bot.work.queue import answer_deferrer, expiry_deferrer
from tests import machines
from tests.contract.store.subject import a_claim, asked
from tests.program import Program

# Whoever loads structlog or logging by then is heard on whatever they were set up to write to.
NOISE = """
import json, sys
real, made = json.dumps, []
def dumps(*given, **named):
    if not made:  # logs may be JSON themselves
        made.append(True)
        if "structlog" in sys.modules:
            sys.modules["structlog"].get_logger("noise").error("made_noise")
        if "logging" in sys.modules:
            sys.modules["logging"].getLogger("noise").error("made noise")
    return real(*given, **named)
json.dumps = dumps
"""
CASES: Mapping[str, tuple[str, ...]] = {
    "ask": ("docker ps",),
    "check": ("--observation", "SEEN"),
    "doctor": (),
    "eval": ("QUESTIONS",),
    "hosts list": (),
    "hosts log": ("web-1",),
    "hosts show": ("web-1",),
    "inbox": (),
    "inbox show": ("REF",),
    "kb taught": (),
}
TOLD_WITHOUT = {"ask", "check", "eval"}
"""They load nothing that logs: starting quickly matters there."""


def with_json(command: click.Command, name: str = "") -> Iterator[str]:
    """The commands that have ``--json``, by what is typed."""
    if any("--json" in parameter.opts for parameter in command.params):
        yield name
    if isinstance(command, click.Group):
        context = click.Context(command)
        for each in command.list_commands(context):
            inner = command.get_command(context, each)
            assert inner is not None
            yield from with_json(inner, f"{name} {each}".strip())


def test_every_command_with_json_is_run_here() -> None:
    assert sorted(with_json(make_cli(ATTACHED))) == sorted(CASES)


async def filled(database: Database) -> str:
    """A host that has joined, something in its log, and a question without an answer; the latter's id."""
    hosts = SqlHosts(database.engine, answer_deferrer(), expiry_deferrer())
    code = KeptCode(code_id=uuid4().hex[:8], secret_hash=hash_of("s"), team="T1", owner="U1", name="web-1")
    await hosts.add_code(code)
    joining = Joining(
        host_id=uuid4(), key_hash=hash_of("k"), hostname="h", agent_version="1.0.0", session="s0"
    )
    await hosts.enroll(code.code_id, joining)
    store, question = SqlStore(database.engine, answer_deferrer()), asked("1.1")
    await store.take_question(a_claim("1.1"), question)
    await store.record_outcome(question.id, Outcome(kind="abstain"))
    return question.id.hex[:8]


@pytest.mark.parametrize("command", sorted(CASES))
async def test_json_alone_is_printed(
    command: str, database: Database, database_url: str, trained_home: Path, tmp_path: Path
) -> None:
    ref = await filled(database)
    (tmp_path / "sitecustomize.py").write_text(NOISE)
    (tmp_path / "seen.json").write_text(json.dumps(machines.healthy()))
    (tmp_path / "questions.jsonl").write_text(
        '{"q": "docker ps", "label": "docker-ps", "also": [], "lang": "en", "kind": "bare"}\n'
    )
    given = {
        "SEEN": str(tmp_path / "seen.json"),
        "QUESTIONS": str(tmp_path / "questions.jsonl"),
        "REF": ref,
    }
    arguments = [*command.split(), *(given.get(one, one) for one in CASES[command]), "--json"]
    environ = {"DATABASE_URL": database_url, "PYTHONPATH": str(tmp_path)}
    done = await asyncio.to_thread(lambda: Program(trained_home).run(*arguments, **environ))
    assert isinstance(json.loads(done.stdout), dict | list), done.stderr
    assert ("made_noise" in done.stderr) == (command not in TOLD_WITHOUT)
