"""The agent's own tests under the oldest Python that it promises."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from agent.bundling.build import ROOT
from agent.bundling.oldest import LOCK, MISSING, NAME, STAMP, find

FOLDER = ROOT / "build" / NAME
LIMIT_S = 900


@pytest.mark.timeout(LIMIT_S)
def test_the_agents_own_tests_pass_under_python_3_8(tmp_path: Path) -> None:
    if find() is None:
        pytest.skip(MISSING)
    if not (FOLDER / STAMP).exists():
        pytest.skip(f"`make oldest` has not made {FOLDER.relative_to(ROOT)} from {LOCK.relative_to(ROOT)}")
    done = subprocess.run(
        [
            *(str(FOLDER / "bin" / "python"), "-m", "pytest", "-c", "agent/tests/python38.ini"),
            *("agent/tests", "--basetemp", str(tmp_path / "oldest")),
        ],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LANG": "C.UTF-8",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]
    assert " passed" in done.stdout
