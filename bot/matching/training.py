"""What the matcher learns from the knowledge base: a model, and words to mend typos towards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.knowledge.base import Knowledge
from bot.knowledge.model import LANGUAGES
from bot.matching.features import clip, features_of
from bot.matching.linear import Encoded, Encoder, fit
from bot.matching.trained import OFF_TOPIC, Trained
from bot.matching.vocabulary import Vocabulary
from bot.matching.words import words_of
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


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line as the model and the speller see it: plain values that can be kept on disk."""

    encoded: Encoded
    spellings: tuple[str, ...]


class Trainer:
    """Learns from a knowledge base, and remembers how each line reads.

    Learning again after a change then reads only the new lines; what comes out is the same.
    ``known`` are lines that were read with the same vocabulary before, by this code.
    """

    def __init__(self, vocabulary: Vocabulary, known: Mapping[str, ReadLine] | None = None) -> None:
        self._vocabulary = vocabulary
        self._known = dict(known or {})
        self._encoder = Encoder()

    @property
    def known(self) -> Mapping[str, ReadLine]:
        """The lines that were learnt from last, as they read."""
        return self._known

    def train(self, knowledge: Knowledge) -> Trained:
        """What the knowledge base teaches; deterministic."""
        lines = list(lines_of(knowledge))
        self._known = {text: self._known.get(text) or self._read(text) for text, _ in lines}
        model = fit((self._known[text].encoded for text, _ in lines), [label for _, label in lines])
        latin, korean = self._spellings(lines)
        return Trained(model, latin, korean)

    def _read(self, text: str) -> ReadLine:
        plain = clip(normalise(text).lower()).replace("\n", " ")
        words = words_of(plain)
        spellings = dict.fromkeys(
            word.text if word.kind == "latin" else word.stem
            for word in words
            if word.kind in ("latin", "korean")
        )
        return ReadLine(self._encoder.encode(features_of(plain, self._vocabulary, words)), tuple(spellings))

    def _spellings(self, lines: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Latin and Korean words that are taken for correctly spelt."""
        counts: Counter[str] = Counter()
        known = {word for word in self._vocabulary.words() if len(word) > 1}
        for text, label in lines:
            (counts if label == OFF_TOPIC else known).update(self._known[text].spellings)
        known.update(word for word, count in counts.items() if count >= COMMON_LINES)
        latin = tuple(sorted(word for word in known if word.isascii()))
        korean = tuple(sorted(word for word in known if not word.isascii() and len(word) > 1))
        return latin, korean
