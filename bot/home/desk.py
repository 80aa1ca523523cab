"""What a person does in their App Home: taken once each, and durably before it returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import structlog

from bot.conversations.hosts.command import COMMAND
from bot.conversations.model import Press
from bot.conversations.questions import Load
from bot.home.machine import with_arch, with_system
from bot.home.ports import Homes
from bot.knowledge.model import LANGUAGES
from bot.live.edition import Editions
from bot.platforms.catalogue import Catalogue
from bot.platforms.model import Platform
from bot.storage.model import Asked, Claim, Person, Surface
from bot.storage.store import Inbox

SURFACE = "home"
_log = structlog.get_logger(__name__)


class HomeDesk:
    """The use cases. Answers arrive as direct messages; ``event`` names what Slack sent, however often it does."""

    def __init__(
        self,
        *,
        homes: Homes,
        inbox: Inbox,
        load: Load,
        editions: Editions,
        redact: Callable[[str], str],
        new_id: Callable[[], UUID],
    ) -> None:
        self._homes, self._inbox, self._load, self._editions = homes, inbox, load, editions
        self._redact, self._new_id = redact, new_id

    async def opened(self, team: str, user: str) -> None:
        """They look at it."""
        await self._homes.opened(team, user)

    async def ask(self, team: str, user: str, text: str, event: str) -> None:
        """A question in words."""
        if text.strip():
            await self._take(team, user, "dm", self._redact(text.strip()), event)
        await self._homes.asked(team, user)

    async def check(self, team: str, user: str, host: str, event: str) -> None:
        """Has a Host looked at; whether they may is decided where it is done. Without one, lists them."""
        await self._take(team, user, "command", f"{COMMAND} {host}".strip(), event)

    async def open_again(self, team: str, user: str, token: str, event: str) -> None:
        """Shows an answer of theirs once more; one of anybody else is none."""
        before = await self._load(token)
        if before is None or before.entry is None or (before.team, before.user_id) != (team, user):
            _log.info("home_answer_gone", team=team, user=user)
            await self._homes.changed(team, user)
            return
        press = Press(action="choose_entry", target=before.entry, token=token)
        await self._take(team, user, "button", str(press), event)

    async def set_language(self, team: str, user: str, chosen: str) -> None:
        """In which they want to be answered; what is no language is to follow the question."""
        language = next((one for one in LANGUAGES if one == chosen), None)
        person = await self._person(team, user)
        await self._inbox.keep_person(team, user, replace(person, language=language))
        await self._homes.opened(team, user)

    async def set_system(self, team: str, user: str, chosen: str) -> None:
        """Which system they have."""
        person = await self._person(team, user)
        await self._keep(team, user, with_system(person.platform, chosen, self._catalogue))

    async def set_arch(self, team: str, user: str, chosen: str) -> None:
        """Which arch it has."""
        person = await self._person(team, user)
        await self._keep(team, user, with_arch(person.platform, chosen, self._catalogue))

    @property
    def _catalogue(self) -> Catalogue:
        return self._editions.now().knowledge.catalogue

    async def _keep(self, team: str, user: str, platform: Platform) -> None:
        person = await self._person(team, user)
        await self._inbox.keep_person(team, user, replace(person, platform=platform))
        await self._homes.opened(team, user)

    async def _person(self, team: str, user: str) -> Person:
        return await self._inbox.person(team, user) or Person()

    async def _take(self, team: str, user: str, surface: Surface, text: str, event: str) -> None:
        person = await self._person(team, user)
        asked = Asked(
            id=self._new_id(),
            team=team,
            channel=user,
            user_id=user,
            surface=surface,
            text=text,
            language=person.language,
            platform=person.platform,
        )
        claim = Claim(team=team, surface=SURFACE, event=event)
        taken = await self._inbox.take_question(claim, asked)
        _log.info("question_taken" if taken else "question_repeated", manner=SURFACE, id=str(asked.id))
