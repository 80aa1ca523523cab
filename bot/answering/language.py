"""Which language a person is to be answered in."""

from __future__ import annotations

import re

from bot.knowledge.model import Language

KOREAN = re.compile(r"[가-힣]|[ㄱ-ㅎㅏ-ㅣ]{2,}")


def language_of(text: str) -> Language:
    """Korean as soon as there is any Hangul (a pasted error is English in both languages)."""
    return "ko" if KOREAN.search(text) else "en"
