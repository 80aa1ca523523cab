"""Numbers and days as Korean and English write them.

Four short functions of ours: of all that Babel knows of five hundred languages this is what is needed of two, and
it would be the largest package that the bot brings along. Ages are sentences, and stand in the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.knowledge.model import Language

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905 # easier to read
)

ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?", re.ASCII)


def number(count: int) -> str:
    """Thousands are set apart by commas in both languages."""
    return f"{count:,}"


def day_in(language: Language, day: date) -> str:
    """A day with its year: ``2026년 11월 22일``, ``22 November 2026``."""
    if language == "ko":
        return f"{day.year}년 {day.month}월 {day.day}일"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def as_written(language: Language, text: str) -> str:
    """A day or a month such as ``2026-11-22`` or ``2026-11`` as people write it; any other text as it is."""
    found = ISO.fullmatch(text)
    try:
        day = date(int(found[1]), int(found[2]), int(found[3] or 1)) if found else None
    except ValueError:
        return text
    if found is None or day is None:
        return text
    whole = day_in(language, day)
    if found[3]:
        return whole
    return whole.rpartition(" ")[0] if language == "ko" else whole.partition(" ")[2]


def listed(language: Language, items: Sequence[str]) -> str:
    """``a, b, c``; in English ``a, b and c``."""
    if language == "ko" or len(items) < 2:
        return ", ".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
