"""What the model sees of a text: concepts alone and together, words, and character n-grams over jamo."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from bot.matching.vocabulary import Vocabulary
from bot.matching.words import Word, words_of
from bot.text.hangul import to_jamo

READ_CHARS = 1_600
"""How much of a long text is read: its beginning and its end, where people put their question."""

KOREAN_GRAMS = (4, 5)
LATIN_GRAMS = (4,)
TRIPLED_CONCEPTS = 10
BLANKS = re.compile(r"\s+")


def clip(text: str) -> str:
    """The first and last part of a long text; all of a shorter one."""
    if len(text) <= READ_CHARS:
        return text
    return text[: READ_CHARS // 2] + " \n " + text[-READ_CHARS // 2 :]


def features_of(text: str, vocabulary: Vocabulary, words: list[Word] | None = None) -> dict[str, list[str]]:
    """Names of the features present in ``text`` (normalised), by group; the group weighs them together.

    ``words`` are the text's, where the caller has them already.
    """
    text = clip(text).lower().replace("\n", " ")
    words = words_of(text) if words is None else words
    concepts = vocabulary.concepts_in(text)
    return {
        "concept": concepts,
        "pair": [f"{one}+{other}" for one, other in combinations(concepts, 2)],
        "triple": ["+".join(three) for three in combinations(concepts[:TRIPLED_CONCEPTS], 3)],
        "word": word_features(words),
        "gram": sorted(gram_features(words)),
    }


def word_features(words: list[Word]) -> list[str]:
    """Stems, and stems that follow one another."""
    stems = [word.stem for word in words]
    return sorted({*stems, *(f"{one} {other}" for one, other in pairwise(stems))})


def gram_features(words: list[Word]) -> set[str]:
    """Character n-grams: Latin ones within a word, Korean ones over jamo through a row without blanks."""
    grams: set[str] = set()
    row = ""
    for word in [*words, None]:
        if word is not None and word.kind in ("korean", "jamo"):
            row += to_jamo(word.text)
            continue
        if row:
            grams |= _grams(f"^{row}$", KOREAN_GRAMS)
            row = ""
        if word is not None:
            grams |= _grams(f"<{word.text}>", LATIN_GRAMS)
    return grams


def _grams(text: str, sizes: tuple[int, ...]) -> set[str]:
    return {text[at : at + size] for size in sizes for at in range(len(text) - size + 1)}
