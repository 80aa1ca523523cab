"""The page's routes: the page, its state, the stream that tells of changes, and what a visitor does."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.knowledge.model import Language
from bot.slackfake.fake import SlackFake
from bot.slackfake.page.drawing import STATIC, Drawing
from bot.slackfake.page.markdown import markdown
from bot.slackfake.page.shown import Shown
from bot.slackfake.people import Person
from bot.slackfake.state import Json
from bot.words.playground import playground_words
from handlers.bodies import TooLargeError, read_capped
from handlers.playground.acts import Acts, UnableError, Visit
from handlers.playground.guard import Guard, is_token
from handlers.playground.machine import Machine

PREFIX = "/playground"
BODY_BYTES_MAX = 256 * 1024
SILENCE_S = 15
DOCUMENTS = {"hosts": Path(__file__).parents[2] / "docs" / "hosts.md"}


class Playground:
    """The page for one workspace; ``url`` is where it is, and the bot beside it."""

    def __init__(self, *, slack: SlackFake, first: Person, machine: Machine, url: str) -> None:
        self._slack, self._first, self._machine, self._url = slack, first, machine, url
        self._acts = Acts(slack, machine)
        self._token = secrets.token_urlsafe(24)
        self._is_ending = False
        routes = Starlette(
            routes=[
                Route("/", self._page),
                Route(f"{PREFIX}/state", self._state),
                Route(f"{PREFIX}/changes", self._changes),
                Route(f"{PREFIX}/do/{{name}}", self._do, methods=["POST"]),
                Route(f"{PREFIX}/docs/{{name}}", self._document),
                Mount(f"{PREFIX}/static", StaticFiles(directory=STATIC)),
            ]
        )
        self._guarded = Guard(routes, int(url.rpartition(":")[2]))

    def before(self, bot: ASGIApp) -> ASGIApp:
        """The page in front of the bot, on one port."""

        async def front(scope: Scope, receive: Receive, send: Send) -> None:
            path = scope.get("path", "")
            is_page = path == "/" or path.startswith(f"{PREFIX}/")
            is_for_bot = scope["type"] == "http" and not is_page and self._guarded.is_here(scope)
            await (bot if is_for_bot else self._guarded)(scope, receive, send)

        return front

    async def run(self, stop: asyncio.Event) -> None:
        """A part of ``serve``: ends what waits for changes."""
        await stop.wait()
        self._is_ending = True
        self._slack.workspace.changed()
        await self._acts.end()

    async def _page(self, request: Request) -> Response:
        person, language = self._who(request), _language(request)
        drawing = self._drawing(person, language)
        page = drawing.template(
            "page.html",
            state=self._shown(request, drawing, language),
            language=language,
            theme=_theme(request),
            token=self._token,
            has_docs=DOCUMENTS["hosts"].is_file(),
        )
        return HTMLResponse(page)

    async def _state(self, request: Request) -> Response:
        language = _language(request)
        return JSONResponse(self._shown(request, self._drawing(self._who(request), language), language))

    def _shown(self, request: Request, drawing: Drawing, language: Language) -> Json:
        place, thread = (request.query_params.get(name, "") for name in ("place", "thread"))
        machine = drawing.template("machine.html", state=self._machine.state, detail=self._machine.detail)
        return Shown(drawing, self._slack.app, place, thread).state(machine=machine, language=language)

    async def _changes(self, request: Request) -> Response:
        workspace = self._slack.workspace
        since = request.query_params.get("since", "")
        first = int(since) if since.isascii() and since.isdigit() else 0

        def newer(than: int) -> int:
            return workspace.version if workspace.version > than else 0

        async def stream() -> AsyncIterator[str]:
            seen = first
            yield ": here\n\n"
            while not self._is_ending:
                try:
                    seen = await workspace.until(partial(newer, seen), SILENCE_S)
                    yield f"data: {seen}\n\n"
                except TimeoutError:
                    yield ": still here\n\n"

        return StreamingResponse(stream(), media_type="text/event-stream")

    async def _do(self, request: Request) -> Response:
        language = _language(request)
        try:
            body = json.loads(await read_capped(request, BODY_BYTES_MAX))
        except TooLargeError:
            return Response(status_code=413)
        except ValueError:
            return Response(status_code=400)
        if not isinstance(body, dict) or not is_token(body.get("token"), self._token):
            return JSONResponse({}, status_code=403)
        words = playground_words(language)
        person = self._acts.person(body.get("you"))
        if person is None:
            return JSONResponse({"says": words.gone}, status_code=409)
        try:
            done = await self._acts.do(request.path_params["name"], Visit(person, body, words, language))
        except UnableError as unable:
            return JSONResponse({"says": str(unable)}, status_code=409)
        return JSONResponse(done)

    async def _document(self, request: Request) -> Response:
        path = DOCUMENTS.get(request.path_params["name"])
        if path is None or not path.is_file():
            return Response(status_code=404)
        text = await asyncio.to_thread(path.read_text, "utf-8")
        drawing = self._drawing(self._first, "en")
        body, title = markdown(text), text.partition("\n")[0].lstrip("# ")
        page = drawing.template("document.html", body=body, title=title, theme=_theme(request))
        return HTMLResponse(page)

    def _who(self, request: Request) -> Person:
        wanted = request.query_params.get("you") or request.cookies.get("you")
        return self._acts.person(wanted) or self._first

    def _drawing(self, person: Person, language: Language) -> Drawing:
        return Drawing(
            self._slack.workspace, person.id, playground_words(language), self._url, self._first.id
        )


def _language(request: Request) -> Language:
    """As chosen on the page, else as the browser asks for: Korean where it comes before English."""
    chosen = request.cookies.get("language", "")
    if chosen in ("ko", "en"):
        return "ko" if chosen == "ko" else "en"
    for wish in request.headers.get("accept-language", "").lower().split(","):
        name = wish.split(";")[0].strip()[:2]
        if name in ("ko", "en"):
            return "ko" if name == "ko" else "en"
    return "en"


def _theme(request: Request) -> str:
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in ("light", "dark") else ""
