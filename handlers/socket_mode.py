"""Socket Mode on two connections, so that one is open while Slack refreshes the other."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

CONNECTIONS = 2
"""The SDK closes a connection before it opens the next; one handler alone leaves a gap."""


@asynccontextmanager
async def open_sockets(
    app: AsyncApp, client: AsyncWebClient, app_token: str, connections: int = CONNECTIONS
) -> AsyncIterator[None]:
    """Connected while the block lasts; ``client`` says where Slack is."""
    async with AsyncExitStack() as stack:
        for _ in range(connections):
            handler = AsyncSocketModeHandler(
                app, app_token, logger=_logger(), web_client=client, proxy=client.proxy
            )
            handler.client.proxy = client.proxy
            stack.push_async_callback(handler.close_async)
            await handler.connect_async()  # type: ignore[no-untyped-call]  # ships half its types
        yield


def _logger() -> logging.Logger:
    # At DEBUG the SDK writes every message that it receives, at INFO every refresh.
    logger = logging.getLogger("setupbot.socket_mode")
    logger.setLevel(logging.WARNING)
    return logger
