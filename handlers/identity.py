"""Who the bot is: in its one workspace, asked of Slack once; in each of several, as it was installed there."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import BotError
from handlers.clients import TeamClients
from handlers.slack_faults import CALL_FAULTS, translated

AWAY = "Slack does not say who the bot is."
log = structlog.get_logger()


class UnknownIdentityError(BotError):
    """Slack did not say who the bot is: it is away, or does not know the token (any more).

    Bolt would swallow the SDK's own error and acknowledge the event with a text; this one makes
    the delivery fail, so that Slack brings it again.
    """


class NotInstalledError(BotError):
    """The bot is not installed in the workspace (any more); there is nothing to try again."""


class Identity(AsyncAuthorize):
    """Bolt's ``authorize``: one ``auth.test`` for the life of the process, whoever asks first."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._lock = asyncio.Lock()
        self._known: AuthorizeResult | None = None

    async def __call__(self, **_: Any) -> AuthorizeResult:
        """The bot's ids; raises UnknownIdentityError."""
        async with self._lock:
            if self._known is None:
                self._known = await self._ask()
        return self._known

    async def _ask(self) -> AuthorizeResult:
        try:
            told = await self._client.auth_test()
        except CALL_FAULTS as fault:
            log.error("identity_unknown", fault=str(translated(fault)))
            raise UnknownIdentityError(AWAY) from fault
        return AuthorizeResult(
            enterprise_id=told.get("enterprise_id"),
            team_id=told["team_id"],
            bot_id=told["bot_id"],
            bot_user_id=told["user_id"],
            bot_token=self._client.token,
        )


class TeamIdentity(AsyncAuthorize):
    """Bolt's ``authorize`` for several workspaces."""

    def __init__(self, clients: TeamClients) -> None:
        self._clients = clients

    async def __call__(self, *, team_id: str | None, **_: Any) -> AuthorizeResult:
        """The bot's ids there; raises NotInstalledError, and UnknownIdentityError while the store cannot be asked."""
        try:
            found = await self._clients.installation(team_id) if team_id else None
        except BotError as fault:  # the database is away, or a key is missing: nothing for who asked to mend
            log.error("identity_unknown", team=team_id, fault=type(fault).__name__)
            raise UnknownIdentityError(AWAY) from fault
        if found is None:
            log.warning("not_installed", team=team_id)
            raise NotInstalledError("The bot is not installed in this workspace.")
        return AuthorizeResult(
            enterprise_id=found.enterprise,
            team_id=found.team,
            bot_id=found.bot,
            bot_user_id=found.bot_user,
            bot_token=found.token,
        )
