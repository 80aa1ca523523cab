"""The words that the knowledge base knows, and how much of a text they cover."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.matching.words import Word

PREFIX_SYLLABLES = 2


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``rarity`` gives each known stem its inverse document frequency; unknown ones weigh the most."""

    rarity: Mapping[str, float]
    unknown: float
    beginnings: frozenset[str]

    def knows(self, stem: str) -> bool:
        """Whether the stem, or the beginning of a Korean word, is known."""
        return stem in self.rarity or (not stem.isascii() and stem[:PREFIX_SYLLABLES] in self.beginnings)

    def coverage(self, words: Iterable[Word]) -> float:
        """The known share of the words' rarity, in [0, 1]; 1 when there is nothing to weigh."""
        known = total = 0.0
        for word in words:
            if word.kind in ("latin", "korean"):
                rarity = self.rarity.get(word.stem)
                if rarity is None:
                    rarity = self.unknown / 2 if self.knows(word.stem) else self.unknown
                    known += rarity if self.knows(word.stem) else 0.0
                else:
                    known += rarity
                total += rarity
        return known / total if total else 1.0


def lexicon_of(lines: Iterable[Iterable[Word]]) -> Lexicon:
    """Counts stems over the lines of the Entries."""
    counts: Counter[str] = Counter()
    number = 0
    for words in lines:
        counts.update({word.stem for word in words if word.kind in ("latin", "korean", "code")})
        number += 1
    rarity = {stem: math.log((1 + number) / (1 + count)) + 1 for stem, count in counts.items()}
    beginnings = frozenset(
        stem[:PREFIX_SYLLABLES] for stem in counts if not stem.isascii() and len(stem) >= PREFIX_SYLLABLES
    )
    return Lexicon(rarity, math.log(1 + number) + 1, beginnings)
