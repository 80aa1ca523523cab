"""The doctor at the door: whether Slack, and agents, can reach the bot."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

import aiohttp

from bot.settings import Settings
from handlers.client import is_loopback
from handlers.doctor.model import Finding, fault, ok, warning
from handlers.edge import OURS_HEADER

LIMIT_S = 5.0
TUNNEL = "Use an address that the Internet reaches (a proxy with TLS before PORT), or Socket Mode, which needs none."


def examine_way_in(settings: Settings) -> Finding:
    """HTTP, Socket Mode, or neither."""
    secrets, app_token = settings.slack_signing_secrets, settings.slack_app_token
    if any(secret.startswith(("xoxb-", "xapp-", "xoxp-")) for secret in secrets):
        where = "Basic Information, App Credentials, has the Signing Secret."
        return fault("way in", "SLACK_SIGNING_SECRET holds a token.", where)
    if secrets and app_token:
        one = "Unset the one that the app's settings do not have switched on."
        return ok("way in", "Events over HTTP, and Socket Mode as well.", one)
    if secrets:
        return ok("way in", "Events over HTTP, at /slack/events.")
    if app_token:
        return ok("way in", "Socket Mode: no public address is needed.")
    if not (settings.slack_bot_token or settings.is_for_several):
        return warning("way in", "Slack is not set up yet.", "See the way to it below.")
    return fault(
        "way in",
        "There is none: Slack cannot bring anything.",
        "Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for events over HTTP.",
    )


async def examine_address(settings: Settings) -> Finding:
    """PUBLIC_URL: whether it leads to this bot, and whether Slack can come that way."""
    about, url = "public address", settings.public_url
    by_http = bool(settings.slack_signing_secrets) or settings.is_for_several
    if not url:
        if by_http:
            return warning(about, "PUBLIC_URL is not set.", "Set it to the https:// address that Slack has.")
        return ok(
            about, "Not set; Socket Mode needs none.", "Agents on hosts do: set PUBLIC_URL to use them."
        )
    if not url.startswith("https://") and by_http:
        return fault(about, "Slack comes by https:// only.", TUNNEL)
    try:
        private = await _is_private(url)
    except OSError:
        return fault(about, "Its host name is not known.", "Check PUBLIC_URL, and the name's DNS record.")
    if private and by_http:
        return fault(about, "It leads to a private address, which Slack does not reach.", TUNNEL)
    answered = await _who_answers(url)
    if answered == "ours":
        return ok(
            about, "It leads to this bot." if not private else "It leads to this bot, in this network only."
        )
    here = await _who_answers(f"http://127.0.0.1:{settings.port}")
    if here != "ours":
        return warning(
            about, f"It answers with {answered}, and no bot runs here.", "Start the bot, then ask again."
        )
    return fault(
        about,
        f"The bot runs here, but there is {answered}.",
        f"Have the proxy hand on to port {settings.port}.",
    )


async def _is_private(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return any(not ip_address(str(address[4][0]).partition("%")[0]).is_global for address in found)


async def _who_answers(url: str) -> str:
    limits = aiohttp.ClientTimeout(total=LIMIT_S)
    try:
        async with (
            aiohttp.ClientSession(timeout=limits, trust_env=not is_loopback(url)) as session,
            session.get(f"{url}/healthz", allow_redirects=False) as told,
        ):
            return "ours" if told.headers.get(OURS_HEADER) else f"something else (status {told.status})"
    except aiohttp.ClientSSLError:
        return "a certificate that is not trusted"
    except (aiohttp.ClientError, TimeoutError, OSError):
        return "nothing"
