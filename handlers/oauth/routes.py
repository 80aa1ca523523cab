"""``/slack/install`` and ``/slack/oauth_redirect``."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from secrets import token_hex, token_urlsafe
from traceback import format_exception

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.installing.manifest import INSTALL_PATH, REDIRECT_PATH
from handlers.gateway.limits import Limiter
from handlers.oauth.flow import STATE_LIFE, Flow
from handlers.oauth.pages import HEADERS, render_page

BURST, PER_S = 20, 0.5
_BROWSER = re.compile(r"[A-Za-z0-9_-]{40,64}")
log = structlog.get_logger()


def install_routes(flow: Flow, *, is_https: bool, limiter: Limiter | None = None) -> list[Route]:
    """Both; ``is_https`` is how browsers reach them, whatever stands between."""
    routes = _Routes(flow, is_https, limiter or Limiter(BURST, PER_S))
    return [
        Route(INSTALL_PATH, routes.guarded(routes.begin), methods=["GET"]),
        Route(REDIRECT_PATH, routes.guarded(routes.finish), methods=["GET"]),
    ]


class _Routes:
    def __init__(self, flow: Flow, is_https: bool, limiter: Limiter) -> None:
        self._flow, self._is_https, self._limiter = flow, is_https, limiter
        # With the prefix no other site, and nothing without TLS, can set it.
        self._cookie = "__Host-setupbot-install" if is_https else "setupbot-install"

    def guarded(
        self, handle: Callable[[Request], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """Within limits, and with a page for every fault: its traceback goes to the log alone."""

        async def answer(request: Request) -> Response:
            accepts = request.headers.get("accept-language", "")
            if not self._limiter.admits(request.client.host if request.client else ""):
                return render_page("too_many", accepts)
            try:
                return await handle(request)
            except Exception as fault:  # noqa: BLE001 # whatever it is, the person gets a page
                traceback = "".join(format_exception(fault))
                log.error("fault", incident=token_hex(4), traceback=traceback)
                return render_page("fault", accepts)

        return answer

    async def begin(self, request: Request) -> Response:
        """To Slack; a browser keeps its secret, so that two tabs do not spoil each other."""
        browser = self._browser(request) or token_urlsafe(32)
        response = RedirectResponse(await self._flow.begin(browser), status_code=302, headers=HEADERS)
        response.set_cookie(
            self._cookie, browser, max_age=int(STATE_LIFE.total_seconds()),
            path="/", secure=self._is_https, httponly=True, samesite="lax",
        )  # fmt: skip
        return response

    async def finish(self, request: Request) -> Response:
        """Back from Slack."""
        done = await self._flow.finish(self._browser(request), request.query_params)
        accepts = request.headers.get("accept-language", "")
        return render_page(
            done.outcome, accepts, name=done.name, team=done.team, app=done.app, code=done.code
        )

    def _browser(self, request: Request) -> str:
        given = request.cookies.get(self._cookie, "")
        return given if _BROWSER.fullmatch(given) else ""
