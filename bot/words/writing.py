"""Numbers and days as Korean and English write them.

Three short functions of ours: of all that Babel knows of five hundred languages this is what is needed of two, and
it would be the largest package that the bot brings along. Ages are sentences, and stand in the catalogue.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.knowledge.model import Language

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905 # easier to read
)


def number(count: int) -> str:
    """Thousands are set apart by commas in both languages."""
    return f"{count:,}"


def day_in(language: Language, day: date) -> str:
    """A day with its year: ``2026년 11월 22일``, ``22 November 2026``."""
    if language == "ko":
        return f"{day.year}년 {day.month}월 {day.day}일"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def listed(language: Language, items: Sequence[str]) -> str:
    """``a, b, c``; in English ``a, b and c``."""
    if language == "ko" or len(items) < 2:
        return ", ".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
