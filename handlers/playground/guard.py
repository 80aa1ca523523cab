"""Keeps other pages out: a page somewhere else can send requests to the loopback, too."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}
SAFE = frozenset({"GET", "HEAD"})


class Guard:
    """Lets through what was sent to this machine by name, from this page or from no page at all.

    A changing request must come from the page itself; its token is checked where its body is read.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        if port == 80:
            self._hosts |= {"127.0.0.1", "localhost", "[::1]"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        refused = self._refusal(str(scope["method"]), Headers(scope=scope))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message.get("headers", []), *own]}
            await send(message)

        if refused:
            answer = PlainTextResponse(refused, status_code=403)
            await answer(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)

    def is_here(self, scope: Scope) -> bool:
        """Whether the request names this machine, which one by a name that was bent to it does not."""
        return Headers(scope=scope).get("host", "").lower() in self._hosts

    def _refusal(self, method: str, headers: Mapping[str, str]) -> str:
        host, origin = headers.get("host", "").lower(), headers.get("origin", "").lower()
        if host not in self._hosts:
            return "This page answers on this machine only."
        is_own = origin.removeprefix("http://") in self._hosts and origin.startswith("http://")
        if (origin and not is_own) or (method not in SAFE and not origin):
            return "This comes from another page."
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            # A link from elsewhere may open the page; it may do nothing else.
            return "" if method in SAFE and headers.get("sec-fetch-mode") == "navigate" else "Not from there."
        return ""


def is_token(given: object, token: str) -> bool:
    """Whether it is the page's, compared in constant time."""
    return isinstance(given, str) and secrets.compare_digest(given.encode("utf-8", "replace"), token.encode())
