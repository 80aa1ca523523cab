"""Sends replies to a workspace with the token that it has now."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from bot.work.ports import Block, Passing, Posted
from handlers.clients import Clients
from handlers.metrics import Metrics
from handlers.poster import WebPoster
from handlers.slack_faults import OF_TOKEN


class TeamPoster:
    """Implements ``bot.work.ports.SlackPoster``; Refused with ``app_uninstalled`` once the workspace is gone."""

    def __init__(self, team: str, clients: Clients, metrics: Metrics) -> None:
        self._team, self._clients, self._metrics = team, clients, metrics

    async def post(
        self,
        channel: str,
        thread_ts: str | None,
        text: str,
        blocks: Sequence[Block],
        metadata: Mapping[str, Any],
    ) -> Posted:
        """Posts a message."""
        async with self._speaking() as poster:
            return await poster.post(channel, thread_ts, text, blocks, metadata)

    async def update(self, channel: str, ts: str, text: str, blocks: Sequence[Block]) -> None:
        """Replaces a message."""
        async with self._speaking() as poster:
            await poster.update(channel, ts, text, blocks)

    async def delete(self, channel: str, ts: str) -> None:
        """Removes a message."""
        async with self._speaking() as poster:
            await poster.delete(channel, ts)

    async def find_posted(self, channel: str, thread_ts: str | None, reply_id: str) -> str | None:
        """Looks for a message of ours."""
        async with self._speaking() as poster:
            return await poster.find_posted(channel, thread_ts, reply_id)

    async def point(self, channel: str, thread_ts: str | None, user: str, text: str) -> None:
        """Says a line to one person alone."""
        async with self._speaking() as poster:
            await poster.point(channel, thread_ts, user, text)

    async def respond(
        self, response_url: str, text: str, blocks: Sequence[Block], *, replaces: bool = False
    ) -> None:
        """Answers an interaction privately."""
        async with self._speaking() as poster:
            await poster.respond(response_url, text, blocks, replaces=replaces)

    @asynccontextmanager
    async def _speaking(self) -> AsyncIterator[WebPoster]:
        client = await self._clients.of(self._team)
        try:
            yield WebPoster(client, self._metrics)
        except Passing as fault:
            if str(fault) in OF_TOKEN:  # it may have been installed again, or be gone
                self._clients.forget(self._team)
            raise
