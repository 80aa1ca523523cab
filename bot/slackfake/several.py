"""Several workspaces behind one Web API, as Slack has them, and installing an app into them by OAuth.

async with SeveralSlacks(manifest, ["T0000001", "T0000002"]) as slacks:
    back = slacks.agree(address_of_slack, "T0000001")   # what the browser is sent back to
    await slacks.uninstall("T0000001")
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.slackfake.fake import SlackFake
from bot.slackfake.loopback import LoopbackServer
from bot.slackfake.state import Json

# They open nothing but this fake.
CLIENT_ID = "1111.2222"
CLIENT_SECRET = "fake-client-secret"  # noqa: S105 -- as above


@dataclass
class Agreed:
    """A code that was given for a workspace; it is exchanged once."""

    team: str
    scopes: list[str]
    redirect_uri: str
    person: str


class SeveralSlacks:
    """``of`` gives a workspace; it knows no token before it is installed there."""

    def __init__(self, manifest: Json, teams: Sequence[str], **options: Any) -> None:
        self._fakes = {team: SlackFake(manifest, **options) for team in teams}
        for team, fake in self._fakes.items():
            fake.workspace.team = fake.app.bot_user.team = team
            fake.workspace.domain = f"team-{team[-1]}"
            fake.app.bot_token = ""
        self.answers: Json = {}  # what oauth.v2.access adds or says instead, for a test
        self.exchanges = 0
        self.revoked: list[str] = []
        self.refuses_revoking = False
        self._codes: dict[str, Agreed] = {}
        self._issued = 0
        routes = [Route("/api/{method}", self._answer, methods=["GET", "POST"])]
        self._server = LoopbackServer(Starlette(routes=routes))
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._server.start()
        self._stack.push_async_callback(self._server.stop)
        for fake in self._fakes.values():
            await self._stack.enter_async_context(fake)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def of(self, team: str) -> SlackFake:
        """One workspace, with its people and what is said there."""
        return self._fakes[team]

    @property
    def api_url(self) -> str:
        """What ``SLACK_API_URL`` is set to."""
        return f"{self._server.url}/api/"

    @property
    def authorize_url(self) -> str:
        """Where a browser is sent to agree."""
        return f"{self._server.url}/oauth/v2/authorize"

    def agree(self, address: str, team: str, *, person: str = "U0000009", without: Sequence[str] = ()) -> str:
        """A person agrees on Slack's page at ``address``, but for the scopes ``without``; where they are sent."""
        if not address.startswith(f"{self.authorize_url}?"):
            raise ValueError(f"{address} is not Slack's page")
        asked = dict(parse_qsl(urlsplit(address).query))
        if asked["client_id"] != CLIENT_ID:
            raise ValueError("invalid_client_id")
        scopes = [scope for scope in asked["scope"].split(",") if scope not in without]
        self._issued += 1
        code = f"code-{self._issued}"
        self._codes[code] = Agreed(team, scopes, asked["redirect_uri"], person)
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    async def uninstall(self, team: str, *, at_s: int | None = None) -> None:
        """Takes the token back and tells the app, in both of Slack's ways."""
        fake = self.of(team)
        fake.app.bot_token = ""
        await self.tell_of_uninstall(team, at_s=at_s)

    async def tell_of_uninstall(self, team: str, *, at_s: int | None = None) -> None:
        """The two events alone, as when they come late."""
        fake = self.of(team)
        revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [fake.app.bot_user.id]}}
        for event in ({"type": "app_uninstalled"}, revoked):
            body = fake.payloads.wrapped(event)
            if at_s is not None:
                body["event_time"] = at_s
            await fake.send("event", body)

    async def _answer(self, request: Request) -> Response:
        if request.path_params["method"] == "oauth.v2.access":
            return await self._exchange(request)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        for fake in self._fakes.values():
            if scheme.lower() == "bearer" and token and token == fake.app.bot_token:
                if request.path_params["method"] == "auth.revoke":
                    return self._revoke(fake, token)
                return await fake.web_api.answer(request)
        return _refused("invalid_auth")

    def _revoke(self, fake: SlackFake, token: str) -> Response:
        """https://docs.slack.dev/reference/methods/auth.revoke."""
        if self.refuses_revoking:
            return _refused("internal_error")
        self.revoked.append(token)
        fake.app.bot_token = ""
        return JSONResponse({"ok": True, "revoked": True})

    async def _exchange(self, request: Request) -> Response:
        self.exchanges += 1
        args = dict(parse_qsl((await request.body()).decode()))
        if not _is_ours(request.headers.get("authorization", "")):
            return _refused("bad_client_secret")
        agreed = self._codes.pop(args.get("code", ""), None)
        if agreed is None:
            return _refused("invalid_code")
        if args.get("redirect_uri") != agreed.redirect_uri:
            return _refused("bad_redirect_uri")
        if "error" in self.answers:
            return _refused(str(self.answers["error"]))
        fake = self.of(agreed.team)
        self._issued += 1
        fake.app.bot_token = f"xoxb-{agreed.team}-{self._issued}"
        fake.app.scopes = set(agreed.scopes)
        told = {
            "ok": True,
            "access_token": fake.app.bot_token,
            "token_type": "bot",
            "scope": ",".join(agreed.scopes),
            "bot_user_id": fake.app.bot_user.id,
            "app_id": fake.app.app_id,
            "team": {"id": agreed.team, "name": f"Team <{agreed.team}>"},
            "enterprise": None,
            "is_enterprise_install": False,
            "authed_user": {"id": agreed.person},
        }
        return JSONResponse(told | self.answers)


def _is_ours(authorization: str) -> bool:
    scheme, _, given = authorization.partition(" ")
    try:
        return scheme == "Basic" and base64.b64decode(given) == f"{CLIENT_ID}:{CLIENT_SECRET}".encode()
    except binascii.Error:
        return False


def _refused(error: str) -> Response:
    return JSONResponse({"ok": False, "error": error})
