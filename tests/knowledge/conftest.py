"""The shipped knowledge with what the matcher learnt from it: trained once, kept while nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.compiled import load
from bot.knowledge.base import Knowledge
from bot.knowledge.folders import own_folder
from bot.matching.limits import Limits
from bot.matching.matcher import Matcher
from bot.matching.trained import Trained
from bot.matching.vocabulary import Vocabulary

KEPT_IN = Path(__file__).parents[2] / ".cache" / "tests"


@pytest.fixture(scope="session")
def shipped() -> tuple[Knowledge, Trained]:
    return load((own_folder(),), KEPT_IN)


@pytest.fixture(scope="session")
def matcher(shipped: tuple[Knowledge, Trained]) -> Matcher:
    knowledge, trained = shipped
    return Matcher(knowledge, Vocabulary(knowledge.concepts), trained, Limits())


@pytest.fixture(scope="session")
def answerer(shipped: tuple[Knowledge, Trained], matcher: Matcher) -> Answerer:
    return Answerer(shipped[0], matcher)
