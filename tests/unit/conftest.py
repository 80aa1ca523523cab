"""Fixtures for the tests of the core."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knowledge_folder import BOTH, entry, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder in which every kind of file is sound; ``web.yaml`` is for the test to write."""
    here = tmp_path / "knowledge"
    (here / "entries").mkdir(parents=True)
    # Naming distros is not what most of these tests are about, and reading them takes long.
    write(here / "recipes.yaml", f"- {{id: update, does: {BOTH}, commands: [{{run: ls}}]}}")
    lists = f"{{lists: {{status: pass, says: {BOTH}}}}}"
    write(here / "checks.yaml", f"- {{id: run.ps, title: {BOTH}, facts: [containers], findings: {lists}}}")
    write(here / "entries" / "base.yaml", *entry("docker-ps"))
    return here
