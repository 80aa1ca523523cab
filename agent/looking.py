"""Looks at this host for the running agent and for ``once``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Dict, Optional, Sequence

from agent.observing import observe
from agent.probes.host import Cache

if TYPE_CHECKING:
    from agent.doing import Look


def make_look() -> Look:
    """One that remembers, from one look to the next, what only files decide."""
    cache = Cache()

    def look(
        facts: Sequence[str],
        user: str,
        granted: Callable[[str], Optional[str]],
        ahead_s: Optional[float],
    ) -> Dict[str, Any]:
        return observe(facts, user=user, granted=granted, ahead_s=lambda: ahead_s, cache=cache)

    return look
