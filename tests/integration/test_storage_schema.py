"""The schema: migrations make what tables.py says, once, beside procrastinate's tables."""

from __future__ import annotations

import asyncio
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from psycopg import sql
from sqlalchemy import Connection, text

from bot.storage.database import Database
from bot.storage.document import BEGIN, END, describe
from bot.storage.faults import StorageError
from bot.storage.migrate import is_ours, migrate
from bot.storage.tables import metadata
from tests.database import ROOT


def differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True, "include_name": is_ours}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


async def run(database: Database, statement: str) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text(statement))


async def test_the_migrated_schema_is_what_the_tables_say(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_difference_would_be_seen(database: Database) -> None:
    await run(database, "ALTER TABLE people DROP COLUMN language")
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) != []


async def test_the_checks_are_those_of_the_tables(database: Database) -> None:
    named = {str(check.name) for table in metadata.tables.values() for check in table.constraints}
    query = "SELECT conname FROM pg_constraint JOIN pg_class ON conrelid = pg_class.oid WHERE contype <> 'n'"
    async with database.engine.connect() as connection:
        rows = await connection.execute(
            text(query + " AND relname = ANY(:ours)"), {"ours": [*metadata.tables]}
        )
        assert {row.conname for row in rows} == named


async def test_migrating_again_does_nothing(database: Database) -> None:
    assert not await migrate(database)


async def test_five_that_migrate_at_once_do_it_once(database_url: str, postgres: str, tmp_path: Path) -> None:
    parts = psycopg.conninfo.conninfo_to_dict(database_url)
    empty = f"{parts['dbname']}_empty"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(empty)))
        databases = [
            Database(home=tmp_path, url=database_url.replace(str(parts["dbname"]), empty)) for _ in range(5)
        ]
        done = await asyncio.gather(*(migrate(database) for database in databases))
        await asyncio.gather(*(database.close() for database in databases))
        connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(empty)))
    assert sorted(done) == [False, False, False, False, True]


async def test_a_database_of_a_newer_setupbot_is_refused(database: Database) -> None:
    await run(database, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError, match="newer setupbot"):
        await migrate(database)


async def test_a_database_with_another_programs_procrastinate_is_refused(database: Database) -> None:
    await run(database, "COMMENT ON TABLE procrastinate_jobs IS NULL")
    with pytest.raises(StorageError, match="another program's procrastinate"):
        await migrate(database)


async def test_procrastinate_is_upgraded_by_its_own_files(database: Database) -> None:
    await run(
        database,
        "COMMENT ON TABLE procrastinate_jobs IS "
        "'setupbot: procrastinate schema 03.04.00_01_pre_add_retry_failed_job_procedure'",
    )
    await run(database, "CREATE FUNCTION procrastinate_retry_job_v1(int) RETURNS int RETURN 1")
    assert await migrate(database)
    assert not await migrate(database)


def test_the_documentation_shows_the_tables_as_they_are() -> None:
    written = (ROOT / "docs" / "storage.md").read_text()
    shown = written.partition(BEGIN)[2].partition(END)[0].strip()
    assert shown == describe()


def test_every_table_and_column_says_what_it_is_for() -> None:
    silent = [
        str(column) for table in metadata.tables.values() for column in table.columns if not column.comment
    ]
    assert silent + [table.name for table in metadata.tables.values() if not table.comment] == []
