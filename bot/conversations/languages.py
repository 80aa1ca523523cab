"""The language to speak to a person in, where what they ask does not tell."""

from __future__ import annotations

import re
from typing import Protocol

import structlog

from bot.answering.language import language_of
from bot.conversations.hosts.turns import languages_of_person
from bot.hosts.recent import Recent
from bot.knowledge.model import Language
from bot.onboarding.model import Profile
from bot.work.ports import Passing, RateLimited, Refused

# Typed by everybody in English, whatever they speak.
BARE = re.compile(r"|settings|preferences|helpers\b.*|here(?:\s+(?:on|off))?", re.IGNORECASE | re.DOTALL)

_log = structlog.get_logger(__name__)


class Profiles(Protocol):
    """Who somebody is to Slack."""

    async def find(self, team: str, user: str) -> Profile | None:
        """None if there is nobody of that id. Raises RateLimited, Passing or Refused."""
        ...


def is_bare(text: str) -> bool:
    """Whether what follows ``/ask`` is a command, of whose asker it tells no language."""
    return language_of(text) == "en" and BARE.fullmatch(text.strip()) is not None


class PersonLanguages:
    """That of their last words to the bot; their Slack's for those who spoke both, or whose words do not tell."""

    def __init__(
        self, recent: Recent, default: Language | None = None, profiles: Profiles | None = None
    ) -> None:
        self._recent, self._default, self._profiles = recent, default, profiles

    async def of(self, team: str, user: str) -> Language:
        """Never fails for Slack's sake: what cannot be looked up now does not count."""
        said = await self._recent.last_words(team, user)
        spoken = languages_of_person([text for text in said if not is_bare(text)])
        if len(spoken) == 1:
            return next(iter(spoken))
        # Korean, where Slack cannot say: pasted errors are English in both languages.
        return await self._slacks(team, user) or ("ko" if spoken else self._default or "en")

    async def _slacks(self, team: str, user: str) -> Language | None:
        if self._profiles is None:
            return None
        try:
            found = await self._profiles.find(team, user)
        except (RateLimited, Passing, Refused) as fault:
            _log.info("language_of_slack_unknown", fault=type(fault).__name__)
            return None
        return found.language if found else None
