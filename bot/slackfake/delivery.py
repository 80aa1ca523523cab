"""Bringing something to the app until it acknowledges: the attempts, their outcomes and Slack's retries."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.slackfake.state import Json

Kind = Literal["event", "command", "interaction"]

ACK_LIMIT_S = 3.0
RETRY_DELAYS_S = (0.0, 60.0, 300.0)
"""Slack tries again at once, after a minute and after five."""


@dataclass(frozen=True)
class Retry:
    """What a repeated delivery says of itself."""

    number: int
    reason: str


@dataclass(frozen=True)
class Attempt:
    """How one try ended: an HTTP status (200 for a socket's acknowledgement), or why there was none."""

    status: int | None
    reason: str = ""
    body: bytes = b""

    @property
    def is_acknowledged(self) -> bool:
        """Whether Slack counts it as delivered."""
        return self.status is not None and 200 <= self.status < 300


@dataclass
class Delivery:
    """Something that was to be brought to the app, and how that went."""

    kind: Kind
    payload: Json
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def is_acknowledged(self) -> bool:
        """Whether any try was taken."""
        return any(attempt.is_acknowledged for attempt in self.attempts)

    @property
    def statuses(self) -> list[int | None]:
        """The status of every try."""
        return [attempt.status for attempt in self.attempts]


class Carrier(Protocol):
    """One way to reach the app."""

    async def attempt(self, kind: Kind, payload: Json, retry: Retry | None) -> Attempt:
        """Tries once; an Attempt is returned whatever happens."""
        ...


class Courier:
    """Delivers by one carrier and keeps all deliveries; only events are retried, as by Slack."""

    def __init__(self, retry_delays_s: Sequence[float] = RETRY_DELAYS_S) -> None:
        self.retry_delays_s = retry_delays_s
        self.deliveries: list[Delivery] = []

    async def deliver(self, carrier: Carrier, kind: Kind, payload: Json) -> Delivery:
        """Tries until it is acknowledged or the retries are used up."""
        delivery = Delivery(kind, payload)
        self.deliveries.append(delivery)
        retry = None
        for number, delay_s in enumerate([*self.retry_delays_s, None], start=1):
            attempt = await carrier.attempt(kind, payload, retry)
            delivery.attempts.append(attempt)
            if attempt.is_acknowledged or kind != "event" or delay_s is None:
                break
            retry = Retry(number, attempt.reason)
            await asyncio.sleep(delay_s)
        return delivery
