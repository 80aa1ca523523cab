"""The doctor at home: the database, the disk, the knowledge and the agent's file, each broken for real."""

from __future__ import annotations

import shutil
from collections import namedtuple
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import text

from bot.storage.database import Database
from bot.storage.sql_store import SqlStore
from bot.work.queue import answer_deferrer
from handlers.doctor import house
from tests.contract.store.subject import a_claim, asked
from tests.doctor.conftest import Examine
from tests.program import SOUND


async def run(database: Database, statement: str) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text(statement))


async def test_a_database_where_nothing_listens(found: Examine) -> None:
    findings = await found(database_url="postgresql://bot:hidden@127.0.0.1:1/bot")
    assert findings["database"].status == "fault"
    assert "127.0.0.1:1/bot" in findings["database"].says
    assert "DATABASE_URL" in findings["database"].do
    assert "hidden" not in str(findings)
    assert "schema" not in findings


async def test_a_database_that_only_reads(found: Examine, database_url: str, postgres: str) -> None:
    name = str(conninfo_to_dict(database_url)["dbname"])
    with psycopg.connect(postgres, autocommit=True) as connection:
        only_reads = sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on")
        connection.execute(only_reads.format(sql.Identifier(name)))
    findings = await found()
    assert findings["database"].status == "fault"
    assert "only reads" in findings["database"].says


@pytest.mark.parametrize(
    ("statement", "status", "says"),
    [
        ("UPDATE alembic_version SET version_num = '0001'", "warning", "At 0001"),
        ("UPDATE alembic_version SET version_num = '9999'", "fault", "newer setupbot"),
        ("DROP TABLE alembic_version", "ok", "Not made yet"),
    ],
)
async def test_a_schema_that_is_not_of_this_version(
    found: Examine, database: Database, statement: str, status: str, says: str
) -> None:
    await run(database, statement)
    schema = (await found())["schema"]
    assert schema.status == status
    assert says in schema.says


async def test_looking_at_the_schema_does_not_change_it(found: Examine, database: Database) -> None:
    await run(database, "UPDATE alembic_version SET version_num = '0001'")
    await found()
    async with database.engine.connect() as connection:
        kept = await connection.execute(text("SELECT version_num FROM alembic_version"))
        assert kept.scalar_one() == "0001"


@pytest.mark.parametrize(("free_mb", "status"), [(100, "fault"), (1_000, "warning"), (50_000, "ok")])
async def test_a_disk_with_little_room(
    found: Examine, monkeypatch: pytest.MonkeyPatch, free_mb: int, status: str
) -> None:
    usage = namedtuple("usage", "total used free")(0, 0, free_mb * house.MB)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage)
    assert (await found())["disk"].status == status


async def test_a_home_that_is_not_there_yet_is_measured_where_it_will_be(
    found: Examine, tmp_path: Path
) -> None:
    disk = (await found(home=tmp_path / "not" / "yet"))["disk"]
    assert disk.status == "ok"
    assert str(tmp_path / "not" / "yet") in disk.says


async def test_knowledge_with_a_fault(found: Examine, tmp_path: Path) -> None:
    (tmp_path / "kb").mkdir()
    (tmp_path / "kb" / "team.yaml").write_text(SOUND.replace("summary", "sumary"))
    knowledge = (await found(knowledge=(tmp_path / "kb",)))["knowledge"]
    assert knowledge.status == "fault"
    assert "team.yaml:" in knowledge.says
    assert "kb check" in knowledge.do


async def test_an_agent_that_was_not_built(found: Examine, agent_file: Path) -> None:
    agent_file.unlink()  # noqa: ASYNC240 # nothing else runs
    agent = (await found())["agent"]
    assert (agent.status, agent.do) == ("warning", "Build it: make agent")


async def test_the_agent_is_named_by_its_sum(found: Examine) -> None:
    assert "SHA-256 " in (await found())["agent"].says


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (
            "UPDATE questions SET asked_at = now() - interval '6 minutes'",
            "Waiting for longer than 5 minutes: 1.",
        ),
        ("UPDATE replies SET state = 'failed', fault = 'is_archived'", "Given up in the last day: 1."),
    ],
)
async def test_questions_that_nobody_answers(
    found: Examine, database: Database, statement: str, says: str
) -> None:
    await SqlStore(database.engine, answer_deferrer()).take_question(a_claim(), asked())
    assert (await found())["answers"].status == "ok"
    await run(database, statement)
    answers = (await found())["answers"]
    assert (answers.status, answers.says) == ("warning", says)
