"""Text typed on the wrong keyboard layout, read on the other one: a last try, word by word.

A word is converted only where the result is a word that the knowledge base knows and the
original is not: four of thirty ordinary English words also compose to Hangul.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.text.hangul import from_keys, to_keys

RUN = re.compile(r"[ㄱ-ㆎ가-힣]+|[A-Za-z]+")
STRAY_JAMO = re.compile("[ㄱ-ㆎ]")


def other_layout(text: str, knows: Callable[[str], bool]) -> str | None:
    """The text with its mistyped words converted (lower case), or None where less than half of it was mistyped.

    ``knows`` tells whether a word (or the beginning of a Korean one) is known.
    """
    converted = 0

    def convert(found: re.Match[str]) -> str:
        nonlocal converted
        word = found[0]
        if word[0].isascii():
            other = from_keys(word)
            is_meant = not STRAY_JAMO.search(other) and knows(other) and not knows(word.lower())
        else:
            other = to_keys(word).lower()
            is_meant = knows(other) and (bool(STRAY_JAMO.search(word)) or not knows(word))
        converted += is_meant
        return other if is_meant else word

    read = RUN.sub(convert, text)
    return read if converted and 2 * converted >= len(RUN.findall(text)) else None
