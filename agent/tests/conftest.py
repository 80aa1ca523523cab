"""What the agent's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.tests.trees import Tree
from agent.tests.ubuntu import healthy


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A healthy host, to be broken."""
    return healthy(tmp_path / "host")
