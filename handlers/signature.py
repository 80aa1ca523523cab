"""Slack's request signature, checked on the raw bytes in constant time against every current secret."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence

TIMESTAMP_HEADER = "x-slack-request-timestamp"
SIGNATURE_HEADER = "x-slack-signature"
WINDOW_S = 300
TIMESTAMP_DIGITS_MAX = 12


def is_fresh(headers: Mapping[str, str], now_s: float) -> bool:
    """Whether the headers could belong to a signed request of the last five minutes."""
    timestamp = headers.get(TIMESTAMP_HEADER, "")
    # isdigit() alone takes the digits of every script.
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= TIMESTAMP_DIGITS_MAX):
        return False
    return abs(now_s - int(timestamp)) <= WINDOW_S and SIGNATURE_HEADER in headers


def is_signed(secrets: Sequence[str], headers: Mapping[str, str], body: bytes) -> bool:
    """Whether one of ``secrets`` (several while one is rotated) signed this body at the time it names."""
    given = headers.get(SIGNATURE_HEADER, "").encode("latin-1", "replace")
    message = b"v0:" + headers.get(TIMESTAMP_HEADER, "").encode("latin-1", "replace") + b":" + body
    found = False
    for secret in secrets:
        expected = "v0=" + hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
        found |= hmac.compare_digest(expected.encode(), given)
    return found
