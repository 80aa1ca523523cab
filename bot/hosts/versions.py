"""Versions of the agents' protocol, and which facts an Agent of which version knows.

An Agent refuses a job with a fact that it does not know, so an older one is asked for less.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

PROTOCOL = 1
OLDEST_PROTOCOL = 1
SINCE: dict[str, tuple[int, ...]] = {}
"""Facts that came after the first Agent (1.0.0), each with the version that brought it: ``{"gpu": (1, 2, 0)}``."""

_VERSION = re.compile(r"(\d{1,4})\.(\d{1,4})\.(\d{1,4})")


def facts_known_to(agent_version: str, facts: Sequence[str]) -> tuple[str, ...]:
    """Those of ``facts`` that an Agent of that version has."""
    found = _VERSION.match(agent_version)
    version = tuple(int(part) for part in found.groups()) if found else (0, 0, 0)
    return tuple(fact for fact in facts if version >= SINCE.get(fact, (0, 0, 0)))


def is_spoken(protocol: int) -> bool:
    """Whether this server serves that version of the protocol."""
    return OLDEST_PROTOCOL <= protocol <= PROTOCOL
