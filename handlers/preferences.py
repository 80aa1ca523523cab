"""The modal of one's own settings, from wherever it is opened."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.knowledge.model import Language
from bot.preferences.desk import PreferencesDesk
from bot.preferences.machine import arches_of, systems_of
from bot.rendering.leading_slack import SETTINGS_FORM, sentence_view, settings_form
from bot.rendering.views import View, values_of
from bot.storage.model import Person
from bot.words import words_in
from handlers.payloads import Json, is_stranger
from handlers.views import open_modal

OPEN_SETTINGS = "open_settings"
"""The button that opens it, also on App Home."""


class PreferencesListeners:
    """A person's settings are theirs alone: whoever clicks opens their own."""

    def __init__(self, desk: PreferencesDesk) -> None:
        self._desk = desk

    def register(self, app: AsyncApp) -> None:
        """Adds the listeners."""
        app.action(OPEN_SETTINGS)(self.handle_open)
        app.view(SETTINGS_FORM)(self.handle_form)

    async def handle_open(
        self, body: Json, ack: AsyncAck, client: AsyncWebClient, me: AuthorizeResult
    ) -> None:
        """Opens the modal with what is known; people from outside have no settings here."""
        if is_stranger(body, me):
            await ack()
            return
        person = await self._desk.person(body["team"]["id"], body["user"]["id"])
        language = self._language(person, body)
        await open_modal(body, client, self._form(person, language), language)
        await ack()

    async def handle_form(self, body: Json, ack: AsyncAck) -> None:
        """Keeps what was chosen, and says it."""
        values = values_of(body["view"])
        person = await self._desk.choose(
            body["team"]["id"],
            body["user"]["id"],
            language=values.get("language", ""),
            system=values.get("system", ""),
            arch=values.get("arch", ""),
        )
        words = words_in(self._language(person, body)).leading
        lines = (words.settings_saved, *self._desk.lines(person, words))
        await ack(response_action="update", view=sentence_view(words, words.settings, lines))

    def _language(self, person: Person, body: Json) -> Language:
        """What they chose, else what the team speaks, else that of what they look at."""
        seen = str(body.get("message", {}).get("text", "")) + str(body.get("view", {}).get("title", ""))
        is_korean = any("가" <= sign <= "힣" for sign in seen)
        return person.language or self._desk.default_language or ("ko" if is_korean else "en")

    def _form(self, person: Person, language: Language) -> View:
        catalogue, words = self._desk.knowledge().catalogue, words_in(language)
        return settings_form(
            words.leading,
            language=person.language or "",
            systems=systems_of(person.platform, catalogue),
            arches=arches_of(person.platform, catalogue, words.answers.arch_name),
        )
