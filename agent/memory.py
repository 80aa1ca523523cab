"""Which jobs this host has done, kept across restarts: a job is done once, and only so many an hour."""

from __future__ import annotations

import json
from collections import deque
from datetime import datetime, timedelta
from typing import Deque, Dict

from agent.home import Full, Home

NAME = "nonces.json"
MOST_KEPT = 5000
MOST_COUNTED = 3600
HOUR = timedelta(hours=1)


class Memory:
    """Nonces by the second in which their job was taken on."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.taken: Dict[str, float] = _read(home.read(NAME) or "{}")
        self.counted: Deque[float] = deque(maxlen=MOST_COUNTED)

    def knows(self, nonce: str) -> bool:
        """Whether a job with this nonce was taken on before."""
        return nonce in self.taken

    def lately(self, now: datetime) -> int:
        """Jobs of the last hour, and of the next one: a clock set back by more must not refuse jobs until then."""
        since, until = (now - HOUR).timestamp(), (now + HOUR).timestamp()
        return sum(since < at < until for at in (*self.taken.values(), *self.counted))

    def count(self, now: datetime) -> None:
        """A job that is not done counts too, until the agent ends; it has no place on the disk."""
        self.counted.append(now.timestamp())

    def remember(self, nonce: str, now: datetime) -> None:
        """Before the job is done: one that kills the agent is not done again."""
        self.taken[nonce] = now.timestamp()
        newest = list(self.taken.items())[-MOST_KEPT:]
        self.taken = dict(newest)
        try:
            self.home.write(NAME, json.dumps(self.taken) + "\n")
        except Full:  # known until the agent ends; a job outlives it by two minutes at most
            return


def _read(text: str) -> Dict[str, float]:
    try:
        kept = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {nonce: float(at) for nonce, at in kept.items() if isinstance(at, (int, float))}
