from __future__ import annotations

import json
from typing import Any

import pytest

from agent.enrolled import current_policy, store_policy
from agent.tests.scenes import policy
from agent.tests.shells import Shell, lines_of


def test_the_policy_is_changed_shown_and_logged(shell: Shell) -> None:
    said = shell(
        "policy", "set", "--level", "docker", "--askers", "U1, U2", "--users", "alice", "--rate", "5"
    )
    assert said.code == 0
    assert "root" in said.out
    kept = current_policy(shell.home)
    assert (kept.level, kept.askers, kept.users, kept.rate) == ("docker", ("U1", "U2"), ("alice",), 5)
    assert "api_ping" in kept.agreed
    assert "hello_world" not in kept.agreed
    assert json.loads(shell("policy", "show", "--json").out)["level"] == "docker"
    assert lines_of(shell.home) == ["policy"]
    assert shell("policy", "set", "--askers", "").code == 0
    assert current_policy(shell.home).askers == ()


@pytest.mark.parametrize(
    "words",
    [
        ("--level", "root"),
        ("--askers", "everyone"),
        ("--users", "a/b"),
        ("--rate", "-1"),
        ("--denied", "passwords"),
    ],
)
def test_a_policy_that_would_not_be_understood_is_not_stored(shell: Shell, words: Any) -> None:
    assert shell("policy", "set", *words).code == 2
    assert shell.home.read("policy.json") is None


@pytest.mark.parametrize(
    ("words", "korean", "english"),
    [
        (("--rate", "9999"), "0부터 3600까지", "from 0 to 3600"),
        (("--users", "a/b"), "쓸 수 없는 값", "cannot stand in users"),
    ],
)
def test_why_a_value_does_not_work_is_said_in_the_persons_language(
    shell: Shell, words: Any, korean: str, english: str
) -> None:
    assert korean in shell("policy", "set", *words, lang="ko").error
    assert english in shell("policy", "set", *words, lang="en").error


def test_why_a_policy_file_is_not_understood_is_said_in_the_persons_language(shell: Shell) -> None:
    shell.home.write("policy.json", '{"colour": "\\u202ered"}')
    assert "모르는 키가 있어요: 'colour'" in shell("policy", "show", lang="ko").error
    assert "unknown key: 'colour'" in shell("policy", "show", lang="en").error


def test_a_policy_that_cannot_be_logged_is_not_stored(shell: Shell) -> None:
    (shell.home.folder / "log.jsonl").mkdir()
    assert shell("policy", "set", "--level", "active").code == 2
    assert shell.home.read("policy.json") is None


def test_a_damaged_policy_is_said_and_can_be_written_anew(shell: Shell) -> None:
    shell.home.write("policy.json", "{")
    assert shell("policy", "show").code == 2
    assert shell("policy", "set", "--rate", "5").code == 2
    assert shell("policy", "set", "--level", "files").code == 0
    assert current_policy(shell.home).level == "files"


def test_pausing_and_resuming_are_kept_and_logged(shell: Shell) -> None:
    store_policy(shell.home, policy())
    assert "resume" in shell("pause").out
    assert current_policy(shell.home).paused
    shell("resume")
    assert not current_policy(shell.home).paused
    assert lines_of(shell.home) == ["policy", "policy"]


def test_a_change_that_changes_nothing_is_not_made(shell: Shell) -> None:
    said = shell("policy", "set")
    assert (said.code, "policy set --help" in said.error) == (2, True)
    assert shell.home.read("policy.json") is None
    assert lines_of(shell.home) == []


def test_without_a_command_there_is_help(shell: Shell) -> None:
    said = shell()
    assert (said.code, "enroll" in said.out) == (2, True)
