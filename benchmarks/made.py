"""A made knowledge base, as large as asked for, by recombining pieces of our own utterances.

Each made Entry has, in each language, a subject of seven words: five drawn from all the words of
our utterances and off-topic lines (so every word belongs to several Entries) and two made names,
each of the halves of two such words (so the vocabulary grows with the base). An utterance is the
opening of one real utterance, three words of the subject in any order, and the close of another:
only the words together tell the Entries apart. Half the questions carry a typo. The same seed
makes the same base.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.base import Knowledge
from bot.knowledge.model import LANGUAGES

SEED = 20220627
WORD = {"en": re.compile(r"[a-z]{4,}"), "ko": re.compile(r"[가-힣]{2,5}")}
OWN_WORDS, OWN_NAMES, SAID = 5, 2, 3
REVIEWED = "2026-11-22"


@dataclass(frozen=True, slots=True)
class Pieces:
    """What lines of one language are made of."""

    openings: list[str]
    closings: list[str]
    words: list[str]

    @classmethod
    def of(cls, knowledge: Knowledge, language: str) -> Pieces:
        lines = [
            line
            for entry in knowledge.entries.values()
            for spoken, line in entry.utterances
            if spoken == language
        ]
        off_topic = [line for theme in knowledge.off_topic.values() for line in getattr(theme, language)]
        words = {word for line in (*lines, *off_topic) for word in WORD[language].findall(line.lower())}
        openings = {" ".join(line.split()[:2]) for line in lines}
        closings = {" ".join(line.split()[-2:]) for line in lines}
        return cls(sorted(openings), sorted(closings), sorted(words))


@dataclass(frozen=True, slots=True)
class Subject:
    """What one made Entry is about, by language."""

    id: str
    words: dict[str, list[str]]


class Made:
    """The made base: write its files, and make questions that are none of its utterances."""

    def __init__(self, knowledge: Knowledge, entries: int, utterances: int) -> None:
        self._random = random.Random(SEED)
        self._pieces = {language: Pieces.of(knowledge, language) for language in LANGUAGES}
        self._seen: set[str] = set()
        self.subjects = [self._subject(f"made-{number:05}") for number in range(entries)]
        each = utterances // entries // len(LANGUAGES)
        self.utterances = [
            (line, subject.id, language)
            for subject in self.subjects
            for language in LANGUAGES
            for line in self._lines(subject, language, each)
        ]

    def write(self, folder: Path) -> None:
        """As a knowledge folder; JSON is YAML too, and quicker to write."""
        by_entry: dict[str, dict[str, list[str]]] = {}
        for line, name, language in self.utterances:
            by_entry.setdefault(name, {}).setdefault(language, []).append(line)
        entries = []
        for subject in self.subjects:
            title = {language: " ".join(words[-4:]) for language, words in subject.words.items()}
            entries.append(
                {
                    "id": subject.id,
                    "title": title,
                    "summary": title,
                    "answer": title,
                    "utterances": by_entry[subject.id],
                    "sources": [{"title": "made", "seen": REVIEWED}],
                    "reviewed": REVIEWED,
                }
            )
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "made.yaml").write_text(json.dumps(entries, ensure_ascii=False, indent=1), encoding="utf-8")

    def questions(self, count: int) -> list[tuple[str, str]]:
        """New lines with the Entry that they mean, every second with a typo."""
        made = []
        for number in range(count):
            subject = self._random.choice(self.subjects)
            language = LANGUAGES[number % len(LANGUAGES)]
            (line,) = self._lines(subject, language, 1)
            made.append((self._mistyped(line) if number // 2 % 2 else line, subject.id))
        return made

    def _subject(self, name: str) -> Subject:
        words = {}
        for language, pieces in self._pieces.items():
            own = self._random.sample(pieces.words, OWN_WORDS + 2 * OWN_NAMES)
            halves = zip(own[OWN_WORDS::2], own[OWN_WORDS + 1 :: 2], strict=True)
            names = [one[: (len(one) + 1) // 2] + other[len(other) // 2 :] for one, other in halves]
            words[language] = [*own[:OWN_WORDS], *names]
        return Subject(name, words)

    def _lines(self, subject: Subject, language: str, count: int) -> Iterator[str]:
        pieces = self._pieces[language]
        while count:
            said = self._random.sample(subject.words[language], SAID)
            line = " ".join(
                [self._random.choice(pieces.openings), *said, self._random.choice(pieces.closings)]
            )
            key = " ".join(re.findall(r"\w+", line.lower()))
            if key not in self._seen:
                self._seen.add(key)
                count -= 1
                yield line

    def _mistyped(self, line: str) -> str:
        """Two neighbouring letters of its longest word change places."""
        word = max(line.split(), key=len)
        at = len(word) // 2
        return line.replace(word, word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :], 1)
