"""*It failed* in a guide: a modal that asks for the error."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.guides.desk import GuideDesk
from bot.rendering.leading_slack import FAILURE_FORM, failure_form, metadata_of
from bot.rendering.views import values_of
from bot.words import words_in
from handlers.payloads import Json
from handlers.views import open_modal

_FAILED = re.compile(r"^guide_failed:([0-9]{1,6})$")


class GuideListeners:
    """Everything else of guides is a press like any other."""

    def __init__(self, desk: GuideDesk) -> None:
        self._desk = desk

    def register(self, app: AsyncApp) -> None:
        """Adds the listeners."""
        app.action(_FAILED)(self.handle_failed)
        app.view(FAILURE_FORM)(self.handle_form)

    async def handle_failed(self, body: Json, ack: AsyncAck, client: AsyncWebClient) -> None:
        """Opens the modal to whose guide it is."""
        button = body["actions"][0]
        token, moves = str(button.get("value", "")), int(button["action_id"].partition(":")[2])
        language = await self._desk.language(token, body["user"]["id"])
        if language:
            form = failure_form(words_in(language).leading, token, moves)
            await open_modal(body, client, form, language)
        await ack()

    async def handle_form(self, body: Json, ack: AsyncAck) -> None:
        """Takes the error as a question in the guide's thread."""
        view, told = body["view"], metadata_of(body["view"])
        moves = told.get("moves")
        await self._desk.fail(
            str(told.get("token", "")),
            body["user"]["id"],
            moves if isinstance(moves, int) else -1,
            values_of(view).get("error", ""),
            view["id"],
        )
        await ack()
