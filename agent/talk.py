"""Prints for one person: in their language, with the command as they called it."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from agent.words import ME, Told, say


class Talk(NamedTuple):
    """Where to print, how, and what this program is called."""

    language: str
    out: TextIO
    error: TextIO
    me: str = ME

    def say(self, key: str, **values: Any) -> None:
        """Prints a sentence."""
        self.line(self.words(key, **values))

    def words(self, key: str, **values: Any) -> str:
        """The sentence itself."""
        return say(key, self.language, **{"me": self.me, **values})

    def line(self, text: str) -> None:
        """Prints text that is safe already, at once: a service's output goes through a pipe."""
        print(text, file=self.out, flush=True)  # a terminal program

    def complain(self, told: Told) -> None:
        """Prints a mistake to standard error."""
        print(self.words(told.key, **told.values), file=self.error, flush=True)  # as above


def called_as(argv0: str) -> str:
    """``python3 setupbot-agent.pyz`` where the file is called by itself."""
    if argv0.endswith(".pyz"):
        return f"python3 {argv0}"
    return "python3 -m agent" if Path(argv0).name == "__main__.py" else ME


def own_archive(argv0: str) -> Path:
    """The .pyz that is running.

    Raises:
        Told: this is no .pyz.
    """
    import zipfile

    if not zipfile.is_zipfile(argv0):
        raise Told("need_pyz")
    return Path(argv0).resolve()


def talk_here(language: str) -> Talk:
    """To this process's terminal, which may not know every letter."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    return Talk(language, sys.stdout, sys.stderr, called_as(sys.argv[0]))
