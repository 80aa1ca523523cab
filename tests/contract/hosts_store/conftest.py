"""Each test runs over the store of hosts in PostgreSQL and its twin in memory."""

from __future__ import annotations

import pytest

from tests.contract.hosts_store.subject import Subjected, in_memory, in_sql


@pytest.fixture(params=["memory", "sql"])
def subject(request: pytest.FixtureRequest) -> Subjected:
    if request.param == "memory":
        return in_memory()
    return in_sql(request.getfixturevalue("database"))
