"""Answers to an interaction: five uses within thirty minutes, private unless they say otherwise."""

from __future__ import annotations

import json
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.slackfake.api_chat import content_of
from bot.slackfake.call import ApiError
from bot.slackfake.installation import Installation
from bot.slackfake.state import Json, Message, ResponseUrl, Workspace

USES_MAX = 5
LIFE = timedelta(minutes=30)


class ResponseUrls:
    """Issues the addresses and takes what is posted to them."""

    def __init__(self, workspace: Workspace, app: Installation) -> None:
        self._workspace, self._app = workspace, app

    def issue(self, user: str, channel: str, message: Message | None = None) -> str:
        """A fresh token for an interaction of ``user`` in ``channel``, pressed on ``message`` if any."""
        token = self._workspace.new_id("R")
        self._workspace.response_urls[token] = ResponseUrl(
            token,
            user,
            channel,
            self._workspace.clock(),
            message_ts=message.ts if message else None,
            thread_ts=message.thread_ts if message else None,
        )
        return token

    async def answer(self, request: Request) -> Response:
        """``POST /response/<token>``."""
        try:
            body = json.loads(await request.body())
            self.take(str(request.path_params["token"]), body)
        except ApiError as refused:
            return JSONResponse({"ok": False, "error": refused.error}, status_code=404)
        return PlainTextResponse("ok")

    def take(self, token: str, body: Json) -> None:
        """Posts, replaces or deletes as the body says; raises ApiError when the address is spent."""
        place = self._workspace.response_urls.get(token)
        if place is None or self._workspace.clock() - place.issued > LIFE:
            raise ApiError("expired_url")
        if place.uses >= USES_MAX:
            raise ApiError("used_url")
        original = self._original(place)
        if body.get("delete_original"):
            if original:
                original.is_deleted = True
            place.uses += 1
            self._workspace.changed()
            return
        text, blocks = content_of(str(body.get("text", "")), body.get("blocks"))
        place.uses += 1
        if body.get("replace_original") and original:
            self._workspace.edit_message(original, text, blocks)
        else:
            self.post(place, text, blocks, public=body.get("response_type") == "in_channel", body=body)

    def post(
        self, place: ResponseUrl, text: str, blocks: list[Json], *, public: bool, body: Json | None = None
    ) -> Message:
        """A new message where the interaction was, private to its person unless ``public``."""
        message = Message(
            channel=place.channel,
            ts=self._workspace.new_ts(),
            user=self._app.bot_user.id,
            text=text,
            blocks=blocks,
            thread_ts=(body or {}).get("thread_ts") or place.thread_ts,
            bot_id=self._app.bot_id,
            visible_to=None if public else place.user,
        )
        return self._workspace.add_message(message)

    def _original(self, place: ResponseUrl) -> Message | None:
        if place.message_ts is None:
            return None
        return self._workspace.channels[place.channel].message(place.message_ts)
