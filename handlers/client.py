"""The one client of Slack's Web API: a shared session with limits, and no retries of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

CALL_LIMIT_S = 10
CONNECT_LIMIT_S = 3


@asynccontextmanager
async def open_client(token: str, api_url: str) -> AsyncIterator[AsyncWebClient]:
    """A client for as long as the block lasts.

    A session is given because the SDK opens a new one for every call otherwise, and the limits are
    the session's because the SDK's own do not reach it. The SDK would repeat a message whose
    connection broke; whether to repeat is for the durable work to decide.
    """
    limits = aiohttp.ClientTimeout(total=CALL_LIMIT_S, connect=CONNECT_LIMIT_S)
    async with aiohttp.ClientSession(timeout=limits) as session:
        client = AsyncWebClient(token=token, base_url=api_url, session=session, retry_handlers=[])
        if is_loopback(api_url):
            client.proxy = None
        yield client


def is_loopback(url: str) -> bool:
    """Whether the address is on this machine, where a proxy of the environment has no business."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
