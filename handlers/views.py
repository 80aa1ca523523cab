"""Modals that are opened, that change by themselves, and that may be gone."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any

import structlog
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.knowledge.model import Language
from bot.rendering.views import View
from bot.words import words_in
from bot.work.ports import Refused
from handlers.clients import Clients
from handlers.payloads import Json
from handlers.slack_faults import CALL_FAULTS, translated

log = structlog.get_logger()


class WebViews:
    """Implements ``bot.teaching.trying.Views`` on Slack's Web API."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def update(self, team: str, view_id: str, view: Mapping[str, Any]) -> None:
        """Replaces what an open modal shows. Raises RateLimited, Passing or Refused."""
        client = await self._clients.of(team)
        try:
            await client.views_update(view_id=view_id, view=dict(view))
        except CALL_FAULTS as fault:
            raise translated(fault) from fault


async def show(call: Awaitable[Any]) -> None:
    """A modal that cannot be changed any more is let go: the person closed it, or waited too long."""
    await _is_shown(call)


async def open_modal(body: Json, client: AsyncWebClient, view: View, language: Language) -> None:
    """Opens it; where Slack does not, says so where the person clicked, or in their direct messages."""
    if await _is_shown(client.views_open(trigger_id=body["trigger_id"], view=view)):
        return
    says = words_in(language).listeners.not_opened
    try:
        if url := body.get("response_url"):
            respond = AsyncRespond(response_url=url, ssl=client.ssl, proxy=client.proxy)
            await respond(says, response_type="ephemeral", replace_original=False)
        else:
            await client.chat_postMessage(channel=body["user"]["id"], text=says)
    except CALL_FAULTS as fault:
        log.info("whisper_failed", fault=type(translated(fault)).__name__)


async def _is_shown(call: Awaitable[Any]) -> bool:
    try:
        await call
    except CALL_FAULTS as fault:
        what = translated(fault)
        log.info("modal_not_shown", fault=what.code if isinstance(what, Refused) else type(what).__name__)
        return False
    return True
