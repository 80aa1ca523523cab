"""The doctor's look at Slack when the bot starts: a wrong token is told before somebody asks in vain."""

from __future__ import annotations

import asyncio

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from handlers.doctor.slack import examine_token

log = structlog.get_logger()


class LookAtSlack:
    """Beside the serving, which goes on whatever is found: Slack may only be away."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def run(self, stop: asyncio.Event) -> None:
        """Looks once, and logs what is not well."""
        for finding in await examine_token(self._client):
            if finding.status != "ok":
                log.warning("not_well", about=finding.about, says=finding.says, do=finding.do)
