"""Reading a request's body: no further than the cap, no longer than the limit, into one JSON object."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

BODY_BYTES_MAX = 3 * 1024 * 1024
"""40,000 characters of Korean, escaped for JSON and once more for a form, twice in one message."""
READ_LIMIT_S = 10
FIELDS_MAX = 100
OFF_LOOP_BYTES = 128 * 1024
"""Larger bodies take more than 5 ms to parse and are parsed in a thread."""


class TooLargeError(Exception):
    """The body passes the cap."""


class UnreadableError(Exception):
    """The body is not what Slack sends, or did not come."""


async def read_capped(request: Request, most: int = BODY_BYTES_MAX) -> bytes:
    """The raw body; raises TooLargeError as soon as it passes ``most`` bytes, announced or not."""
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced) > most:
        raise TooLargeError
    parts, size = [], 0
    try:
        async with asyncio.timeout(READ_LIMIT_S):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise TooLargeError
                parts.append(part)
    except (TimeoutError, ClientDisconnect) as gone:
        raise UnreadableError from gone
    return b"".join(parts)


async def parsed(raw: bytes, content_type: str) -> dict[str, Any]:
    """The body as one object; raises UnreadableError."""
    if len(raw) > OFF_LOOP_BYTES:
        return await asyncio.to_thread(parse, raw, content_type)
    return parse(raw, content_type)


def parse(raw: bytes, content_type: str) -> dict[str, Any]:
    """JSON as it is; a form as its fields, or as the JSON in its ``payload`` field."""
    kind = content_type.partition(";")[0].strip().lower()
    try:
        if kind == "application/json":
            body = json.loads(raw)
        elif kind == "application/x-www-form-urlencoded":
            fields = dict(parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=FIELDS_MAX))
            # A command's text may hold the word "payload"; only a field of that name is one.
            body = json.loads(fields["payload"]) if "payload" in fields else fields
        else:
            raise UnreadableError
    except (ValueError, RecursionError) as bad:
        raise UnreadableError from bad
    if not isinstance(body, dict):
        raise UnreadableError
    return body
