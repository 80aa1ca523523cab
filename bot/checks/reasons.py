"""Why a fact was not seen, in words, and what the Host's owner can do about it."""

from __future__ import annotations

from bot.knowledge.model import Language
from bot.words import words_in

LEVELS = {
    **dict.fromkeys(("api_ping", "api_version", "api_info", "containers"), "docker"),
    "hello_world": "active",
}
"""The level that a fact needs; all others need only ``files``."""


def reason_words(because: str, fact: str, language: Language) -> str:
    """The sentence for a reason, with ``{fact}`` and ``{detail}`` still to be filled in."""
    words = dict(words_in(language).findings.reasons).get(because, "")
    return words.replace("{level}", LEVELS.get(fact, "files"))
