"""Each test runs over the Store in PostgreSQL and its twin in memory."""

from __future__ import annotations

import pytest

from tests.contract.store.subject import Subject, in_memory, in_sql


@pytest.fixture(params=["memory", "sql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def subject(kind: str, request: pytest.FixtureRequest) -> Subject:
    return in_memory() if kind == "memory" else in_sql(request.getfixturevalue("database"))
