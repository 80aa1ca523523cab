"""Slack's refusals and the network's failures, by the names that the work knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.work.ports import Passing, RateLimited, Refused

RETRY_AFTER_DEFAULT_S = 5.0
RETRY_AFTER_MAX_S = 600.0

CALL_FAULTS = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)
"""All that a call of the Web API raises when the outside world fails it."""

OF_TOKEN = frozenset({"not_authed", "invalid_auth", "token_expired", "token_revoked", "account_inactive"})
"""Slack does not know the token (any more)."""

# Slack's own trouble; and a token that is being exchanged, which must not cost anybody their answer.
_PASSING = OF_TOKEN | {
    *("internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org")
}


def translated(fault: Exception) -> RateLimited | Passing | Refused:
    """What a failed call means for whoever wanted it."""
    if not isinstance(fault, SlackApiError):
        return Passing(type(fault).__name__)
    response = fault.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 0)
    data = getattr(response, "data", None)
    code = str(data.get("error", "")) if isinstance(data, Mapping) else ""
    return by_status(status, getattr(response, "headers", {}), code)


def by_status(status: int, headers: Mapping[str, Any], code: str) -> RateLimited | Passing | Refused:
    """The same from an HTTP answer that was no success; ``code`` is Slack's error name, if it gave one."""
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return RateLimited(_retry_after_s(headers))
    if status >= 500 or not code or code in _PASSING:
        return Passing(code or f"status {status}")
    return Refused(code)


def _retry_after_s(headers: Mapping[str, Any]) -> float:
    given = str(headers.get("Retry-After", ""))
    if not (given.isascii() and given.isdigit()):
        return RETRY_AFTER_DEFAULT_S
    return min(float(given), RETRY_AFTER_MAX_S)
