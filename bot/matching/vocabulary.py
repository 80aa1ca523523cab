"""Concepts: the words of both languages that mean the same thing to the matcher."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bot.knowledge.model import Concept
from bot.text.hangul import HANGUL

WHOLE_WORDS = re.compile(r"[a-z0-9_]+(?:[./'][a-z0-9_]+)*")
PARTS = re.compile(r"[a-z0-9_]+")
BLANKS = re.compile(r"\s+")
REMEMBERED_WORDS = 16_384


class Vocabulary:
    """All concepts, indexed once: looking them up costs the length of the text, not their number."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = tuple(concepts)
        self._rows: dict[str, set[str]] = defaultdict(set)  # found anywhere in text without blanks
        self._phrases: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._openings: dict[tuple[str, ...], set[str]] = defaultdict(set)  # the last word may go on
        self._patterns = [
            (concept.id, re.compile(concept.pattern)) for concept in self.concepts if concept.pattern
        ]
        for concept in self.concepts:
            for word in (*concept.ko, *concept.en):
                self._index(word.lower(), concept.id)
        self._row_starts: dict[str, list[str]] = defaultdict(list)
        for row in sorted(self._rows):
            self._row_starts[row[0]].append(row)
        self._of_word = lru_cache(REMEMBERED_WORDS)(self._of_one_word)
        phrases = (*self._phrases, *self._openings)
        self._longest = max(map(len, phrases), default=0)
        self._heads = frozenset(phrase[:-1] for phrase in phrases)
        self._opening_heads = frozenset(phrase[:-1] for phrase in self._openings)
        self._beginnings = frozenset(head[:end] for head in self._heads for end in range(1, len(head) + 1))

    def _index(self, word: str, concept: str) -> None:
        if HANGUL.search(word):
            self._rows[BLANKS.sub("", word)].add(concept)
        else:
            phrase = tuple(WHOLE_WORDS.findall(word.removesuffix("*")))
            (self._openings if word.endswith("*") else self._phrases)[phrase].add(concept)

    def concepts_in(self, text: str) -> list[str]:
        """Ids of the concepts named in ``text`` (lower case, one line), sorted."""
        found = {name for name, expression in self._patterns if expression.search(text)}
        words = WHOLE_WORDS.findall(text)
        self._find_phrases(words, found)
        if any("." in word or "/" in word or "'" in word for word in words):
            self._find_phrases(PARTS.findall(text), found)
        if HANGUL.search(text):
            self._find_rows(BLANKS.sub("", text), found)
        return sorted(found)

    def _find_phrases(self, words: list[str], found: set[str]) -> None:
        found.update(*map(self._of_word, words))
        for at, word in enumerate(words):
            if (word,) not in self._beginnings:
                continue
            for end in range(at + 2, min(at + self._longest, len(words)) + 1):
                phrase = tuple(words[at:end])
                if phrase[:-1] not in self._beginnings:
                    break
                if phrase[:-1] in self._heads:
                    found |= self._of_phrase(phrase)

    def _of_one_word(self, word: str) -> frozenset[str]:
        return self._of_phrase((word,))

    def _of_phrase(self, phrase: tuple[str, ...]) -> frozenset[str]:
        """Concepts of exactly this phrase, or of a beginning of its last word that may go on."""
        found = set(self._phrases.get(phrase, ()))
        *before, last = phrase
        if phrase[:-1] in self._opening_heads:
            for end in range(1, len(last) + 1):
                found |= self._openings.get((*before, last[:end]), set())
        return frozenset(found)

    def _find_rows(self, row: str, found: set[str]) -> None:
        for at, char in enumerate(row):
            for known in self._row_starts.get(char, ()):
                if row.startswith(known, at):
                    found |= self._rows[known]

    def words(self) -> Iterator[str]:
        """Single words of the vocabulary, to mend typos towards."""
        for concept in self.concepts:
            for phrase in (*concept.ko, *concept.en):
                for word in phrase.lower().removesuffix("*").split():
                    if word.isalpha():
                        yield word
