"""Bolt's app, put together: who the bot is, what listeners are given, and which listeners there are."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.model import Happening, Said
from handlers import (
    buttons,
    commands,
    direct_messages,
    mentions,
    overhearing,
    rest,
    shortcuts,
    threads,
    uninstalls,
)
from handlers.identity import Identity
from handlers.incidents import error_handler
from handlers.metrics import Metrics
from handlers.ports import Inbox
from handlers.use_cases import UseCases


def build_app(
    *,
    client: AsyncWebClient,
    use_cases: UseCases,
    metrics: Metrics,
    authorize: Callable[..., Awaitable[Any]] | None = None,
) -> AsyncApp:
    """The app that the HTTP edge and Socket Mode hand verified requests to.

    ``process_before_response`` makes Bolt await a listener before it answers Slack: an event is
    acknowledged only after the use case has committed. Without it listeners are detached tasks,
    and what was acknowledged a moment before the process ends is lost. ``authorize`` is given so
    that ``SLACK_CLIENT_ID`` in the environment cannot switch Bolt to its OAuth stores. Requests
    were verified at the edge, or came through the socket.

    ``authorize`` is given for several workspaces; without it ``client`` has the one token.
    A listener's ``client`` speaks to the workspace of its event.
    """
    app = AsyncApp(
        name="setupbot",
        logger=_logger(),
        client=AsyncWebClient(base_url=client.base_url, session=client.session, retry_handlers=[]),
        authorize=authorize or Identity(client),
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.client.proxy = client.proxy
    app.use(_given(replace(use_cases, inbox=_Counted(use_cases.inbox, metrics))))
    app.error(error_handler(metrics))
    for noun in (mentions, direct_messages, threads, overhearing, commands, shortcuts, buttons, uninstalls):
        noun.register(app)
    for register in use_cases.listeners:
        register(app)
    rest.register(app)
    return app


class _Counted:
    def __init__(self, inbox: Inbox, metrics: Metrics) -> None:
        self._inbox, self._metrics = inbox, metrics

    async def receive(self, happening: Happening) -> bool:
        taken = await self._inbox.receive(happening)
        if taken:
            kind = happening.manner if isinstance(happening, Said) else type(happening).__name__.lower()
            self._metrics.asked.labels(kind).inc()
        return taken


def _given(use_cases: UseCases) -> Callable[..., Awaitable[None]]:
    """Bolt hands a listener whatever of the context it names among its arguments."""

    async def give(context: AsyncBoltContext, next: Callable[[], Awaitable[None]]) -> None:  # noqa: A002
        context["me"] = context.authorize_result
        for name, use_case in use_cases.for_team(context.team_id or ""):
            context[name] = use_case
        await next()

    return give


def _logger() -> logging.Logger:
    # Bolt's warnings and debug lines quote whole payloads.
    logger = logging.getLogger("setupbot.bolt")
    logger.setLevel(logging.ERROR)
    return logger
