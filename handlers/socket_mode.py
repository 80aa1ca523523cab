"""Socket Mode on two connections, so that one is open while Slack refreshes the other."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

CONNECTIONS = 2
"""The SDK closes a connection before it opens the next; one handler alone leaves a gap."""


class Sockets:
    """The connections of an app; ``client`` says where Slack is."""

    def __init__(
        self, app: AsyncApp, client: AsyncWebClient, app_token: str, connections: int = CONNECTIONS
    ) -> None:
        self._app, self._client, self._app_token = app, client, app_token
        self._connections = connections
        self._opened: list[SocketModeClient] = []

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Connected while the block lasts."""
        async with AsyncExitStack() as stack:
            stack.callback(self._opened.clear)
            for _ in range(self._connections):
                handler = AsyncSocketModeHandler(
                    self._app,
                    self._app_token,
                    logger=_logger(),
                    web_client=self._client,
                    proxy=self._client.proxy,
                )
                handler.client.proxy = self._client.proxy
                self._opened.append(handler.client)
                stack.push_async_callback(handler.close_async)
                await handler.connect_async()  # type: ignore[no-untyped-call]  # ships half its types
            yield

    async def are_connected(self) -> bool:
        """Whether Slack answers the pings of one of them: a connection that looks open may be dead."""
        return any([await opened.is_connected() for opened in self._opened])


def _logger() -> logging.Logger:
    # At DEBUG the SDK writes every message that it receives, at INFO every refresh.
    logger = logging.getLogger("setupbot.socket_mode")
    logger.setLevel(logging.WARNING)
    return logger
