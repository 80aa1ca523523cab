"""What a person does in their App Home: taken once each, and durably before it returns."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import structlog

from bot.conversations.hosts.command import COMMAND
from bot.conversations.model import Press
from bot.conversations.questions import Load
from bot.home.ports import Homes
from bot.preferences.desk import PreferencesDesk
from bot.storage.model import Asked, Claim, Surface
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
        preferences: PreferencesDesk,
        redact: Callable[[str], str],
        new_id: Callable[[], UUID],
    ) -> None:
        self._homes, self._inbox, self._load = homes, inbox, load
        self._preferences, self._redact, self._new_id = preferences, redact, new_id

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

    async def choose(self, team: str, user: str, **chosen: str) -> None:
        """What the menus say, by the names of ``PreferencesDesk.choose``; it is shown at once."""
        await self._preferences.choose(team, user, **chosen)
        await self._homes.opened(team, user)

    async def _take(self, team: str, user: str, surface: Surface, text: str, event: str) -> None:
        person = await self._preferences.person(team, user)
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
