"""What the model sees of a text: concepts alone and by twos, words, and character n-grams over jamo."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from bot.matching.vocabulary import Vocabulary
from bot.matching.words import Word, words_of
from bot.text.hangul import to_jamo

READ_CHARS = 1_600
"""How much of a long text is read: its beginning and its end, where people put their question."""

KOREAN_GRAMS = (4, 5)
LATIN_GRAMS = (4,)
REMEMBERED_SETS = 4_096
REMEMBERED_WORDS = 8_192
REMEMBERED_CHARS = 40
"""Longer ones are hardly words, and would be much to remember."""


def clip(text: str) -> str:
    """The first and last part of a long text; all of a shorter one."""
    if len(text) <= READ_CHARS:
        return text
    return text[: READ_CHARS // 2] + " \n " + text[-READ_CHARS // 2 :]


def features_of(
    text: str, vocabulary: Vocabulary, words: list[Word] | None = None
) -> dict[str, Sequence[str]]:
    """Names of the features present in ``text`` (normalised), by group; the group weighs them together.

    ``words`` are the text's, where the caller has them already.
    """
    text = clip(text).lower().replace("\n", " ")
    words = words_of(text) if words is None else words
    concepts = vocabulary.concepts_in(text)
    return {
        "concept": concepts,
        "pair": _pairs(tuple(concepts)),
        "word": word_features(words),
        "gram": gram_features(words),
    }


@lru_cache(REMEMBERED_SETS)
def _pairs(concepts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map("+".join, combinations(concepts, 2)))


def word_features(words: list[Word]) -> list[str]:
    """Stems, and stems that follow one another."""
    stems = [word.stem for word in words]
    return list(dict.fromkeys([*stems, *map(" ".join, pairwise(stems))]))


def gram_features(words: list[Word]) -> list[str]:
    """Character n-grams: Latin ones within a word, Korean ones over jamo through a row without blanks."""
    grams: list[str] = []
    row: list[str] = []
    for word in words:
        if word.kind in ("korean", "jamo"):
            row.append(_jamo(word.text))
            continue
        if row:
            grams += _grams(f"^{''.join(row)}$", KOREAN_GRAMS)
            row.clear()
        grams += (_latin_grams if len(word.text) <= REMEMBERED_CHARS else _latin_grams.__wrapped__)(word.text)
    if row:
        grams += _grams(f"^{''.join(row)}$", KOREAN_GRAMS)
    return list(dict.fromkeys(grams))


@lru_cache(REMEMBERED_WORDS)
def _jamo(word: str) -> str:
    return to_jamo(word)


@lru_cache(REMEMBERED_WORDS)
def _latin_grams(word: str) -> list[str]:
    return _grams(f"<{word}>", LATIN_GRAMS)


def _grams(text: str, sizes: tuple[int, ...]) -> list[str]:
    return [text[at : at + size] for size in sizes for at in range(len(text) - size + 1)]
