"""Groups questions that ask much the same, so that one lesson can settle them. Pure and deterministic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.matching.features import clip
from bot.matching.vocabulary import Vocabulary
from bot.matching.words import words_of
from bot.text.hangul import to_jamo
from bot.text.normalise import normalise
from bot.worklist.model import Item

SAME_SPELLING = 82
"""How like two texts are, of 100, jamo by jamo, for them to be one question with typos."""

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

    @property
    def all(self) -> frozenset[str]:
        return self.words | self.concepts


def group_items(items: Sequence[Item], vocabulary: Vocabulary) -> list[tuple[Item, ...]]:
    """The items in groups, each with its oldest first; the largest group first, then the oldest.

    An item joins the group with a member most like it. Questions without a word are left out.
    """
    groups: list[list[tuple[Item, _Reading]]] = []
    for item in sorted(items, key=lambda one: (one.asked_at, one.question_id)):
        reading = _read(item.text, vocabulary)
        if not reading.words:
            continue
        best = max(groups, key=lambda group: _best(group, reading), default=None)
        if best is not None and _best(best, reading) > 0:
            best.append((item, reading))
        else:
            groups.append([(item, reading)])
    groups.sort(key=lambda group: -len(group))
    return [tuple(item for item, _ in group) for group in groups]


def _read(text: str, vocabulary: Vocabulary) -> _Reading:
    line = clip(normalise(text).lower()).replace("\n", " ")
    words = words_of(line)
    return _Reading(
        spelt=to_jamo("".join(word.text for word in words)),
        words=frozenset(word.stem for word in words),
        concepts=frozenset(f"concept:{name}" for name in vocabulary.concepts_in(line)),
    )


def _best(group: Sequence[tuple[Item, _Reading]], reading: _Reading) -> float:
    return max(_likeness(member, reading) for _, member in group)


def _likeness(one: _Reading, other: _Reading) -> float:
    """0.0 where they ask different things."""
    spelling = fuzz.ratio(one.spelt, other.spelt, score_cutoff=SAME_SPELLING) / 100
    words = _shared(one.all, other.all)
    concepts = 0.0
    if len(one.concepts & other.concepts) >= LEAST_CONCEPTS:
        concepts = _shared(one.concepts, other.concepts)
    return max(
        spelling,
        words if words >= SAME_WORDS else 0.0,
        concepts if concepts >= SAME_CONCEPTS else 0.0,
    )


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
