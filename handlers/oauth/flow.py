"""Installing by OAuth: a state that works once, in the browser that began, for ten minutes; then a token of one's own.

https://docs.slack.dev/authentication/installing-with-oauth
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any, Literal
from urllib.parse import urlencode, urljoin

import structlog

from bot.installing.manifest import REDIRECT_PATH
from bot.installing.model import Installation, Installations
from bot.installing.scopes import ALL
from bot.work.ports import Refused
from handlers.clients import TeamClients
from handlers.slack_faults import CALL_FAULTS, translated

STATE_LIFE = timedelta(minutes=10)
CODE_CHARS_MAX = 500
log = structlog.get_logger()

Outcome = Literal["installed", "stale", "cancelled", "refused", "away", "org_wide", "rotating"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthApp:
    """The Slack app as its settings name it."""

    client_id: str
    client_secret: str = field(repr=False)
    public_url: str
    api_url: str

    @property
    def redirect_url(self) -> str:
        """Where Slack sends people back to."""
        return f"{self.public_url}{REDIRECT_PATH}"

    def as_basic(self) -> str:
        """How it proves to Slack who it is."""
        return f"Basic {base64.b64encode(f'{self.client_id}:{self.client_secret}'.encode()).decode()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """How an installation ended; ``code`` is Slack's error name, if it gave one."""

    outcome: Outcome
    name: str = ""
    team: str = ""
    app: str = ""
    code: str = ""


class Flow:
    """``begin`` sends a browser to Slack, ``finish`` takes it back; ``browser`` is a secret of its own, in a cookie."""

    def __init__(self, app: OAuthApp, installations: Installations, clients: TeamClients) -> None:
        self._app, self._installations, self._clients = app, installations, clients

    async def begin(self, browser: str) -> str:
        """Slack's page where the person agrees."""
        state = token_urlsafe(32)
        await self._installations.begin(_hash(state), _hash(browser), STATE_LIFE)
        asked = {
            "client_id": self._app.client_id,
            "scope": ",".join(ALL),
            "state": state,
            "redirect_uri": self._app.redirect_url,
        }
        return f"{urljoin(self._app.api_url, '../oauth/v2/authorize')}?{urlencode(asked)}"

    async def finish(self, browser: str, query: Mapping[str, str]) -> Finished:
        """What Slack brought back, spent; whoever presents a state, it is worthless afterwards."""
        begun_by = await self._installations.spend(_hash(query.get("state", "")))
        if begun_by is None or not hmac.compare_digest(begun_by, _hash(browser)):
            log.warning("installation_refused", why="foreign" if begun_by else "unknown_state")
            return Finished(outcome="stale")
        code = query.get("code", "")
        if not code or len(code) > CODE_CHARS_MAX:
            return Finished(outcome="cancelled")
        try:
            return await self._exchange(code)
        except CALL_FAULTS as fault:
            meant = translated(fault)
            log.warning("installation_failed", fault=str(meant))
            if isinstance(meant, Refused):
                return Finished(outcome="refused", code=meant.code)
            return Finished(outcome="away")

    async def _exchange(self, code: str) -> Finished:
        # The SDK's own method makes its header in a way that aiohttp is about to take away.
        told = await self._clients.with_token("").api_call(
            "oauth.v2.access",
            data={"code": code, "redirect_uri": self._app.redirect_url},
            headers={"Authorization": self._app.as_basic()},
        )
        given = told.data if isinstance(told.data, dict) else {}
        token = str(given.get("access_token", ""))
        if (why_not := _why_not(given)) is not None:
            await self._give_back(given, token)
            return why_not
        me = await self._clients.with_token(token).auth_test()
        installation = _installation(given, me["bot_id"], token)
        if me["team_id"] != installation.team:
            await self._give_back(given, token)
            return Finished(outcome="refused", code="team_mismatch")
        await self._installations.keep(installation)
        self._clients.forget(installation.team)
        log.info("installed", team=installation.team, by=installation.installed_by)
        return Finished(
            outcome="installed", name=installation.name, team=installation.team, app=installation.app
        )

    async def _give_back(self, given: Mapping[str, Any], token: str) -> None:
        """Has Slack revoke a token that is not kept, unless an installation works with it."""
        team = str((given.get("team") or {}).get("id", ""))
        known = await self._installations.find(team) if team else None
        if not token or (known and known.token == token):
            return
        try:
            await self._clients.with_token(token).auth_revoke()
        except CALL_FAULTS as fault:
            log.warning("token_not_given_back", team=team, fault=str(translated(fault)))
        else:
            log.info("token_given_back", team=team)


def _why_not(given: Mapping[str, Any]) -> Finished | None:
    """What kind of token is no use here."""
    if given.get("is_enterprise_install") or not given.get("team"):
        return Finished(outcome="org_wide")
    if given.get("expires_in") or given.get("refresh_token"):
        return Finished(outcome="rotating")
    return None


def _installation(told: Mapping[str, Any], bot: str, token: str) -> Installation:
    return Installation(
        team=str(told["team"]["id"]),
        enterprise=(told.get("enterprise") or {}).get("id"),
        name=str(told["team"].get("name") or told["team"]["id"]),
        app=str(told.get("app_id", "")),
        bot_user=str(told.get("bot_user_id", "")),
        bot=str(bot),
        scopes=tuple(scope for scope in str(told.get("scope", "")).split(",") if scope),
        installed_by=str((told.get("authed_user") or {}).get("id", "")),
        token=token,
    )


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
