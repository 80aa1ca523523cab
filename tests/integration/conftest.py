"""The program with a home of its own, and a folder of a team's knowledge."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.program import SOUND, Program


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """One home for all tests here, so that the knowledge is learnt once."""
    made = Program(tmp_path_factory.mktemp("setupbot"))
    made.run("kb", "list")
    return made


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge folder of a team, with one Entry."""
    folder = tmp_path_factory.mktemp("team")
    (folder / "team.yaml").write_text(SOUND)
    return folder
