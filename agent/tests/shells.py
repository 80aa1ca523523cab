"""A terminal of the agent: commands go in, what was printed comes out."""

from __future__ import annotations

from typing import Any, List, NamedTuple

from agent.cli import main
from agent.clock import SystemClock
from agent.home import Home
from agent.journal import Journal


class Said(NamedTuple):
    """How a command ended and what it printed."""

    code: int
    out: str
    error: str


class Shell:
    """Types commands for one home."""

    def __init__(self, home: Home, capture: Any) -> None:
        self.home = home
        self.capture = capture

    def __call__(self, *argv: str, lang: str = "en") -> Said:
        try:
            code = main([*argv, "--home", str(self.home.folder), "--lang", lang])
        except SystemExit as ended:
            code = int(ended.code or 0)
        printed = self.capture.readouterr()
        return Said(code, printed.out, printed.err)


def lines_of(home: Home) -> List[str]:
    return [line["what"] for line in Journal(home, SystemClock()).lines()]
