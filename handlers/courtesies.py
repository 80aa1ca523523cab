"""Small kindnesses that nothing depends on: suggested questions, and a word to people from outside."""

from __future__ import annotations

from typing import Any

import structlog

from bot.conversations.model import Said
from bot.storage.faults import StorageError
from bot.work.ports import Refused
from handlers.clients import Clients
from handlers.phrases import PROMPTS, phrases_for
from handlers.slack_faults import CALL_FAULTS, translated

log = structlog.get_logger()


class Courtesies:
    """Best effort: what Slack does not take is logged and let go."""

    def __init__(self, clients: Clients, team: str = "") -> None:
        self._clients, self._team = clients, team

    def of(self, team: str) -> Courtesies:
        """To the people of one workspace."""
        return Courtesies(self._clients, team)

    async def suggest(self, channel: str) -> None:
        """Offers questions in the Messages tab.

        Without ``thread_ts``: with one, the call does nothing in an app with the agent view.
        """
        prompts = [dict(prompt) for prompt in PROMPTS]
        await self._try(
            self._team, "assistant.threads.setSuggestedPrompts", {"channel_id": channel, "prompts": prompts}
        )

    async def decline(self, said: Said) -> None:
        """Tells one person that the bot does not answer outside its own team."""
        sentence = {"channel": said.channel, "user": said.user, "text": phrases_for(said.text).outside}
        await self._try(said.team, "chat.postEphemeral", sentence)

    async def _try(self, team: str, method: str, arguments: dict[str, Any]) -> None:
        try:
            client = await self._clients.of(team)
            await client.api_call(method, json=arguments)
        except CALL_FAULTS as fault:
            log.info("courtesy_failed", method=method, fault=str(translated(fault)))
        except (Refused, StorageError) as fault:
            log.info("courtesy_failed", method=method, fault=type(fault).__name__)
