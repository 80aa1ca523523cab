"""The limits in the code are as good as those that ``setupbot eval --choose`` finds on our development questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.evaluation import Evaluation, evaluate, read_questions
from bot.knowledge.base import Knowledge
from bot.limit_choice import MOST_FALSE, MOST_WRONG, WIDE_OPEN, choose_limits
from bot.matching.limits import Limits
from bot.matching.matcher import Matcher
from bot.matching.trained import Trained
from bot.matching.vocabulary import Vocabulary

QUESTIONS = sorted(Path(__file__).parents[1].glob("questions/*.jsonl"))
A_FEW = 0.01
"""Six questions either way, since the limits are not chosen anew with every word of the knowledge."""

GIVEN_UP = 0.03
"""Of the right answers, against the best limits: the choice itself is rounded, and the strictest of the good."""


class Asked:
    """Our development questions, asked with whatever limits."""

    def __init__(self, knowledge: Knowledge, trained: Trained) -> None:
        self._knowledge, self._trained = knowledge, trained
        self._questions = [question for file in QUESTIONS for question in read_questions(file)]

    def evaluated(self, limits: Limits) -> Evaluation:
        matcher = Matcher(self._knowledge, Vocabulary(self._knowledge.concepts), self._trained, limits)
        return evaluate(Answerer(self._knowledge, matcher), self._questions)

    def share(self, limits: Limits, language: str, what: str) -> float:
        scores = {score.group: score for score in self.evaluated(limits).scores}
        return scores[language].shares()[what] or 0.0


@pytest.fixture(scope="session")
def asked(shipped: tuple[Knowledge, Trained]) -> Asked:
    return Asked(*shipped)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_wrong_and_false_answers_stay_within_what_is_allowed(asked: Asked, language: str) -> None:
    assert asked.share(Limits(), language, "wrong") <= MOST_WRONG + A_FEW
    assert asked.share(Limits(), language, "false") <= MOST_FALSE + A_FEW


def test_hardly_any_right_answer_is_given_up_against_the_best_limits(asked: Asked) -> None:
    chosen = choose_limits(asked.evaluated(WIDE_OPEN).predictions)

    for language in ("en", "ko"):
        assert asked.share(Limits(), language, "right") >= asked.share(chosen, language, "right") - GIVEN_UP
