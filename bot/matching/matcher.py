"""From a text to the Entry that it means, with the reasons, or to near misses. Pure.

The way of a text: signatures of pasted errors; else an utterance word for word; else the model on
what was typed, with typos mended; else, as a last try, the same on the other keyboard layout.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from bot.answering.model import Candidate, Match, Reason
from bot.knowledge.base import Knowledge
from bot.knowledge.model import Language
from bot.matching.features import clip, features_of
from bot.matching.layout import other_layout
from bot.matching.limits import Limits
from bot.matching.linear import Groups
from bot.matching.signatures import SignatureIndex, Signed
from bot.matching.spelling import Speller
from bot.matching.trained import OFF_TOPIC, Trained
from bot.matching.vocabulary import Vocabulary
from bot.matching.words import words_of

MOST_CANDIDATES = 3
MOST_REASONS = 6
LEAST_GATE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMisses:
    """No Entry is clear; ``near`` are the likeliest all the same, best first."""

    reason: Literal["close", "outside", "empty"]
    near: tuple[Candidate, ...] = ()
    score: float = 0.0
    margin: float = 0.0
    gate: float = 0.0
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class _Judged:
    """The model's opinion of one reading of the text."""

    ranking: tuple[tuple[str, float], ...]
    gate: float
    why: tuple[Reason, ...]

    @property
    def score(self) -> float:
        return self.ranking[0][1]

    @property
    def margin(self) -> float:
        return self.score - (self.ranking[1][1] if len(self.ranking) > 1 else 0.0)


class Matcher:
    """Finds the Entry of a text. Built from a knowledge base and what was learnt from it."""

    def __init__(
        self, knowledge: Knowledge, vocabulary: Vocabulary, trained: Trained, limits: Limits
    ) -> None:
        self._entries = knowledge.entries
        self.vocabulary = vocabulary
        self.trained = trained
        labels = trained.model.labels
        self._outside = labels.index(OFF_TOPIC) if OFF_TOPIC in labels else None
        # An Entry that was taken back may still be in what was learnt, until that is learnt anew.
        gone = [at for at, name in enumerate(labels) if name != OFF_TOPIC and name not in knowledge.entries]
        self._gone = np.array(gone, dtype=np.intp)
        self._limits = limits
        self._utterances = {
            _folded(line): entry.id for entry in knowledge.entries.values() for _, line in entry.utterances
        }
        self._off_topic = {_folded(line) for theme in knowledge.off_topic.values() for line in theme}
        self._signatures = SignatureIndex(knowledge.entries.values())
        self._speller = Speller(trained.latin, trained.korean)

    def match(self, text: str, language: Language) -> Match | NearMisses:
        """Judges normalised ``text``; titles of candidates are in ``language``."""
        if not words_of(clip(text).lower()):
            return NearMisses(reason="empty")
        signed = self._signatures.find(text)
        if signed:
            return self._signed(signed, language)
        if entry := self.said(text):
            return self._said(entry, text, language)
        if _folded(text) in self._off_topic:
            return NearMisses(reason="outside", why=(Reason(kind="gate", what=text.strip(), weight=0.0),))
        judged = self._judge(text)
        if self._is_clear(judged):
            return self._match(judged, language)
        other = other_layout(clip(text), self._speller.knows)
        if other:
            read = self._judge(other)
            if self._is_clear(read):
                why = (Reason(kind="layout", what=other, weight=1.0), *read.why)
                return self._match(_Judged(read.ranking, read.gate, why), language, layout=True)
        close = judged.gate >= self._limits.suggest
        return NearMisses(
            reason="close" if close else "outside",
            near=self._candidates(judged.ranking, language),
            score=judged.score,
            margin=judged.margin,
            gate=judged.gate,
            why=judged.why,
        )

    def said(self, text: str) -> str | None:
        """The Entry of which the text is an utterance, word for word."""
        return self._utterances.get(_folded(text))

    def titled(self, candidates: Iterable[Candidate], language: Language) -> tuple[Candidate, ...]:
        """The same candidates with their titles in ``language``."""
        return self._candidates([(one.entry, one.score) for one in candidates], language)

    def _is_clear(self, judged: _Judged) -> bool:
        limits = self._limits
        return (
            judged.gate >= limits.gate and judged.score >= limits.threshold and judged.margin >= limits.margin
        )

    def _judge(self, text: str) -> _Judged:
        groups = features_of(self._speller.mend(clip(text).lower()), self.vocabulary)
        model = self.trained.model
        shares = model.probabilities(groups)
        shares[self._gone] = 0.0
        gate = 1.0 if self._outside is None else 1.0 - float(shares[self._outside])
        # Ranked by numpy: of thousands of Entries only the likeliest become Python values.
        likeliest = (-shares).argsort(kind="stable")[: MOST_CANDIDATES + 1]
        ranking = [
            (model.labels[at], float(shares[at]) / max(gate, LEAST_GATE))
            for at in likeliest
            if at != self._outside and model.labels[at] in self._entries
        ][:MOST_CANDIDATES]
        return _Judged(tuple(ranking), gate, self._why(groups, ranking[0][0], gate))

    def _why(self, groups: Groups, entry: str, gate: float) -> tuple[Reason, ...]:
        """The words and concepts that spoke most for the Entry or against it, and the gate."""
        spoke = heapq.nlargest(
            MOST_REASONS, self.trained.model.contributions(groups, entry), key=lambda one: abs(one[2])
        )
        reasons = [
            Reason(kind="word" if group == "word" else "concept", what=name, weight=round(weight, 3))
            for group, name, weight in spoke
        ]
        return (*reasons, Reason(kind="gate", what="inside the knowledge base", weight=round(gate, 3)))

    def _match(self, judged: _Judged, language: Language, *, layout: bool = False) -> Match:
        return Match(
            entry=judged.ranking[0][0],
            score=judged.score,
            margin=judged.margin,
            candidates=self._candidates(judged.ranking, language),
            why=judged.why,
            gate=judged.gate,
            layout=layout,
        )

    def _signed(self, found: Sequence[Signed], language: Language) -> Match:
        """The first signature decides; other Entries that were signed too are its runners-up."""
        ranking = [(entry, 1.0) for entry in dict.fromkeys(signed.entry for signed in found)]
        return Match(
            entry=found[0].entry,
            score=1.0,
            margin=1.0,
            candidates=self._candidates(ranking[:MOST_CANDIDATES], language),
            why=tuple(Reason(kind="signature", what=signed.signature.id, weight=1.0) for signed in found),
            signature=found[0].signature.id,
        )

    def _said(self, entry: str, text: str, language: Language) -> Match:
        """An utterance word for word: what somebody taught is answered, however little it is like the rest."""
        return Match(
            entry=entry,
            score=1.0,
            margin=1.0,
            candidates=self._candidates([(entry, 1.0)], language),
            why=(Reason(kind="utterance", what=text.strip(), weight=1.0),),
        )

    def _candidates(self, ranking: Sequence[tuple[str, float]], language: Language) -> tuple[Candidate, ...]:
        return tuple(
            Candidate(
                entry=name, title=self._entries[name].title.in_language(language), score=round(score, 4)
            )
            for name, score in ranking
        )


def _folded(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(" ?.!~")
