"""A workspace uninstalls the bot, or takes its token back: the token goes, and what was still to be answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog
from slack_sdk.errors import SlackApiError

from bot.installing.model import Installation, Installations
from bot.work.ports import Refused
from handlers.clients import TeamClients
from handlers.slack_faults import CALL_FAULTS, OF_TOKEN, translated

CLOCKS_APART = timedelta(minutes=5)
log = structlog.get_logger()


class Leaving(Protocol):
    """What the listeners of ``app_uninstalled`` and ``tokens_revoked`` call."""

    async def leave(self, team: str, at_s: float, bot_users: list[str] | None = None) -> None:
        """``at_s`` is when Slack says that it happened; ``bot_users``: whose tokens were taken back, if only some."""
        ...


class OneLeaving:
    """The one token comes from the environment: nothing can be forgotten, but it can be said."""

    async def leave(self, team: str, at_s: float, bot_users: list[str] | None = None) -> None:
        """Jobs keep trying for a while: a token that is exchanged must not cost anybody their answer."""
        if bot_users is None or bot_users:
            log.error("token_taken_back", team=team, what_to_do="install the app again, set SLACK_BOT_TOKEN")


class TeamLeaving:
    """Slack sends both events, in any order, again and again, and perhaps after the bot was installed anew."""

    def __init__(self, installations: Installations, clients: TeamClients) -> None:
        self._installations, self._clients = installations, clients

    async def leave(self, team: str, at_s: float, bot_users: list[str] | None = None) -> None:
        """Forgets the workspace unless the event is older than its installation. Raises StorageError."""
        self._clients.forget(team)
        found = await self._clients.installation(team)
        if found is None or (bot_users is not None and found.bot_user not in bot_users):
            return
        if await self._is_of_an_earlier_one(found, datetime.fromtimestamp(at_s, UTC)):
            log.info("uninstalling_was_of_earlier", team=team)
            return
        given_up = await self._installations.remove(team, found.token)
        self._clients.forget(team)
        if given_up is not None:
            log.warning("uninstalled", team=team, replies_given_up=given_up)

    async def _is_of_an_earlier_one(self, found: Installation, at: datetime) -> bool:
        installed_at = await self._installations.installed_at(found.team)
        if installed_at is None or at > installed_at + CLOCKS_APART:
            return False
        if at < installed_at - CLOCKS_APART:
            return True
        # Too close for two clocks to tell: Slack knows whether the token is good.
        try:
            await self._clients.with_token(found.token).auth_test()
        except SlackApiError as fault:
            meant = translated(fault)
            return not (isinstance(meant, Refused) or str(meant) in OF_TOKEN)
        except CALL_FAULTS:
            return False
        return True
