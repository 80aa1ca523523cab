"""How many questions were answered, week by week, as bars of text, and as the words that stand for a picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import dropwhile
from typing import Protocol

from bot.words.home import HomeWords
from bot.words.writing import number

BAR_CHARS = 12
FULL, EMPTY = "█", "░"
ALT_CHARS = 1_900


class ShownWeek(Protocol):
    """What is drawn of a week."""

    @property
    def monday(self) -> date:
        """Its first day."""
        ...

    @property
    def asked(self) -> int:
        """Questions."""
        ...

    @property
    def answered(self) -> int:
        """Those with an answer."""
        ...

    @property
    def abstained(self) -> int:
        """Those with none."""
        ...

    @property
    def percent(self) -> int:
        """The share with an answer."""
        ...


def text_bars(weeks: Sequence[ShownWeek], words: HomeWords) -> str:
    """A line a week for a fixed-width font: day, bar, share, how many were asked, and how many not known.

    It begins with the first week in which anything was asked.
    """
    weeks = list(dropwhile(lambda week: not week.asked, weeks))
    days = [words.day(week.monday) for week in weeks]
    width = max(map(len, days), default=0)
    counts = [(number(week.asked), number(week.abstained)) for week in weeks]
    most = [max((len(pair[column]) for pair in counts), default=0) for column in (0, 1)]
    lines = []
    for week, day, (asked, abstained) in zip(weeks, days, counts, strict=True):
        share = f"{week.percent}%" if week.asked else "–"
        figures = f"{asked:>{most[0]}} / {abstained:>{most[1]}}" if week.asked else ""
        lines.append(f"{day:>{width}} {_bar(week)} {share:>4}  {figures}".rstrip())
    return "\n".join(lines)


def alt_text(weeks: Iterable[ShownWeek], words: HomeWords) -> str:
    """The same numbers in words."""
    shown = list(weeks)
    rows = "; ".join(
        words.figures_week.format(
            day=words.day(week.monday),
            asked=number(week.asked),
            answered=number(week.answered),
            abstained=number(week.abstained),
            percent=week.percent,
        )
        for week in shown
    )
    return words.figures_alt.format(weeks=len(shown), rows=rows)[:ALT_CHARS]


def _bar(week: ShownWeek) -> str:
    full = min(BAR_CHARS, round(BAR_CHARS * week.answered / week.asked)) if week.asked else 0
    return FULL * full + EMPTY * (BAR_CHARS - full)
