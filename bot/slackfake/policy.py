"""How the fake misbehaves on purpose: rate limits as Slack's, and faults that a test orders."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.slackfake.state import Clock

MESSAGE_INTERVAL_S = 1.0


@dataclass
class Trouble:
    """What the next calls of a method meet: an error name, an HTTP status or no answer at all."""

    error: str = ""
    status: int = 200
    retry_after_s: int | None = None
    hold: asyncio.Event | None = None
    after: bool = False
    """Whether the call has its effect first, as when an answer is lost on the way back."""


@dataclass
class Policy:
    """``one_message_a_second`` holds each channel to Slack's published rate."""

    clock: Clock
    one_message_a_second: bool = False
    troubles: dict[str, list[Trouble]] = field(default_factory=dict)
    refused: int = 0
    _last_post: dict[str, float] = field(default_factory=dict)

    def trouble_next(self, method: str, trouble: Trouble, times: int = 1) -> None:
        """Orders trouble for the next ``times`` calls of ``method``."""
        self.troubles.setdefault(method, []).extend([trouble] * times)

    def limit_next(self, method: str, retry_after_s: int = 1, times: int = 1) -> None:
        """Answers the next calls with 429 and ``Retry-After``."""
        trouble = Trouble(error="ratelimited", status=429, retry_after_s=retry_after_s)
        self.trouble_next(method, trouble, times)

    def trouble_for(self, method: str) -> Trouble | None:
        """The trouble that was ordered for this call, if any."""
        ordered = self.troubles.get(method)
        return ordered.pop(0) if ordered else None

    def posts_too_fast(self, channel: str) -> bool:
        """Whether a message now would break the rate; if not, it is counted."""
        if not self.one_message_a_second:
            return False
        now = self.clock().timestamp()
        if now - self._last_post.get(channel, float("-inf")) < MESSAGE_INTERVAL_S:
            self.refused += 1
            return True
        self._last_post[channel] = now
        return False
