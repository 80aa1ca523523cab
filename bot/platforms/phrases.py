"""Finds a fixed list of phrases in a text in one pass, however long the list is.

The phrases become one regular expression shaped as a prefix tree. A blank in a phrase stands for
blanks, ``-``, ``_`` or nothing. A phrase in Latin letters is found as a whole word; one in Hangul
also with a particle behind it, and, from three syllables on, anywhere in a run written without spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")
LOOSE_FROM_SYLLABLES = 3
GAP = "[ \t_-]{0,3}"
NOT_BEFORE_LATIN = r"(?<![a-z0-9/.=@_-])"
HANGUL = re.compile("[가-힣]+")
Tree = dict[str, "Tree"]


class Phrases(Generic[T]):
    """``find(text)`` yields ``(start, end, value)`` of every phrase, longest first at each place.

    ``text`` is lower case and NFC; ``particles`` may follow a short Hangul phrase.
    """

    def __init__(self, phrases: Mapping[str, T], particles: Iterable[str] = ()) -> None:
        self._values = {bare(phrase): value for phrase, value in phrases.items()}
        self._particles = frozenset(particles)
        self._pattern = re.compile(_alternation(phrases)) if phrases else None

    def find(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Every phrase in ``text``, in its order, without overlaps."""
        if self._pattern is None:
            return
        for found in self._pattern.finditer(text):
            if self._is_word(text, *found.span()):
                yield found.start(), found.end(), self._values[bare(found[0])]

    def _is_word(self, text: str, start: int, end: int) -> bool:
        """Whether a Hangul phrase stands for itself here, and is no part of another word."""
        phrase = text[start:end]
        if not HANGUL.match(phrase[-1]) and not HANGUL.match(phrase[0]):
            return True
        if len(HANGUL.sub("", phrase)) == 0 and len(phrase) >= LOOSE_FROM_SYLLABLES:
            return True
        before = HANGUL.match(phrase[0]) and start and HANGUL.match(text[start - 1])
        behind = HANGUL.match(text, end) if HANGUL.match(phrase[-1]) else None
        return not before and (behind is None or behind[0] in self._particles)


def bare(phrase: str) -> str:
    """The phrase without its optional blanks: what two spellings of one phrase share."""
    return re.sub(r"[ \t_-]+", "", phrase)


def _alternation(phrases: Iterable[str]) -> str:
    latin: Tree = {}
    other: Tree = {}
    for phrase in phrases:
        node = other if HANGUL.match(phrase[0]) else latin
        for sign in re.sub(r"[ _-]+", " ", phrase):
            node = node.setdefault(sign, {})
        node[""] = {}
    parts = []
    if latin:
        parts.append(NOT_BEFORE_LATIN + _pattern_of(latin))
    if other:
        parts.append(_pattern_of(other))
    return "|".join(parts)


def _pattern_of(node: Tree, last: str = "") -> str:
    """The regular expression of a tree; deeper branches come first, so that the longest phrase wins."""
    branches = [
        (GAP if sign == " " else re.escape(sign)) + _pattern_of(child, sign)
        for sign, child in node.items()
        if sign
    ]
    if "" in node:
        branches.append(_end_after(last))
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _end_after(last: str) -> str:
    if last.isascii() and last.isalpha():
        return "(?![a-z])"
    return "(?![a-z0-9])" if last.isascii() and last.isdigit() else ""
