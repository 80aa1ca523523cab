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

FOLDER = Path(__file__).parents[1] / "questions"
DEVELOPMENT = sorted(FOLDER.glob("development.*.jsonl"))
HELD_OUT = sorted(FOLDER.glob("held_out.*.jsonl"))
"""Questions that neither the knowledge nor the limits were made by."""

A_FEW = 0.01
"""Six questions either way, since the limits are not chosen anew with every word of the knowledge."""

GIVEN_UP = 0.06
"""Of the right answers, against the best limits for our own questions: others' off-topic ones ask for a
stricter gate than these do."""


class Asked:
    """Questions asked with whatever limits."""

    def __init__(self, knowledge: Knowledge, trained: Trained) -> None:
        self._knowledge, self._trained = knowledge, trained

    def evaluated(self, file: Path, limits: Limits) -> Evaluation:
        matcher = Matcher(self._knowledge, Vocabulary(self._knowledge.concepts), self._trained, limits)
        return evaluate(Answerer(self._knowledge, matcher), read_questions(file))

    def share(self, file: Path, limits: Limits, what: str) -> float:
        strict, *_ = self.evaluated(file, limits).scores
        return strict.shares()[what] or 0.0


@pytest.fixture(scope="session")
def asked(shipped: tuple[Knowledge, Trained]) -> Asked:
    return Asked(*shipped)


@pytest.mark.parametrize("file", [*DEVELOPMENT, *HELD_OUT], ids=lambda file: file.stem)
def test_wrong_and_false_answers_stay_within_what_is_allowed(asked: Asked, file: Path) -> None:
    assert asked.share(file, Limits(), "wrong") <= MOST_WRONG + A_FEW
    assert asked.share(file, Limits(), "false") <= MOST_FALSE + A_FEW


@pytest.mark.parametrize("file", HELD_OUT, ids=lambda file: file.stem)
def test_four_in_five_held_out_questions_are_answered_right(asked: Asked, file: Path) -> None:
    assert asked.share(file, Limits(), "right") >= 0.80
    assert asked.share(file, Limits(), "top3") >= 0.95


def test_hardly_any_right_answer_is_given_up_against_the_best_limits(asked: Asked) -> None:
    chosen = choose_limits(asked.evaluated(file, WIDE_OPEN).predictions for file in DEVELOPMENT)

    for file in DEVELOPMENT:
        assert asked.share(file, Limits(), "right") >= asked.share(file, chosen, "right") - GIVEN_UP
