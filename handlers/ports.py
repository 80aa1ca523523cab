"""What the listeners need from the rest of the bot."""

from __future__ import annotations

from typing import Protocol

from bot.conversations.model import Happening


class Inbox(Protocol):
    """The one use case: take what happened."""

    async def receive(self, happening: Happening) -> bool:
        """Returns when it is kept for good (True) or need not be; only then is Slack told that it arrived."""
        ...


class Prompts(Protocol):
    """Offers questions to begin with."""

    async def suggest(self, channel: str) -> None:
        """Shows them in a direct message; best effort."""
        ...


class TeamPrompts(Protocol):
    """Prompts in whichever workspace."""

    def of(self, team: str) -> Prompts:
        """Those of one workspace."""
        ...
