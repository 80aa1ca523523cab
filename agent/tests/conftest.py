"""What the agent's tests share."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Iterator

import pytest
from hypothesis import HealthCheck, settings

from agent.tests.fake_server import FakeServer, serving
from agent.tests.scenes import home_in
from agent.tests.shells import Shell
from agent.tests.trees import Tree
from agent.tests.ubuntu import healthy

# No test times anything: these run on busy machines, and under Python 3.8.
settings.register_profile("agent", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("agent")


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A healthy host, to be broken."""
    return healthy(tmp_path / "host")


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    with serving() as server:
        yield server


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setattr(sys, "argv", ["setupbot-agent"])
    return Shell(home_in(tmp_path), capsys)
