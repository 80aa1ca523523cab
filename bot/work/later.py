"""A job that asks to be called again, and how long it waits."""

from __future__ import annotations

import random

MAX_ATTEMPTS = 12  # with the pauses below about twenty minutes of trying
MAX_PAUSE_S = 300.0


class Later(Exception):  # noqa: N818  # no error: a request to come back
    """Call again in ``delay_s``. ``let_others_pass``: the fault is this question's, not the channel's."""

    def __init__(self, delay_s: float, *, let_others_pass: bool = False) -> None:
        super().__init__(f"again in {delay_s:.1f} s")
        self.delay_s = delay_s
        self.let_others_pass = let_others_pass


def pause_s(tried: int) -> float:
    """How long to wait for what may pass, after so many tries before this one."""
    jitter = random.uniform(0.5, 1.0)  # noqa: S311  # jitter, no secret
    return jitter * min(MAX_PAUSE_S, 2.0**tried)
