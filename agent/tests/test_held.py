"""The owner's commands while another process, hung or hostile, holds the agent's files."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

import pytest

from agent.enrolled import KEY_FILE, POLICY, current_policy, store_policy
from agent.journal import NAME
from agent.tests.fake_server import FakeServer, Given
from agent.tests.scenes import enrolled_in, policy
from agent.tests.shells import Shell


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock is not waited for."""

    def never(number: int, **limits: Any) -> bool:
        return False

    monkeypatch.setattr("agent.journal.lock", never)


def test_a_policy_whose_change_cannot_be_logged_is_not_changed(shell: Shell, hurried: None) -> None:
    store_policy(shell.home, policy("docker"))
    for words in (("policy", "set", "--rate", "5"), ("pause",), ("resume",)):
        said = shell(*words, lang="en")
        assert (said.code, NAME in said.error, "systemctl stop" in said.error) == (2, True, True)
    assert current_policy(shell.home) == policy("docker")


def test_leaving_deletes_the_key_and_says_that_it_is_not_logged(
    shell: Shell, fake: FakeServer, hurried: None
) -> None:
    enrolled_in(shell.home, fake)
    fake.give("/agent/v1/leave", Given(204))
    said = shell("leave")
    assert said.code == 0
    assert "could not be logged" in said.out
    assert shell.home.read(KEY_FILE) is None


@pytest.mark.parametrize("name", [POLICY, NAME, "host.json", "run.lock"])
def test_a_pipe_in_a_files_place_stops_no_command(shell: Shell, fake: FakeServer, name: str) -> None:
    enrolled_in(shell.home, fake)
    store_policy(shell.home, policy())
    shell("pause")
    with suppress(FileNotFoundError):
        (shell.home.folder / name).unlink()
    os.mkfifo(str(shell.home.folder / name))
    for words in (("status",), ("policy", "show"), ("log",), ("log", "--verify"), ("pause",)):
        assert shell(*words).code in (0, 1, 2)
