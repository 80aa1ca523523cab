"""Delivers to several workspaces: each question by what speaks to the workspace that it was asked in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from bot.storage.store import Outbox
from bot.work.delivery import CHANNEL_GAP_S, Delivery


class Delivers(Protocol):
    """What the worker needs of ``Delivery``."""

    @property
    def gap_s(self) -> float:
        """Seconds between two messages of a channel."""
        ...

    async def deliver(self, question_id: UUID, waits: int = 0) -> None:
        """Makes the reply what the question's present revision asks for; raises Later to come back."""
        ...


class TeamDeliveries:
    """``make`` makes the Delivery of a workspace; it is made once."""

    gap_s = CHANNEL_GAP_S

    def __init__(self, store: Outbox, make: Callable[[str], Delivery]) -> None:
        self._store, self._make = store, make
        self._made: dict[str, Delivery] = {}

    async def deliver(self, question_id: UUID, waits: int = 0) -> None:
        """As the workspace's own Delivery does it."""
        loaded = await self._store.load(question_id)
        if loaded is None:
            return
        team = loaded[0].team
        if team not in self._made:
            self._made[team] = self._make(team)
        await self._made[team].deliver(question_id, waits)
