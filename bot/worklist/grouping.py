"""Groups questions that ask much the same, so that one lesson can settle them. Pure and deterministic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.matching.features import clip
from bot.matching.vocabulary import Vocabulary
from bot.matching.words import words_of
from bot.text.hangul import to_jamo
from bot.text.normalise import normalise
from bot.worklist.model import Item

SAME_SPELLING = 82
"""How like two texts are, of 100, jamo by jamo, for them to be one question with typos."""

SPELT_JAMO = 400
"""A longer text is told by how it begins: each is held against each of the others."""

SAME_WORDS = 0.6
"""The share of words and concepts that two wordings of one question have in common."""

SAME_CONCEPTS = 0.8
LEAST_CONCEPTS = 2
"""Two languages share no words, but concepts; a single one is too little to go by."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is compared of a text."""

    spelt: str
    words: frozenset[str]
    concepts: frozenset[str]


def group_items(items: Sequence[Item], vocabulary: Vocabulary) -> list[tuple[Item, ...]]:
    """The items in groups, each with its oldest first; the largest group first, then the oldest.

    An item joins the group with a member most like it. Questions without a word are left out.
    """
    groups: list[list[Item]] = []
    seen = _Seen()
    for item in sorted(items, key=lambda one: (one.asked_at, one.question_id)):
        reading = _read(item.text, vocabulary)
        if not reading.words:
            continue
        group = seen.group_of(reading)
        if group is None:
            group = len(groups)
            groups.append([])
        groups[group].append(item)
        seen.add(reading, group)
    groups.sort(key=lambda group: -len(group))
    return [tuple(group) for group in groups]


class _Seen:
    """The readings so far with their groups, by what they are made of: most pairs share too little to be looked at."""

    def __init__(self) -> None:
        self._groups: list[int] = []
        self._spelt: list[str] = []
        self._words, self._concepts = _Index(), _Index()

    def add(self, reading: _Reading, group: int) -> None:
        self._groups.append(group)
        self._spelt.append(reading.spelt)
        self._words.add(reading.words | reading.concepts)
        self._concepts.add(reading.concepts)

    def group_of(self, reading: _Reading) -> int | None:
        """That of the reading most like this one, the oldest of several; None where none asks the same."""
        found = self._words.like(reading.words | reading.concepts, SAME_WORDS)
        found += self._concepts.like(reading.concepts, SAME_CONCEPTS, LEAST_CONCEPTS)
        for _, percent, at in process.extract(
            reading.spelt, self._spelt, scorer=fuzz.ratio, score_cutoff=SAME_SPELLING, limit=None
        ):
            found.append((percent / 100, at))
        best = max(((likeness, -self._groups[at]) for likeness, at in found), default=None)
        return None if best is None else -best[1]


class _Index:
    """Sets by number, found again by what they share."""

    def __init__(self) -> None:
        self._sizes: list[int] = []
        self._having: dict[str, list[int]] = {}

    def add(self, parts: frozenset[str]) -> None:
        for part in parts:
            self._having.setdefault(part, []).append(len(self._sizes))
        self._sizes.append(len(parts))

    def like(self, parts: frozenset[str], least: float, least_parts: int = 1) -> list[tuple[float, int]]:
        """Dice's coefficient of all that reach the ``least`` and share so many parts, each with its number."""
        shared: Counter[int] = Counter()
        for part in parts:
            shared.update(self._having.get(part, ()))
        measured = (
            (2 * count / (len(parts) + self._sizes[at]), at)
            for at, count in shared.items()
            if count >= least_parts
        )
        return [one for one in measured if one[0] >= least]


def _read(text: str, vocabulary: Vocabulary) -> _Reading:
    line = clip(normalise(text).lower()).replace("\n", " ")
    words = words_of(line)
    return _Reading(
        spelt=to_jamo("".join(word.text for word in words))[:SPELT_JAMO],
        words=frozenset(word.stem for word in words),
        concepts=frozenset(f"concept:{name}" for name in vocabulary.concepts_in(line)),
    )
