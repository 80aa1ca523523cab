"""The Entries that come near a question without an answer. Pure."""

from __future__ import annotations

from bot.answering.language import language_of
from bot.answering.model import Candidate, Match
from bot.knowledge.model import Language
from bot.matching.matcher import Matcher
from bot.text.normalise import normalise


def nearest_to(text: str, matcher: Matcher, language: Language) -> tuple[Candidate, ...]:
    """The best first, with titles in ``language``; none of what lies outside of all that is known."""
    plain = normalise(text)
    found = matcher.match(plain, language_of(plain))
    if isinstance(found, Match):
        return matcher.titled(found.candidates, language)
    return matcher.titled(found.near, language) if found.reason == "close" else ()
