"""Runs the few fixed commands that the probes need: never a shell, a clean environment, a time limit."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from typing import NamedTuple, Protocol, Sequence

ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LC_ALL": "C",
    "LANGUAGE": "C",
    "SYSTEMD_COLORS": "0",
    "SYSTEMD_PAGER": "",
}
MOST_OUTPUT = 512 * 1024
"""Bytes of what a command prints that are kept."""


class Ran(NamedTuple):
    """How a command ended and what it printed."""

    exit_code: int
    stdout: str
    stderr: str


class NotThere(Exception):
    """The command does not exist, or may not be run."""


class TimedOut(Exception):
    """The command took too long and was ended."""


class Runner(Protocol):
    """Runs one command: an absolute path or a name, then its arguments."""

    def run(self, argv: Sequence[str], timeout_s: float) -> Ran:
        """Raises NotThere or TimedOut."""


class SystemRunner:
    """The real one."""

    def run(self, argv: Sequence[str], timeout_s: float) -> Ran:
        """Raises NotThere or TimedOut."""
        try:
            process = subprocess.Popen(  # noqa: S603 # the probes' fixed lists of words, and never a shell
                list(argv),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=ENVIRONMENT,
                cwd="/",
                start_new_session=True,
            )
        except (FileNotFoundError, PermissionError, NotADirectoryError) as missing:
            raise NotThere(argv[0]) from missing
        except OSError as broken:  # a program for another machine, an empty script
            raise NotThere(f"{argv[0]}: {broken.strerror}") from broken
        try:
            stdout, stderr = process.communicate(timeout=timeout_s)
        except subprocess.TimeoutExpired as late:
            _end(process)
            raise TimedOut(f"{argv[0]} took more than {timeout_s:g} s") from late
        return Ran(process.returncode, _text(stdout), _text(stderr))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a command with all that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()
    for stream in (process.stdout, process.stderr):
        if stream:
            stream.close()
    # One that waits for a dead disk ends when that answers, if ever.
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=1)


def _text(printed: bytes) -> str:
    return printed[:MOST_OUTPUT].decode("utf-8", "replace")
