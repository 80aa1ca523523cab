"""Deliveries over HTTP: signed as Slack signs them, three seconds to answer, retries marked."""

from __future__ import annotations

import hashlib
import hmac
import json
from urllib.parse import urlencode

import aiohttp

from bot.slackfake.delivery import ACK_LIMIT_S, Attempt, Kind, Retry
from bot.slackfake.installation import Installation
from bot.slackfake.state import Clock, Json


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The ``X-Slack-Signature`` of a body."""
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
    return f"v0={digest.hexdigest()}"


def encode(kind: Kind, payload: Json) -> tuple[bytes, str]:
    """The body of a delivery and its content type."""
    if kind == "event":
        return json.dumps(payload).encode(), "application/json"
    fields = payload if kind == "command" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


class HttpCarrier:
    """Posts to the app's request URL; ``ack_limit_s`` is Slack's patience."""

    def __init__(self, app: Installation, clock: Clock, ack_limit_s: float = ACK_LIMIT_S) -> None:
        self._app, self._clock = app, clock
        self.ack_limit_s = ack_limit_s
        self._session: aiohttp.ClientSession | None = None

    async def attempt(self, kind: Kind, payload: Json, retry: Retry | None) -> Attempt:
        """One signed request."""
        body, content_type = encode(kind, payload)
        timestamp = str(int(self._clock().timestamp()))
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": sign(self._app.signing_secret, timestamp, body),
        }
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry.number), "X-Slack-Retry-Reason": retry.reason}
        return await self.send(body, headers)

    async def send(self, body: bytes, headers: dict[str, str]) -> Attempt:
        """One request as it is, signed or not."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        limit = aiohttp.ClientTimeout(total=self.ack_limit_s)
        try:
            async with self._session.post(
                self._app.request_url, data=body, headers=headers, timeout=limit
            ) as response:
                answer = await response.read()
                reason = "" if response.status < 300 else "http_error"
                return Attempt(response.status, reason, answer)
        except TimeoutError:
            return Attempt(None, "http_timeout")
        except aiohttp.ClientError:
            return Attempt(None, "connection_failed")

    async def close(self) -> None:
        """Lets the connections go."""
        if self._session is not None:
            await self._session.close()
