"""The HTTP edge: what reaches Bolt was signed by Slack, is small enough and is one object.

Bolt's own adapter parses before it verifies, has no size limit and logs the body of a request
that fails; so the check stands here, and Bolt is handed the parsed body in the mode in which it
does not verify again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import structlog
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from handlers.bodies import BODY_BYTES_MAX, TooLargeError, UnreadableError, parsed, read_capped
from handlers.metrics import CONTENT_TYPE, Metrics
from handlers.signature import is_fresh, is_signed

READY_LIMIT_S = 2
OURS_HEADER = "setupbot"
"""By which ``setupbot doctor`` knows that it is a bot of ours that answers at an address."""

Ready = Callable[[], Awaitable[Mapping[str, bool | str]]]
"""Tells for each thing the bot needs (``database``, ``knowledge``) whether it is there."""

log = structlog.get_logger()


class Dispatcher(Protocol):
    """What takes a verified request: Bolt's app."""

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Answers one request."""
        ...


def build_edge(
    *,
    app: Dispatcher,
    signing_secrets: Sequence[str],
    is_ready: Ready,
    metrics: Metrics,
    clock: Callable[[], datetime],
    routes: Sequence[BaseRoute] = (),
    body_bytes_max: int = BODY_BYTES_MAX,
) -> Starlette:
    """The ASGI app; without a signing secret there is no ``/slack/events``. ``routes`` are added to it."""
    if any(not secret for secret in signing_secrets):
        raise ValueError("a signing secret is empty")
    edge = _Edge(app, signing_secrets, is_ready, metrics, clock, body_bytes_max)
    slack = [Route("/slack/events", edge.take, methods=["POST"])] if signing_secrets else []
    own = [
        Route("/healthz", edge.is_alive),
        Route("/readyz", edge.tell_ready),
        Route("/metrics", edge.tell_metrics),
    ]
    return Starlette(routes=[*slack, *own, *routes])


class _Edge:
    def __init__(
        self,
        app: Dispatcher,
        secrets: Sequence[str],
        is_ready: Ready,
        metrics: Metrics,
        clock: Callable[[], datetime],
        body_bytes_max: int,
    ) -> None:
        self._app, self._secrets, self._is_ready = app, secrets, is_ready
        self._metrics, self._clock, self._body_bytes_max = metrics, clock, body_bytes_max

    async def take(self, request: Request) -> Response:
        """``POST /slack/events``: 413, 401, 400, or what the app answers."""
        response = await self._answer(request)
        self._metrics.requests.labels(str(response.status_code)).inc()
        if response.status_code >= 400:
            log.warning("slack_request_refused", status=response.status_code)
        return response

    async def _answer(self, request: Request) -> Response:
        try:
            if not is_fresh(request.headers, self._clock().timestamp()):
                return Response(status_code=401)
            raw = await read_capped(request, self._body_bytes_max)
            if not is_signed(self._secrets, request.headers, raw):
                return Response(status_code=401)
            body = await parsed(raw, request.headers.get("content-type", ""))
        except TooLargeError:
            return Response(status_code=413)
        except UnreadableError:
            return Response(status_code=400)
        return await self._dispatch(request, body)

    async def _dispatch(self, request: Request, body: dict[str, Any]) -> Response:
        if body.get("type") == "url_verification":
            return JSONResponse({"challenge": str(body.get("challenge", ""))})
        if "ssl_check" in body:
            return Response()
        event = body.get("event", {"type": ""})
        if not (isinstance(event, dict) and isinstance(event.get("type"), str)):
            return Response(status_code=400)
        try:
            bolt_request = AsyncBoltRequest(body=body, mode="socket_mode")
        except (AttributeError, KeyError, TypeError):
            # Bolt looks for the team and the user wherever they may stand, and trusts the shapes it meets.
            return Response(status_code=400)
        return _to_response(await self._app.async_dispatch(bolt_request))

    async def is_alive(self, request: Request) -> Response:
        """``/healthz``: the process answers."""
        return PlainTextResponse("ok", headers={OURS_HEADER: "here"})

    async def tell_ready(self, request: Request) -> Response:
        """``/readyz``: 200 when everything the bot needs is there, else 503, by name."""
        try:
            async with asyncio.timeout(READY_LIMIT_S):
                there = await self._is_ready()
        except TimeoutError:
            there = {"answer": False}
        return JSONResponse(dict(there), status_code=200 if all(there.values()) else 503)

    async def tell_metrics(self, request: Request) -> Response:
        """``/metrics`` in Prometheus's text format."""
        return Response(self._metrics.as_text(), headers={"content-type": CONTENT_TYPE})


def _to_response(answer: BoltResponse) -> Response:
    # What no listener wants is Bolt's 404, which Slack would count as a failed delivery and repeat.
    if answer.status == 404:
        return Response()
    headers = {name: values[0] for name, values in answer.headers.items() if name == "content-type"}
    return Response(answer.body, status_code=answer.status, headers=headers)
