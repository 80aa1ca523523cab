"""Real commands: a clean environment, no shell, an end in time."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from agent.commands import MOST_OUTPUT, NotThere, SystemRunner, TimedOut

PYTHON = sys.executable


def test_a_command_gives_its_output_and_its_exit_code() -> None:
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    assert SystemRunner().run([PYTHON, "-c", code], 30) == (3, "out\n", "err\n")


def test_the_environment_is_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_PRELOAD_X", "1")
    monkeypatch.setenv("DOCKER_HOST", "tcp://elsewhere")
    ran = SystemRunner().run(["/usr/bin/env"], 30)
    names = {row.partition("=")[0] for row in ran.stdout.splitlines()}
    assert "LC_ALL=C" in ran.stdout
    assert not names & {"DOCKER_HOST", "LD_PRELOAD_X", "HOME", "USER"}


def test_arguments_are_never_read_by_a_shell() -> None:
    assert SystemRunner().run(["echo", "$HOME; id `id` | cat"], 30).stdout == "$HOME; id `id` | cat\n"


def test_there_is_nothing_to_read_and_no_folder_of_ours() -> None:
    code = "import os, sys; print(repr(sys.stdin.read()), os.getcwd())"
    assert SystemRunner().run([PYTHON, "-c", code], 30).stdout == "'' /\n"


@pytest.mark.parametrize("name", ["no-such-command-at-all", "/etc/passwd/x", "/", "/etc/hostname"])
def test_what_cannot_be_run_is_not_there(name: str) -> None:
    with pytest.raises(NotThere):
        SystemRunner().run([name], 30)


def test_a_program_for_another_machine_is_not_there(tmp_path: Path) -> None:
    program = tmp_path / "docker"
    program.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00\xb7\x00" + bytes(44))
    program.chmod(0o755)
    with pytest.raises(NotThere):
        SystemRunner().run([str(program)], 30)


def test_a_command_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(TimedOut):
        SystemRunner().run(
            ["sh", "-c", 'echo started >"$0"; exec 3>"$0"; sleep 600 & sleep 600', str(pipe)], 1
        )
    os.set_blocking(reading, True)
    with os.fdopen(reading) as told:
        # The end of the pipe comes when nobody holds it open any more, so when all of them have ended.
        assert told.read() in ("started\n", "")


def test_output_is_capped() -> None:
    code = f"print('x' * {MOST_OUTPUT * 2})"
    assert len(SystemRunner().run([PYTHON, "-c", code], 30).stdout) == MOST_OUTPUT


def test_output_that_is_no_text_is_still_given() -> None:
    assert SystemRunner().run([PYTHON, "-c", "import os; os.write(1, b'a\\xffb')"], 30).stdout == "a\ufffdb"


def test_nothing_stays_open() -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        SystemRunner().run(["true"], 30)
    assert len(os.listdir("/proc/self/fd")) == before
