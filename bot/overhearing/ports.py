"""Where it is kept in which channels the bot answers without being called."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class OpenChannels(Protocol):
    """Every method is one transaction, may be repeated, and raises StorageDown when the database is away."""

    async def is_open(self, team: str, channel: str) -> bool:
        """Whether it answers there without being called; nowhere, unless that was set."""
        ...

    async def set_open(self, team: str, channel: str, *, is_open: bool, by: str, at: datetime) -> None:
        """Sets it, unless something newer than ``at`` is known."""
        ...
