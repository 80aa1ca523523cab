"""The real program, started as people start it, with a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.program import ROOT, Program

KEYS = {
    *("outcome", "entry", "score", "margin", "candidates", "language", "platform", "text", "commands", "why")
}
PLATFORM_KEYS = {"arch", "distro", "release", "from"}
COMMAND_KEYS = {"run", "shell", "needs_root", "note"}


def test_an_answer_ends_with_zero(program: Program) -> None:
    done = program.run("ask", "how do I fix permission denied on the docker socket")
    assert done.returncode == 0
    assert "usermod" in done.stdout
    assert done.stderr == ""


def test_no_answer_ends_with_one(program: Program) -> None:
    done = program.run("ask", "점심 뭐 먹지")
    assert done.returncode == 1
    assert done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "--arch", "z80", "docker ps"],
        ["ask", "--os", "plan9", "docker ps"],
        ["ask", "--lang", "fr", "docker ps"],
        ["ask", "--no-such-flag"],
        ["no-such-command"],
        ["eval"],
        ["eval", "no-such-file.jsonl"],
        ["kb", "show", "no-such-entry"],
        ["kb", "show"],
    ],
)
def test_wrong_usage_ends_with_two_and_a_word_on_standard_error(
    program: Program, arguments: list[str]
) -> None:
    done = program.run(*arguments)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_wrong_settings_are_told_all_at_once(program: Program) -> None:
    done = program.run(
        "ask", "docker ps", PORT="x", SETUPBOT_KNOWLEDGE="/no/such", SLACK_BOT_TOKEN="hunter22"
    )
    assert done.returncode == 2
    assert [line.partition(":")[0] for line in done.stderr.splitlines()[1:]] == [
        "- PORT",
        "- SETUPBOT_KNOWLEDGE",
        "- SLACK_BOT_TOKEN",
    ]
    assert "hunter22" not in done.stderr


def test_an_answer_as_json_has_the_keys_of_the_contract(program: Program) -> None:
    printed = program.ask("--os", "ubuntu:noble", "how do I run docker without sudo")
    assert set(printed) == KEYS
    assert (printed["outcome"], printed["entry"]) == ("answer", "docker-permission-denied")
    assert printed["language"] == "en"
    assert 0 < printed["score"] <= 1
    assert 0 < printed["margin"] <= 1
    assert 1 <= len(printed["candidates"]) <= 3
    assert all(set(candidate) == {"entry", "title", "score"} for candidate in printed["candidates"])
    assert set(printed["platform"]) == PLATFORM_KEYS
    assert printed["platform"]["distro"] == "ubuntu"
    assert printed["platform"]["from"] == {"arch": None, "distro": "flag", "release": "flag"}
    assert printed["text"].startswith("## ")
    assert printed["commands"]
    assert all(set(command) >= COMMAND_KEYS for command in printed["commands"])
    assert printed["why"]


@pytest.mark.parametrize(("text", "outcome"), [("점심 뭐 먹지", "abstain"), ("", "abstain")])
def test_no_answer_as_json_has_the_same_keys(program: Program, text: str, outcome: str) -> None:
    printed = program.ask(text, code=1)
    assert set(printed) == KEYS
    assert (printed["outcome"], printed["entry"], printed["commands"]) == (outcome, None, [])


def test_the_question_is_read_from_standard_input(program: Program) -> None:
    pasted = "$ docker ps\nCannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n"
    assert program.ask(typed=pasted)["entry"] == "docker-daemon-not-running"


def test_bytes_that_are_no_text_are_no_crash(program: Program) -> None:
    program.ask(typed=b"\xff\xfe\x00\x80", code=1)


def test_words_need_no_quotes(program: Program) -> None:
    assert program.ask("도커", "설치", "방법")["entry"] == "docker-install-ubuntu"


def test_the_machine_named_in_the_question_decides_the_commands(program: Program) -> None:
    printed = program.ask("how do I add the repo on my raspberry pi zero")
    assert printed["platform"]["arch"] == "armv6"
    assert "ARMv6" in printed["text"]


def test_flags_name_the_machine_and_the_language(program: Program) -> None:
    printed = program.ask("--arch", "aarch64", "--os", "fedora:43", "--lang", "ko", "install docker engine")
    assert printed["language"] == "ko"
    assert (printed["platform"]["arch"], printed["platform"]["release"]) == ("arm64", "43")
    assert any("dnf" in command["run"] for command in printed["commands"])


def test_the_same_question_gets_the_same_answer(program: Program) -> None:
    assert program.ask("docker ps") == program.ask("docker ps")


def test_chat_answers_line_by_line(program: Program) -> None:
    done = program.run("chat", typed="docker ps\n/quit\n")
    assert done.returncode == 0
    assert "docker ps" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_one_line_to_put_into_the_shells_file(program: Program, shell: str) -> None:
    done = program.run("completion", shell)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1
    assert f"{shell}_source" in done.stdout


def test_the_shell_is_told_the_commands(program: Program) -> None:
    environ = {"_SETUPBOT_COMPLETE": "bash_complete", "COMP_WORDS": "setupbot ", "COMP_CWORD": "1"}
    code = "from bot.__main__ import ATTACHED; from bot.cli.app import make_cli; make_cli(ATTACHED)(prog_name='setupbot')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "SETUPBOT_HOME": str(program.home), **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert {"plain,ask", "plain,chat", "plain,serve"} <= set(done.stdout.split())


def test_help_lists_every_command(program: Program) -> None:
    done = program.run("--help")
    assert done.returncode == 0
    assert all(
        f"  {name} " in done.stdout for name in ("ask", "chat", "eval", "kb", "serve", "worker", "migrate")
    )
