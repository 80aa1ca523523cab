"""Each test runs over the workspaces in PostgreSQL and their twin in memory."""

from __future__ import annotations

import pytest

from bot.storage.database import Database
from bot.storage.installing.memory import MemoryInstallations
from bot.storage.memory import MemoryStore
from bot.storage.sql_store import SqlStore
from bot.work.queue import answer_deferrer
from tests.contract.installations.subject import KEY, Subject, in_sql


@pytest.fixture(params=["memory", "sql"])
def subject(request: pytest.FixtureRequest) -> Subject:
    if request.param == "memory":
        store = MemoryStore()
        return Subject(MemoryInstallations(store), store)
    database: Database = request.getfixturevalue("database")
    return Subject(in_sql(database, KEY), SqlStore(database.engine, answer_deferrer()))
