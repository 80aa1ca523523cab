"""Each test runs over App Home in PostgreSQL and its twin in memory."""

from __future__ import annotations

import pytest

from tests.contract.home.subject import Subject, in_memory, in_sql


@pytest.fixture(params=["memory", "sql"])
def subject(request: pytest.FixtureRequest) -> Subject:
    return in_memory() if request.param == "memory" else in_sql(request.getfixturevalue("database"))
