"""What the bot takes up unasked: only in open channels, only questions, and only where it is sure."""

from __future__ import annotations

import asyncio
from typing import Protocol

from bot.answering.language import language_of
from bot.answering.model import Match
from bot.knowledge.model import Language
from bot.live.edition import Editions
from bot.matching.limits import Limits
from bot.matching.matcher import NearMisses
from bot.overhearing.asking import is_asking
from bot.overhearing.ports import OpenChannels
from bot.text.normalise import normalise

UNASKED = Limits(gate=0.98, threshold=0.70, margin=0.40)
"""Of development and held-out questions 64 % are still answered, a third as many wrongly as when asked, and
one in nine hundred off-topic ones. Words that were not said to a bot are more various than those."""


class Matches(Protocol):
    """The Matcher."""

    def match(self, text: str, language: Language) -> Match | NearMisses:
        """Judges normalised text."""
        ...


class Overhearing:
    """Nothing is kept of what is not taken up."""

    def __init__(self, kept: OpenChannels, editions: Editions) -> None:
        self._kept, self._editions = kept, editions

    async def takes_up(self, team: str, channel: str, text: str) -> bool:
        """Whether to answer what was said there to nobody in particular."""
        if not await self._kept.is_open(team, channel):
            return False
        return await asyncio.to_thread(is_clear, self._editions.now().matcher, text)


def is_clear(matcher: Matches, text: str) -> bool:
    """A pasted error that is known, or a question whose Entry leaves hardly a doubt."""
    plain = normalise(text)
    found = matcher.match(plain, language_of(plain))
    if not isinstance(found, Match):
        return False
    is_sure = (
        found.gate >= UNASKED.gate and found.score >= UNASKED.threshold and found.margin >= UNASKED.margin
    )
    return found.signature is not None or (is_sure and is_asking(plain))
