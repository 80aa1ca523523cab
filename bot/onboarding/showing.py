"""*Show me*: asks on the person's behalf, so that the answer path answers, for their machine and in their language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

from bot.conversations.model import Press
from bot.onboarding.checklists import Checklists
from bot.onboarding.model import Onboarding, Tap
from bot.preferences.desk import PreferencesDesk
from bot.storage.model import Asked, Claim

AGAIN_S = 60
"""Clicks this near to each other are one; later it is shown again."""


class Inbox(Protocol):
    """What of the Store this needs."""

    async def take_question(self, claim: Claim, asked: Asked) -> bool:
        """Takes a question and queues its answer, both or neither; False if it was taken before."""
        ...


class Taps:
    """Takes the buttons of the checklist, wherever it is shown."""

    def __init__(
        self,
        checklists: Checklists,
        inbox: Inbox,
        preferences: PreferencesDesk,
        clock: Callable[[], datetime],
        new_id: Callable[[], UUID] = uuid4,
    ) -> None:
        self._checklists, self._inbox, self._preferences = checklists, inbox, preferences
        self._clock, self._new_id = clock, new_id

    async def tap(self, tap: Tap) -> None:
        """Returns when it is kept for good."""
        now = await self._checklists.tap(tap)
        if now is not None and tap.act == "language":
            await self._preferences.choose(now.team, now.user, language=now.language)
        if now is not None and tap.act == "show":
            await self._show(now, tap)

    async def _show(self, now: Onboarding, tap: Tap) -> None:
        step = next((one for one in self._checklists.page(now).steps if one.id == tap.target), None)
        if step is None or not step.show:
            return
        person = await self._preferences.person(now.team, now.user)
        minute = int(self._clock().timestamp() // AGAIN_S)
        claim = Claim(
            team=now.team, surface="button", event=f"onboarding:{now.id}:{tap.target}:{step.show}:{minute}"
        )
        press = Press(action="choose_entry", target=step.show, token=str(now.notice))
        asked = Asked(
            id=self._new_id(),
            team=now.team,
            channel=tap.channel or now.user,
            user_id=now.user,
            surface="button" if step.shows else "dm",
            text=str(press) if step.shows else step.show,
            thread=tap.message_ts,
            language=now.language,
            platform=person.platform,
        )
        await self._inbox.take_question(claim, asked)
