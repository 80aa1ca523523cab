"""What the matcher learns from the knowledge base: a model, and words to mend typos towards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from bot.knowledge.base import Knowledge
from bot.knowledge.model import LANGUAGES
from bot.matching.features import clip, features_of
from bot.matching.linear import encode, fit
from bot.matching.trained import OFF_TOPIC, Trained
from bot.matching.vocabulary import Vocabulary
from bot.matching.words import Word, words_of
from bot.text.normalise import normalise

COMMON_LINES = 2
"""A word of off-topic lines is taken for correctly spelt when this many lines have it."""


def lines_of(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Every line to learn from, with its label."""
    for entry in knowledge.entries.values():
        for _, line in entry.utterances:
            yield line, entry.id
        for language in LANGUAGES:
            yield entry.title.in_language(language), entry.id
        for signature in entry.signatures:
            for sample in signature.samples:
                yield sample, entry.id
    for theme in knowledge.off_topic.values():
        for line in theme:
            yield line, OFF_TOPIC


def train(knowledge: Knowledge, vocabulary: Vocabulary) -> Trained:
    """Learns from the knowledge base; deterministic."""
    lines = [(normalise(text).lower(), label) for text, label in lines_of(knowledge)]
    words = [(words_of(clip(text).replace("\n", " ")), label) for text, label in lines]
    encoded = [
        encode(features_of(text, vocabulary, found))
        for (text, _), (found, _) in zip(lines, words, strict=True)
    ]
    model = fit(encoded, [label for _, label in lines])
    latin, korean = _spellings(words, vocabulary.words())
    return Trained(model, latin, korean)


def _spellings(
    lines: Iterable[tuple[list[Word], str]], vocabulary: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    counts: Counter[tuple[str, str]] = Counter()
    for words, label in lines:
        weight = 1 if label == OFF_TOPIC else COMMON_LINES
        for kind, spelling in {
            (word.kind, word.text if word.kind == "latin" else word.stem)
            for word in words
            if word.kind in ("latin", "korean")
        }:
            counts[kind, spelling] += weight
    known = {pair for pair, count in counts.items() if count >= COMMON_LINES}
    known |= {("latin" if word.isascii() else "korean", word) for word in vocabulary if len(word) > 1}
    latin = tuple(sorted(word for kind, word in known if kind == "latin"))
    korean = tuple(sorted(word for kind, word in known if kind == "korean" and len(word) > 1))
    return latin, korean
