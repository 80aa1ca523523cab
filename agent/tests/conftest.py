"""What the agent's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from agent.tests.trees import Tree
from agent.tests.ubuntu import healthy

# No test times anything: these run on busy machines, and under Python 3.8.
settings.register_profile("agent", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("agent")


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A healthy host, to be broken."""
    return healthy(tmp_path / "host")
