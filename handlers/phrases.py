"""The few sentences that the listeners say themselves, in the language of the words that they answer."""

from __future__ import annotations

from typing import Final

from bot.answering.language import language_of
from bot.words import ListenerWords, words_in

# Slack asks for these before anybody has said a word, so both languages are offered, a button each.
PROMPTS: Final = tuple(
    {"title": title, "message": asks}
    for language in ("ko", "en")
    for title, asks in words_in(language).listeners.prompts
)


def phrases_for(text: str) -> ListenerWords:
    """For whoever wrote ``text``."""
    return words_in(language_of(text)).listeners
