"""How often somebody may ask: a bucket of requests for each, filled again as time passes."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

KNOWN_MAX = 20_000


class Limiter:
    """At most ``burst`` at once and ``per_s`` in the long run, by key; who was longest away is forgotten first."""

    def __init__(self, burst: float, per_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._per_s, self._clock = burst, per_s, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def admits(self, key: str) -> bool:
        """Counts a request; False if it is one too many."""
        now = self._clock()
        left, at = self._left.pop(key, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._per_s)
        admitted = left >= 1
        self._left[key] = (left - 1 if admitted else left, now)
        if len(self._left) > KNOWN_MAX:
            self._left.popitem(last=False)
        return admitted
