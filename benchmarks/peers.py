"""Our matcher and its peers behind one small port, all taught with the same lines."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

OUTSIDE = "none"
"""The label of off-topic lines."""

FIRST = 3
CHUNK = 64
OURS, WRATIO, TOKEN_SET, TFIDF, MINILM = "ours", "WRatio", "token_set_ratio", "tf-idf", "MiniLM"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What every peer is taught with, (line, label) each; ours reads the same from its own files."""

    lines: Sequence[tuple[str, str]]
    home: Path
    knowledge: Sequence[Path] = ()
    minilm: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """``entries`` best first; ``score`` orders guesses by how sure they are; ``said`` is ours at its limits.

    A guess whose nearest line is off-topic comes after all others: the first of ``score`` is False.
    """

    entries: tuple[str, ...]
    score: tuple[bool, float]
    said: str | None = None


class Peer(Protocol):
    def answer(self, text: str) -> Any:
        """What a bot would do with a question; this is timed."""

    def guesses(self, texts: Sequence[str]) -> list[Guess]:
        """All that is needed to judge it, for each question; not timed."""


class Ours:
    """The whole answer path, the composing of the answer included."""

    def __init__(self, material: Material) -> None:
        from bot.settings import Settings
        from bot.wiring import make_answerer

        self._answerer = make_answerer(Settings(home=material.home, knowledge=tuple(material.knowledge)))

    def answer(self, text: str) -> Any:
        from bot.answering.model import Question

        return self._answerer.reply(Question(text=text))

    def guesses(self, texts: Sequence[str]) -> list[Guess]:
        return [self._guess(self.answer(text)) for text in texts]

    @staticmethod
    def _guess(reply: Any) -> Guess:
        found = getattr(reply, "match", reply)
        near = found.candidates if hasattr(found, "candidates") else found.near
        return Guess(
            entries=tuple(candidate.entry for candidate in near),
            score=(True, found.gate * found.score),
            said=getattr(reply, "entry", None),
        )


class BruteForce:
    """rapidfuzz ``process.extractOne`` over all lines; its score is the score."""

    def __init__(self, material: Material, scorer: str) -> None:
        from rapidfuzz import fuzz

        self._scorer = getattr(fuzz, scorer)
        lines = sorted(material.lines, key=lambda line: line[1])
        self._lines = [self._read(text) for text, _ in lines]
        self._labels = Labels([label for _, label in lines])

    @staticmethod
    def _read(text: str) -> str:
        from rapidfuzz.utils import default_process

        from bot.text.normalise import normalise

        return default_process(normalise(text))

    def answer(self, text: str) -> Any:
        from rapidfuzz import process

        return process.extractOne(self._read(text), self._lines, scorer=self._scorer)

    def guesses(self, texts: Sequence[str]) -> list[Guess]:
        from rapidfuzz import process

        found = []
        for start in range(0, len(texts), CHUNK):
            chunk = [self._read(text) for text in texts[start : start + CHUNK]]
            # extractOne tells only the best line; the best of every label needs all scores.
            scores = process.cdist(chunk, self._lines, scorer=self._scorer, workers=-1)
            found.extend(self._labels.guess(row) for row in scores)
        return found


class TfIdf:
    """The nearest line by the cosine of tf-idf over words, pairs of words and character n-grams."""

    def __init__(self, material: Material) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_union

        lines = sorted(material.lines, key=lambda line: line[1])
        self._vectors = make_union(
            TfidfVectorizer(token_pattern=r"\w+", ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True),
        )
        self._lines = self._vectors.fit_transform([self._read(text) for text, _ in lines])
        self._labels = Labels([label for _, label in lines])

    @staticmethod
    def _read(text: str) -> str:
        from bot.text.normalise import normalise

        return normalise(text)

    def answer(self, text: str) -> Any:
        return self._similar(text).argmax()

    def guesses(self, texts: Sequence[str]) -> list[Guess]:
        return [self._labels.guess(self._similar(text)) for text in texts]

    def _similar(self, text: str) -> Any:
        return (self._lines @ self._vectors.transform([self._read(text)]).T).toarray()[:, 0]


class MiniLm:
    """Sentence embeddings of a model folder on this disk, and logistic regression over them; English."""

    def __init__(self, material: Material) -> None:
        from sentence_transformers import SentenceTransformer
        from sklearn.linear_model import LogisticRegression

        from bot.text.hangul import HANGUL

        lines = [(text, label) for text, label in material.lines if not HANGUL.search(text)]
        self._model = SentenceTransformer(str(material.minilm), device="cpu", local_files_only=True)
        self._regression = LogisticRegression(C=10.0, max_iter=1_000)
        self._regression.fit(self._embed([text for text, _ in lines]), [label for _, label in lines])
        self._labels = Labels(list(self._regression.classes_))

    def _embed(self, texts: Sequence[str]) -> Any:
        return self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)

    def answer(self, text: str) -> Any:
        return self._regression.predict_proba(self._embed([text]))[0]

    def guesses(self, texts: Sequence[str]) -> list[Guess]:
        found = [self._labels.guess(self.answer(text)) for text in texts]
        return [Guess(entries=guess.entries, score=(True, guess.score[1])) for guess in found]


class Labels:
    """The labels of lines in sorted order: the best line of each gives the guess."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._names = sorted(set(labels))
        self._starts = [
            index for index, label in enumerate(labels) if not index or label != labels[index - 1]
        ]

    def guess(self, scores: Any) -> Guess:
        import numpy as np

        best = dict(zip(self._names, np.maximum.reduceat(scores, self._starts).tolist(), strict=True))
        outside = best.pop(OUTSIDE, float("-inf"))
        entries = sorted(best, key=lambda name: -best[name])[:FIRST]
        first = best[entries[0]]
        return Guess(entries=tuple(entries), score=(first >= outside, first))


PEERS: dict[str, Callable[[Material], Peer]] = {
    OURS: Ours,
    WRATIO: lambda material: BruteForce(material, WRATIO),
    TOKEN_SET: lambda material: BruteForce(material, TOKEN_SET),
    TFIDF: TfIdf,
    MINILM: MiniLm,
}


def why_skipped(name: str, minilm: Path | None) -> str | None:
    """Why an optional peer cannot take part, or None."""
    if name != MINILM:
        return None
    if importlib.util.find_spec("sentence_transformers") is None:
        return "the package sentence-transformers is not installed"
    if minilm is None or not minilm.is_dir():
        return "name the folder of an all-MiniLM-L6-v2 model with --minilm; nothing is downloaded"
    return None
