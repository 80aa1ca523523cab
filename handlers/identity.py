"""Who the bot is in its workspace, asked of Slack once."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import BotError
from handlers import phrases
from handlers.slack_faults import CALL_FAULTS, translated

log = structlog.get_logger()


class UnknownIdentityError(BotError):
    """Slack did not say who the bot is: it is away, or does not know the token (any more).

    Bolt would swallow the SDK's own error and acknowledge the event with a text; this one makes
    the delivery fail, so that Slack brings it again.
    """


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
            raise UnknownIdentityError(phrases.SLACK_AWAY) from fault
        return AuthorizeResult(
            enterprise_id=told.get("enterprise_id"),
            team_id=told["team_id"],
            bot_id=told["bot_id"],
            bot_user_id=told["user_id"],
            bot_token=self._client.token,
        )
