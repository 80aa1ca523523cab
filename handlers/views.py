"""Modals that change by themselves, and calls about modals that may be gone."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any

import structlog

from bot.work.ports import Refused
from handlers.clients import Clients
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
    """A modal that cannot be shown any more is let go: the person closed it, or waited too long."""
    try:
        await call
    except CALL_FAULTS as fault:
        what = translated(fault)
        log.info("modal_not_shown", fault=what.code if isinstance(what, Refused) else type(what).__name__)
