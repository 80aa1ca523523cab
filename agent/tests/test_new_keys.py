from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agent.enrolled import KEY_FILE
from agent.tests.fake_server import FakeServer, Given
from agent.tests.fakes import KEY, NEW_KEY
from agent.tests.paths import JOBS
from agent.tests.scenes import running


def test_a_new_key_is_on_the_disk_before_it_is_used(tmp_path: Path, fake: FakeServer) -> None:
    fake.give(JOBS, Given(200, {"rotate": True}), Given(204))
    fake.give("/agent/v1/key", Given(200, {"key": NEW_KEY}))
    scene = running(tmp_path, fake)
    scene.agent.step()
    assert scene.home.read(KEY_FILE) == NEW_KEY + "\n"
    scene.agent.step()
    used = [heard.headers["Authorization"].rpartition(".")[2] for heard in fake.heard]
    assert used == [KEY, KEY, NEW_KEY]


@pytest.mark.parametrize("body", [{}, {"key": 7}, {"key": "short"}, {"key": "x" * 43 + "\n"}])
def test_a_new_key_that_is_none_leaves_the_old_one(tmp_path: Path, fake: FakeServer, body: Any) -> None:
    fake.give(JOBS, Given(200, {"rotate": True}), Given(204))
    fake.give("/agent/v1/key", Given(200, body))
    scene = running(tmp_path, fake)
    scene.agent.step()
    assert scene.home.read(KEY_FILE) == KEY + "\n"
    scene.agent.step()
    assert fake.heard[-1].headers["Authorization"].endswith(KEY)


def test_a_new_key_that_cannot_be_stored_is_not_used(
    tmp_path: Path, fake: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno
    import os

    fake.give(JOBS, Given(200, {"rotate": True}), Given(204))
    fake.give("/agent/v1/key", Given(200, {"key": NEW_KEY}))
    scene = running(tmp_path, fake)

    def full(*paths: str, **folders: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    scene.agent.step()
    scene.agent.step()
    assert fake.heard[-1].headers["Authorization"].endswith(KEY)
