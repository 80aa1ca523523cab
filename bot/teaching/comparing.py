"""Which questions would be answered differently with a lesson: found out before it is taught."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain
from typing import Literal, Protocol

from bot.answering.language import language_of
from bot.answering.model import Match
from bot.knowledge.model import Language
from bot.matching.matcher import NearMisses
from bot.teaching.model import Change, Trial
from bot.text.normalise import normalise


class Matches(Protocol):
    """The Matcher."""

    def match(self, text: str, language: Language) -> Match | NearMisses:
        """Judges normalised text."""
        ...

    def said(self, text: str) -> str | None:
        """The Entry of which the text is an utterance, word for word."""
        ...


def compare(
    old: Matches,
    new: Matches,
    *,
    development: Collection[str] = (),
    utterances: Collection[str] = (),
    asked: Collection[str] = (),
) -> Trial:
    """Asks both every question once; a change is told under the first of the sources that has it."""
    # An utterance is answered word for word, so only one that changed hands needs to be asked.
    moved = [line for line in utterances if old.said(normalise(line)) != new.said(normalise(line))]
    known = {line for line in moved if old.said(normalise(line)) is None}
    changes: dict[str, Change] = {}
    sources: tuple[tuple[Collection[str], Literal["development", "utterance", "asked"]], ...] = (
        (development, "development"),
        ([line for line in moved if line not in known], "utterance"),
        (asked, "asked"),
    )
    for texts, source in sources:
        for text in dict.fromkeys(texts):
            before, after = _entry(old, text), _entry(new, text)
            if before != after:
                changes.setdefault(text, Change(text=text, before=before, after=after, source=source))
    tried = len({*chain(development, utterances, asked)})
    return Trial(tried=tried, changes=tuple(changes.values()))


def opened(old: Matches, new: Matches, questions: Collection[str]) -> int:
    """How many of the questions get an answer that had none."""
    return sum(_entry(old, text) is None and _entry(new, text) is not None for text in questions)


def _entry(matcher: Matches, text: str) -> str | None:
    plain = normalise(text)
    found = matcher.match(plain, language_of(plain))
    return found.entry if isinstance(found, Match) else None
