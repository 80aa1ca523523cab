"""A workspace that installed the bot, and what keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.errors import BotError

GONE = "app_uninstalled"
"""The code by which a reply is given up whose workspace uninstalled the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What Slack gave when the bot was installed; the token is left out of ``repr``."""

    team: str
    name: str
    app: str
    bot_user: str
    bot: str
    token: str = field(repr=False)
    scopes: tuple[str, ...] = ()
    installed_by: str = ""
    enterprise: str | None = None


class KeyMissingError(BotError):
    """A token was sealed by a key that SETUPBOT_TOKEN_KEYS does not have."""

    def __init__(self, teams: int) -> None:
        what = "The token of 1 workspace is" if teams == 1 else f"The tokens of {teams} workspaces are"
        super().__init__(
            f"{what} sealed by a key that SETUPBOT_TOKEN_KEYS does not have. "
            "Add the key that was used before, after a comma."
        )


class Installations(Protocol):
    """Keeps workspaces and the states of installing. Every method is one transaction and raises StorageDown."""

    async def begin(self, state_hash: bytes, browser_hash: bytes, life: timedelta) -> None:
        """Keeps a state for ``life``; what expired is forgotten."""
        ...

    async def spend(self, state_hash: bytes) -> bytes | None:
        """The browser hash of a state that is still good; it is so this once."""
        ...

    async def keep(self, installation: Installation) -> None:
        """In place of what was known of the workspace."""
        ...

    async def find(self, team: str) -> Installation | None:
        """None if the workspace has not installed the bot. Raises KeyMissingError."""
        ...

    async def installed_at(self, team: str) -> datetime | None:
        """When, the last time."""
        ...

    async def remove(self, team: str, token: str) -> int | None:
        """Forgets the workspace and its token, and gives up the replies it waits for; how many those were.

        None if it was not there, or has another token by now: it was installed again.
        """
        ...

    async def teams(self) -> list[str]:
        """All of them, in order."""
        ...

    async def seal_anew(self) -> int:
        """Seals by the first key whatever another one sealed; how many. Raises KeyMissingError."""
        ...
