"""The Slack side put together from what the composition root gives it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bot.conversations.questions import questions_of
from bot.conversations.reception import Reception
from bot.storage.store import Store
from bot.text.redact import redact
from handlers.app import build_app
from handlers.client import open_client
from handlers.courtesies import Courtesies
from handlers.edge import Ready, build_edge
from handlers.metrics import Metrics
from handlers.poster import WebPoster


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSide:
    """``app`` and ``edge`` take what Slack sends; ``poster`` is for the jobs; ``serve`` wants the rest."""

    app: AsyncApp
    edge: ASGIApp
    client: AsyncWebClient
    poster: WebPoster
    metrics: Metrics


@asynccontextmanager
async def open_slack_side(
    *,
    token: str,
    api_url: str,
    signing_secrets: Sequence[str],
    store: Store,
    is_ready: Ready,
    routes: Sequence[BaseRoute] = (),
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> AsyncIterator[SlackSide]:
    """Open while the block lasts; Slack is not asked for anything before the first request.

    ``routes`` are served beside ``/slack/events`` (the agents' gateway, the pictures).
    """
    async with open_client(token, api_url) as client:
        metrics = Metrics()
        courtesies = Courtesies(client)
        inbox = Reception(store, questions_of(store), courtesies, redact, uuid4)
        app = build_app(client=client, inbox=inbox, prompts=courtesies, metrics=metrics)
        edge = build_edge(
            app=app,
            signing_secrets=signing_secrets,
            is_ready=is_ready,
            metrics=metrics,
            clock=clock,
            routes=routes,
        )
        yield SlackSide(app=app, edge=edge, client=client, poster=WebPoster(client, metrics), metrics=metrics)
