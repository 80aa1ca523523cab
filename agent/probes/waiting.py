"""Waits for what may never answer, but not longer than it may take."""

from __future__ import annotations

import threading
from queue import Empty, SimpleQueue
from typing import Any, Callable, List, Optional, Sequence, Tuple, TypeVar

Made = TypeVar("Made")


class TookTooLong(Exception):
    """It had not answered when its time was up; it goes on in its thread, unheard."""


def within(limit_s: float, call: Callable[[], Made]) -> Made:
    """What ``call`` returns or raises, called in a thread of its own.

    Neither getaddrinfo nor a socket that gives one byte a second heeds a time limit; this does.

    Raises:
        TookTooLong: it took longer than ``limit_s``.
    """
    made: Made = _outcome(_start(call), limit_s)
    return made


def side_by_side(calls: Sequence[Callable[[], Made]]) -> List[Made]:
    """What each call returns, or raises, all of them called at once."""
    started = [_start(call) for call in calls]
    return [_outcome(outcome, None) for outcome in started]


def _start(call: Callable[[], Made]) -> SimpleQueue[Tuple[bool, Any]]:
    outcome: SimpleQueue[Tuple[bool, Any]] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put((True, call()))
        except BaseException as raised:  # noqa: BLE001 # handed to the thread that waits
            outcome.put((False, raised))

    threading.Thread(target=run, name="observing: a call", daemon=True).start()
    return outcome


def _outcome(outcome: SimpleQueue[Tuple[bool, Any]], limit_s: Optional[float]) -> Any:
    try:
        came, made = outcome.get(timeout=limit_s)
    except Empty:
        raise TookTooLong from None
    if not came:
        raise made
    return made
