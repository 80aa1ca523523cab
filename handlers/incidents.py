"""Faults: logged once under an id, of which a person sees the id; what only an operator can mend is told as a pause."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from secrets import token_hex
from traceback import format_exception

import structlog
from slack_bolt.response import BoltResponse

from bot.errors import BotError
from handlers.identity import NotInstalledError
from handlers.metrics import Metrics
from handlers.payloads import Json
from handlers.phrases import phrases_for

log = structlog.get_logger()


def error_handler(metrics: Metrics) -> Callable[..., Awaitable[BoltResponse]]:
    """Bolt's ``@app.error``: a command is answered in words; anything else fails, and events come again."""

    async def handle_error(error: Exception, body: Json) -> BoltResponse:
        words = phrases_for(str(body.get("text", "")))
        if isinstance(error, NotInstalledError):
            return BoltResponse(status=200, body=words.not_installed if "command" in body else "")
        if isinstance(
            error, BotError
        ):  # Slack or the database is away, a key is missing: nothing for who asks
            log.warning("request_failed", fault=type(error).__name__)
            text = words.away
        else:
            text = words.fault.format(incident=_report(error, metrics))
        if "command" in body:
            return BoltResponse(status=200, body=text)
        return BoltResponse(status=500)

    return handle_error


def _report(error: Exception, metrics: Metrics) -> str:
    incident = token_hex(4)
    metrics.faults.inc()
    # As text: a renderer of tracebacks may print the locals, and with them what people wrote.
    log.error("fault", incident=incident, traceback="".join(format_exception(error)))
    return incident
