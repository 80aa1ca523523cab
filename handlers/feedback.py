"""The thumbs under an answer, and the modal that asks what was wrong."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.feedback.desk import FeedbackDesk
from bot.knowledge.model import Language
from bot.rendering.leading_slack import RATING_FORM, metadata_of, rating_form
from bot.rendering.notice_slack import render_notice
from bot.rendering.views import values_of
from bot.reporting.model import Choice, Notice
from bot.words import words_in
from handlers.payloads import Json, is_stranger
from handlers.views import open_modal
from handlers.whispers import Whispers


class FeedbackListeners:
    """One rating a person and reply, whatever is clicked or sent twice."""

    def __init__(self, desk: FeedbackDesk, whispers: Whispers) -> None:
        self._desk, self._whispers = desk, whispers

    def register(self, app: AsyncApp) -> None:
        """Adds the listeners."""
        app.action("rate")(self.handle_rate)
        app.view(RATING_FORM)(self.handle_form)

    async def handle_rate(
        self, body: Json, ack: AsyncAck, client: AsyncWebClient, me: AuthorizeResult
    ) -> None:
        """Up: kept, with thanks. Down: kept, and asked why while Slack still lets a modal open."""
        which, _, token = str(body["actions"][0].get("value", "")).partition(" ")
        team, user, url = body["team"]["id"], body["user"]["id"], str(body.get("response_url") or "")
        language = None if is_stranger(body, me) else await self._desk.language(team, token)
        if language is None:
            await ack()
            return
        words = words_in(language).leading
        if which == "down":
            form = rating_form(words, token, url)
            await open_modal(body, client, form, language)
        is_new = await self._desk.rate(team, user, token, is_good=which == "up")
        await ack()
        if is_new and which == "up":
            await self._say(team, url, language, words.thanks_up)

    async def handle_form(self, body: Json, ack: AsyncAck) -> None:
        """What was wrong, in place of the bare thumb."""
        view, told = body["view"], metadata_of(body["view"])
        team, token = body["team"]["id"], str(told.get("token", ""))
        values = values_of(view)
        may_ask = bool(view["state"]["values"].get("may_ask", {}).get("may_ask", {}).get("selected_options"))
        is_new = await self._desk.rate(
            team,
            body["user"]["id"],
            token,
            is_good=False,
            reason=values.get("reason", ""),
            words=values.get("words", ""),
            may_ask=may_ask,
        )
        await ack()
        language = await self._desk.language(team, token)
        if is_new and language:
            words = words_in(language).leading
            await self._say(team, str(told.get("url", "")), language, words.thanks_down, token)

    async def _say(self, team: str, url: str, language: Language, says: str, token: str = "") -> None:
        ask = Choice(label=words_in(language).answers.ask_person_button, action="ask_person")
        notice = Notice(language=language, says=(says,), choices=(ask,) if token else ())
        await self._whispers.say(team, url, render_notice(notice, token))
