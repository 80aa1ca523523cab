"""App Home: it is opened, something is asked in it, a button is pressed, a menu changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.home.desk import HomeDesk
from bot.rendering.home_slack import (
    ANY,
    ARCH,
    ASK,
    ASK_BUTTON,
    CHECK,
    EXAMPLE,
    HOSTS,
    LANGUAGE,
    OPEN,
    SYSTEM,
)
from handlers.clients import Clients
from handlers.payloads import Json, clean
from handlers.slack_faults import CALL_FAULTS, translated

_MENUS = {LANGUAGE: "language", SYSTEM: "system", ARCH: "arch"}


class HomeListeners:
    """Each takes what was done, and only then tells Slack that it arrived."""

    def __init__(self, desk: HomeDesk) -> None:
        self._desk = desk

    def register(self, app: AsyncApp) -> None:
        """Adds the listeners."""
        app.event("app_home_opened", matchers=[is_home_tab])(self.handle_home_opened)
        app.action(ASK)(self.handle_ask)
        app.action(ASK_BUTTON)(self.handle_ask_button)
        app.action(re.compile(rf"^{EXAMPLE}:"))(self.handle_example)
        app.action(re.compile(rf"^{OPEN}:"))(self.handle_open)
        app.action(re.compile(rf"^{CHECK}:"))(self.handle_check)
        app.action(HOSTS)(self.handle_check)
        for menu in _MENUS:
            app.action(menu)(self.handle_menu)

    async def handle_home_opened(self, body: Json, event: Json) -> None:
        """Has it published anew."""
        await self._desk.opened(body["team_id"], event["user"])

    async def handle_ask(self, body: Json, ack: AsyncAck) -> None:
        """Enter was pressed in the field."""
        await self._ask(body, body["actions"][0].get("value") or "")
        await ack()

    async def handle_ask_button(self, body: Json, ack: AsyncAck) -> None:
        """The button beside the field was pressed."""
        await self._ask(body, _typed(body))
        await ack()

    async def handle_example(self, body: Json, ack: AsyncAck) -> None:
        """One of the questions to begin with was chosen."""
        await self._ask(body, body["actions"][0].get("value") or "")
        await ack()

    async def handle_open(self, body: Json, ack: AsyncAck) -> None:
        """An answer is to be shown once more."""
        team, user = _who(body)
        token = clean(body["actions"][0].get("value") or "")
        await self._desk.open_again(team, user, token, _event(body))
        await ack()

    async def handle_check(self, body: Json, ack: AsyncAck) -> None:
        """A Host is to be looked at, or all of them listed."""
        team, user = _who(body)
        await self._desk.check(team, user, clean(body["actions"][0].get("value") or ""), _event(body))
        await ack()

    async def handle_menu(self, body: Json, ack: AsyncAck) -> None:
        """A setting was chosen."""
        team, user = _who(body)
        action = body["actions"][0]
        option = (action.get("selected_option") or {}).get("value", ANY)
        chosen = "" if option == ANY else clean(str(option))
        await self._desk.choose(team, user, **{_MENUS[action["action_id"]]: chosen})
        await ack()

    async def _ask(self, body: Json, text: str) -> None:
        team, user = _who(body)
        await self._desk.ask(team, user, clean(text), _event(body))


class WebHomes:
    """Implements ``bot.home.ports.ViewPublisher`` on Slack's Web API."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def publish(self, team: str, user: str, view: Mapping[str, Any], view_hash: str) -> str:
        """``views.publish``. Raises RateLimited, Passing or Refused."""
        client: AsyncWebClient = await self._clients.of(team)
        arguments: dict[str, Any] = {"user_id": user, "view": dict(view)}
        if view_hash:
            arguments["hash"] = view_hash
        try:
            answer = await client.api_call("views.publish", json=arguments)
        except CALL_FAULTS as fault:
            raise translated(fault) from fault
        published: Mapping[str, Any] = answer.get("view") or {}
        return str(published.get("hash") or "")


async def is_home_tab(event: Json) -> bool:
    """The Home tab was opened, not the messages."""
    return event.get("tab") == "home"


def _who(body: Json) -> tuple[str, str]:
    return body["team"]["id"], body["user"]["id"]


def _event(body: Json) -> str:
    """Names the press: Slack sends the same trigger with a repeated delivery."""
    return f"home:{body['trigger_id']}"


def _typed(body: Json) -> str:
    """What stands in the field."""
    values = ((body.get("view") or {}).get("state") or {}).get("values") or {}
    return next((str(given[ASK].get("value") or "") for given in values.values() if ASK in given), "")
