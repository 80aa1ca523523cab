"""Keeps a server from filling the log: what it can bring about over and over is written a few times, then counted."""

from __future__ import annotations

from typing import Any, Dict, List, Tuple

from agent.clock import Clock
from agent.journal import Journal

FEW = 10
"""Lines of one sort that an hour may have of their own."""
HOUR_S = 3600.0
EVERY_S = 600.0
"""How often those that have no line of their own are told together in one."""
MOST_KINDS = 16


class Sparing:
    """Writes to the journal for the running agent, sparingly."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self.journal = journal
        self.clock = clock
        self._written: Dict[str, Tuple[float, int]] = {}
        self._counts: Dict[str, int] = {}
        self._since = 0.0

    def note(self, what: str, kind: str = "", **about: Any) -> None:
        """A line, or one more of its ``kind`` where this hour had enough of them."""
        self.tell_counted()
        now = self.clock.monotonic()
        began, written = self._written.get(what, (now, 0))
        if now - began >= HOUR_S:
            began, written = now, 0
        if written < FEW:
            self._written[what] = (began, written + 1)
            self.journal.note(what, **about)
            return
        if not self._counts:
            self._since = now
        told = f"{what} {kind}".strip()
        if told not in self._counts and len(self._counts) >= MOST_KINDS:
            told = "others"
        self._counts[told] = self._counts.get(told, 0) + 1

    def tell_counted(self, *, at_once: bool = False) -> None:
        """One line for all that was only counted, once it is time."""
        if not self._counts or (not at_once and self.clock.monotonic() - self._since < EVERY_S):
            return
        counts: List[str] = [f"{count} {told}" for told, count in self._counts.items()]
        self._counts = {}
        self.journal.note("more", counts=counts)
