"""A line to one person alone after a click, without promise: nothing is lost when it does not arrive."""

from __future__ import annotations

import structlog

from bot.rendering.slack import SlackMessage
from bot.storage.faults import StorageError
from bot.work.ports import Passing, RateLimited, Refused
from handlers.clients import Clients
from handlers.metrics import Metrics
from handlers.team_poster import TeamPoster

log = structlog.get_logger()


class Whispers:
    """Says it to the address that Slack gave with the click."""

    def __init__(self, clients: Clients, metrics: Metrics) -> None:
        self._clients, self._metrics = clients, metrics

    async def say(self, team: str, response_url: str, message: SlackMessage) -> None:
        """Leaves the message that was clicked as it is."""
        if not response_url:
            return
        poster = TeamPoster(team, self._clients, self._metrics)
        try:
            await poster.respond(response_url, message.text, message.blocks)
        except (RateLimited, Passing, Refused, StorageError) as fault:
            log.info("whisper_failed", fault=type(fault).__name__)
