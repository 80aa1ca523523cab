"""Mends typos and glued words towards the words that the knowledge base knows.

The typo budget grows with the word: none up to four letters (two syllables), one up to eight,
two beyond. Code (flags, paths, versions, file names) is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.words import WORD
from bot.text.hangul import to_jamo

LATIN_BUDGETS = ((5, 0), (9, 1), (25, 2))  # (shorter than, typos)
JAMO_BUDGETS = ((4, 0), (9, 1), (25, 2))
GLUE_CHARS = range(6, 40)
PART_CHARS = 3
MOST_PARTS = 4
REMEMBERED = 4_096
MENDED_WORDS = 12


class ByLength:
    """Words by their length: one that is longer or shorter by more than the typos allowed need not be compared."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(words)
        self._near: dict[tuple[int, int], list[str]] = {}

    def near(self, length: int, typos: int) -> list[str]:
        """The words of ``length``, give or take ``typos``, in order."""
        found = self._near.get((length, typos))
        if found is None:
            found = [word for word in self._words if abs(len(word) - length) <= typos]
            self._near[length, typos] = found
        return found


class Speller:
    """Knows the words of the knowledge base; answers what an unknown one was meant to be."""

    def __init__(self, latin: Iterable[str], korean: Iterable[str], short: Iterable[str] = ()) -> None:
        self._latin = frozenset(latin)
        self._latin_words = ByLength(word for word in self._latin if len(word) > 4)
        self._korean = {to_jamo(word): word for word in korean}
        self._korean_words = ByLength(self._korean)
        self._parts = frozenset(word for word in self._latin if len(word) >= PART_CHARS) | frozenset(short)
        self.meant = lru_cache(REMEMBERED)(self._meant)

    def mend(self, text: str) -> str:
        """``text`` (lower case) with its unknown words replaced by what they were meant to be."""
        left = MENDED_WORDS

        def meant(found: re.Match[str]) -> str:
            nonlocal left
            if left == 0 or found.lastgroup not in ("latin", "korean"):
                return found[0]
            mended = self.meant(found.lastgroup, found[0])
            left -= mended != found[0]
            return mended

        return WORD.sub(meant, text)

    def knows(self, word: str) -> bool:
        """Whether a Latin word, or the beginning of a Korean one, is known (two syllables at least)."""
        if word.isascii():
            return word in self._latin
        jamo = to_jamo(word)
        return any(jamo[:length] in self._korean for length in range(4, len(jamo) + 1))

    def _meant(self, kind: str, word: str) -> str:
        if kind == "latin" and word not in self._latin:
            return self._unglued(word) or self._nearest(word, self._latin_words, LATIN_BUDGETS) or word
        if kind == "korean":
            return self._korean_meant(word)
        return word

    def _korean_meant(self, word: str) -> str:
        """Korean goes on with particles and endings: the longest beginning that is nearly a known word."""
        if self.knows(word):
            return word
        for syllables in range(len(word), 1, -1):
            nearest = self._nearest(to_jamo(word[:syllables]), self._korean_words, JAMO_BUDGETS)
            if nearest:
                return self._korean[nearest] + word[syllables:]
        return word

    def _nearest(self, word: str, known: ByLength, budgets: tuple[tuple[int, int], ...]) -> str | None:
        budget = next((typos for shorter_than, typos in budgets if len(word) < shorter_than), 0)
        if not budget:
            return None
        best = process.extractOne(
            word, known.near(len(word), budget), scorer=OSA.distance, score_cutoff=budget
        )
        # A wrong first letter is rarer than any other typo: it takes the whole budget of two.
        if best and best[0][0] != word[0] and best[1] * 2 > max(budget, 1):
            return None
        return best[0] if best else None

    def _unglued(self, word: str) -> str | None:
        """Chat logs lose blanks: ``rundocker`` is two known words."""
        if len(word) not in GLUE_CHARS:
            return None
        best: list[list[str] | None] = [[]] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 20), end):
                before, part = best[start], word[start:end]
                if before is None or part not in self._parts or len(before) >= MOST_PARTS:
                    continue
                now = best[end]
                if now is None or len(before) + 1 < len(now):
                    best[end] = [*before, part]
        parts = best[len(word)]
        return " ".join(parts) if parts and len(parts) > 1 else None
