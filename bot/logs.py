"""Logs as events with fields: readable lines in a terminal, JSON lines elsewhere; to standard error."""

from __future__ import annotations

import logging
import sys

import structlog

QUIET = ("procrastinate", "psycopg.pool", "alembic", "aiohttp", "asyncio", "slack_sdk", "slack_bolt")
"""Libraries whose own words are of use only when something is wrong."""


def set_up_logs() -> None:
    """Configures structlog and the standard library's logging for this process."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    is_terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # Never with local variables: they hold what people wrote.
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
            )
            if not is_terminal
            else structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer()
            if is_terminal
            else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
