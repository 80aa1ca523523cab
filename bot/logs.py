"""Logs as events with fields: readable lines in a terminal, JSON lines elsewhere; to standard error."""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.typing import Processor

QUIET = ("procrastinate", "psycopg.pool", "alembic", "aiohttp", "asyncio", "slack_sdk", "slack_bolt")
"""Libraries whose own words are of use only when something is wrong."""


def set_up_logs() -> None:
    """Configures structlog and the standard library's logging for this process."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    rendering = _for_a_terminal() if sys.stderr.isatty() else _as_json()
    structlog.configure(
        processors=[*shared, *rendering],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def only_warnings() -> None:
    """Logs go to standard error, and only where something is wrong: standard output is the command's own."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


# Neither shows local variables with a traceback: they hold what people wrote.
def _for_a_terminal() -> list[Processor]:
    return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]


def _as_json() -> list[Processor]:
    tracebacks = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [
        structlog.processors.ExceptionRenderer(tracebacks),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
