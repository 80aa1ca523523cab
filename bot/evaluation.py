"""Scores the matcher on labelled questions, as ``setupbot eval`` reports it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bot.answering.model import Answer, Match, Question, Reply
from bot.errors import BotError

NONE = "none"
_NO_MATCH = Match(entry="", score=1.0, margin=1.0, candidates=(), why=())


class Replies(Protocol):
    """What is evaluated."""

    def reply(self, question: Question) -> Reply:
        """Answers one question."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledQuestion:
    """A line of an evaluation file; ``also`` are other labels that are acceptable."""

    q: str
    label: str
    also: tuple[str, ...] = ()
    lang: str = ""
    kind: str = ""

    @property
    def accepted(self) -> frozenset[str]:
        """The label and every other one that counts as right."""
        return frozenset((self.label, *self.also))

    @property
    def is_off_topic(self) -> bool:
        """Whether silence is due."""
        return self.label == NONE

    @property
    def is_strict(self) -> bool:
        """Whether the label is clear: a soft row accepts both a topic and silence."""
        return not (NONE in self.accepted and len(self.accepted) > 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What the matcher made of one question; ``ms`` is the wall time of the whole answer path."""

    question: LabelledQuestion
    outcome: str
    entry: str | None
    candidates: tuple[str, ...]
    score: float
    margin: float
    gate: float
    ms: float

    @property
    def is_right(self) -> bool:
        """Answered with an accepted Entry."""
        return self.entry is not None and self.entry in self.question.accepted

    @property
    def is_wrong(self) -> bool:
        """Answered with an Entry that is not accepted, on a question that has one."""
        return self.entry is not None and not self.is_right and not self.question.is_off_topic

    @property
    def is_false(self) -> bool:
        """Answered where silence was due."""
        return self.entry is not None and not self.is_right and self.question.is_off_topic

    def is_among(self, first: int) -> bool:
        """Whether an accepted Entry is among the ``first`` candidates."""
        return not self.question.accepted.isdisjoint(self.candidates[:first])

    def as_json(self) -> str:
        """The line that ``--predictions`` writes."""
        row = {
            "q": self.question.q,
            "label": self.question.label,
            "outcome": self.outcome,
            "entry": self.entry,
            "candidates": list(self.candidates),
            "score": round(self.score, 4),
            "margin": round(self.margin, 4),
            "gate": round(self.gate, 4),
        }
        return json.dumps(row, ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts over a group of rows; shares are of the on-topic or the off-topic rows."""

    group: str
    on_topic: int
    off_topic: int
    top1: int
    top3: int
    right: int
    wrong: int
    false: int

    def shares(self) -> dict[str, float | None]:
        """Each count as a share, None where there is nothing to share."""

        def share(count: int, of: int) -> float | None:
            return count / of if of else None

        return {
            "top1": share(self.top1, self.on_topic),
            "top3": share(self.top3, self.on_topic),
            "right": share(self.right, self.on_topic),
            "wrong": share(self.wrong, self.on_topic),
            "false": share(self.false, self.off_topic),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All predictions and their scores; the groups are ``strict``, ``all``, ``en``, ``ko``, ``en/title``..."""

    predictions: tuple[Prediction, ...]
    scores: tuple[Score, ...]
    p50_ms: float
    p99_ms: float

    def as_dict(self) -> dict[str, Any]:
        """What ``--json`` prints."""
        groups = {
            score.group: {"on_topic": score.on_topic, "off_topic": score.off_topic, **score.shares()}
            for score in self.scores
        }
        return {"rows": len(self.predictions), "groups": groups, "p50_ms": self.p50_ms, "p99_ms": self.p99_ms}


def read_questions(path: Path) -> list[LabelledQuestion]:
    """The rows of a JSON Lines file. Raises BotError naming the first line that is not one."""
    rows = []
    try:
        # splitlines would also break at a U+2028 inside a question.
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BotError(f"Cannot read {path}: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            rows.append(
                LabelledQuestion(
                    q=str(row["q"]),
                    label=str(row["label"]),
                    also=_labels(row.get("also", [])),
                    lang=str(row.get("lang", "")),
                    kind=str(row.get("kind", "")),
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            what = 'expected an object such as {"q": "...", "label": "docker-ps", "lang": "en"}'
            raise BotError(f"{path}:{number}: {what}") from error
    return rows


def _labels(also: object) -> tuple[str, ...]:
    if not isinstance(also, list):
        raise TypeError("a single label would be read letter by letter")
    return tuple(map(str, also))


def evaluate(answerer: Replies, questions: Iterable[LabelledQuestion]) -> Evaluation:
    """Asks every question once."""
    predictions = tuple(_predict(answerer, question) for question in questions)
    times = sorted(prediction.ms for prediction in predictions)
    return Evaluation(
        predictions=predictions,
        scores=tuple(_scores(predictions)),
        p50_ms=_quantile(times, 0.50),
        p99_ms=_quantile(times, 0.99),
    )


def _predict(answerer: Replies, question: LabelledQuestion) -> Prediction:
    start = time.perf_counter()
    reply = answerer.reply(Question(text=question.q))
    ms = (time.perf_counter() - start) * 1000
    if isinstance(reply, Answer):
        match = reply.match or _NO_MATCH
        return Prediction(
            question=question,
            outcome="answer",
            entry=reply.entry,
            candidates=tuple(candidate.entry for candidate in match.candidates) or (reply.entry,),
            score=match.score,
            margin=match.margin,
            gate=match.gate,
            ms=ms,
        )
    return Prediction(
        question=question,
        outcome="suggest" if reply.reason == "close" else "abstain",
        entry=None,
        candidates=tuple(candidate.entry for candidate in reply.near),
        score=reply.score,
        margin=reply.margin,
        gate=reply.gate,
        ms=ms,
    )


def _scores(predictions: Sequence[Prediction]) -> Iterable[Score]:
    strict = [prediction for prediction in predictions if prediction.question.is_strict]
    yield _score("strict", strict)
    yield _score("all", predictions)
    for lang in sorted({prediction.question.lang for prediction in strict}):
        rows = [prediction for prediction in strict if prediction.question.lang == lang]
        yield _score(lang or "?", rows)
        for kind in sorted({prediction.question.kind for prediction in rows}):
            yield _score(
                f"{lang}/{kind}", [prediction for prediction in rows if prediction.question.kind == kind]
            )


def _score(group: str, rows: Sequence[Prediction]) -> Score:
    on_topic = [row for row in rows if not row.question.is_off_topic]
    return Score(
        group=group,
        on_topic=len(on_topic),
        off_topic=len(rows) - len(on_topic),
        top1=sum(row.is_among(1) for row in on_topic),
        top3=sum(row.is_among(3) for row in on_topic),
        right=sum(row.is_right for row in on_topic),
        wrong=sum(row.is_wrong for row in rows),
        false=sum(row.is_false for row in rows),
    )


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
