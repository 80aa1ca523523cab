"""Finds a fixed list of phrases in a text in one pass, however long the list is.

The phrases are kept as a prefix tree (made in a millisecond; as one regular expression it took
thirty). A blank in a phrase stands for blanks, ``-``, ``_`` or nothing. A phrase in Latin letters is
found as a whole word; one in Hangul also with a particle behind it, and, from three syllables on,
anywhere in a run written without spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")
LOOSE_FROM_SYLLABLES = 3
GAP = re.compile(r"[ \t_-]{0,3}")
STARTS = re.compile(r"(?<![a-z0-9/.=@_-])[a-z0-9]|[가-힣]")
HANGUL = re.compile("[가-힣]+")


class Phrases(Generic[T]):
    """``find(text)`` yields ``(start, end, value)`` of every phrase, the longest at each place.

    ``text`` is lower case and NFC; ``particles`` may follow a short Hangul phrase.
    """

    def __init__(self, phrases: Mapping[str, T], particles: Iterable[str] = ()) -> None:
        self._root: _Node[T] = _Node()
        self._particles = frozenset(particles)
        for phrase, value in phrases.items():
            self._root.add(phrase, value)

    def find(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Every phrase in ``text``, in its order, without overlaps."""
        free_from = 0
        for start in STARTS.finditer(text):
            if start.start() >= free_from:
                found = self._longest(text, start.start())
                if found:
                    free_from = found[0]
                    yield start.start(), *found

    def _longest(self, text: str, start: int) -> tuple[int, T] | None:
        """The end and value of the longest phrase that begins at ``start``."""
        node, at, best = self._root, start, None
        while at < len(text):
            child = node.children.get(text[at])
            if child is None:
                at = GAP.match(text, at).end()  # type: ignore[union-attr] # it matches nothing as well
                child = node.behind_gap.get(text[at : at + 1])
            if child is None:
                break
            node, at = child, at + 1
            if node.values and self._is_word(text, start, at):
                best = (at, node.values[0])
        return best

    def _is_word(self, text: str, start: int, end: int) -> bool:
        """Whether the phrase stands for itself here, and is no part of another word."""
        last, next_ = text[end - 1], text[end : end + 1]
        if last.isascii() and next_.isascii() and next_.isalnum() and (last.isdigit() or next_.isalpha()):
            return False
        if not HANGUL.match(last) and not HANGUL.match(text, start):
            return True
        if HANGUL.fullmatch(text, start, end) and end - start >= LOOSE_FROM_SYLLABLES:
            return True
        before = start > 0 and HANGUL.match(text, start) and HANGUL.match(text, start - 1)
        behind = HANGUL.match(text, end) if HANGUL.match(last) else None
        return not before and (behind is None or behind[0] in self._particles)


class _Node(Generic[T]):
    """A sign's followers; ``behind_gap`` those that blanks may come before; ``values`` has one or none."""

    __slots__ = ("behind_gap", "children", "values")

    def __init__(self) -> None:
        self.children: dict[str, _Node[T]] = {}
        self.behind_gap: dict[str, _Node[T]] = {}
        self.values: list[T] = []

    def add(self, phrase: str, value: T) -> None:
        node, is_gap = self, False
        for sign in phrase:
            if sign in " _-":
                is_gap = True
                continue
            child = node.children.setdefault(sign, _Node())
            if is_gap:
                node.behind_gap[sign] = child
            node, is_gap = child, False
        node.values = [value]


def bare(phrase: str) -> str:
    """The phrase without its optional blanks: what two spellings of one phrase share."""
    return re.sub(r"[ \t_-]+", "", phrase)
