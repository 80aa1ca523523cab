"""The limits in the code are those that ``setupbot eval --choose`` finds on our development questions."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.evaluation import evaluate, read_questions
from bot.knowledge.base import Knowledge
from bot.limit_choice import WIDE_OPEN, choose_limits
from bot.matching.limits import Limits
from bot.matching.matcher import Matcher
from bot.matching.trained import Trained
from bot.matching.vocabulary import Vocabulary

QUESTIONS = sorted(Path(__file__).parents[1].glob("questions/*.jsonl"))
NEAR_ENOUGH = 0.05


@pytest.fixture(scope="session")
def chosen(shipped: tuple[Knowledge, Trained]) -> Limits:
    knowledge, trained = shipped
    matcher = Matcher(knowledge, Vocabulary(knowledge.concepts), trained, WIDE_OPEN)
    questions = [question for file in QUESTIONS for question in read_questions(file)]
    return choose_limits(evaluate(Answerer(knowledge, matcher), questions).predictions)


@pytest.mark.parametrize("name", sorted(asdict(Limits())))
def test_a_limit_is_the_one_that_was_chosen(chosen: Limits, name: str) -> None:
    assert getattr(Limits(), name) == pytest.approx(getattr(chosen, name), abs=NEAR_ENOUGH)
