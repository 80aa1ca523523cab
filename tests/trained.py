"""The shipped knowledge, learnt once and kept in the checkout, for tests that ask the real thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.settings import read_settings
from bot.wiring import make_answerer

HOME = Path(__file__).parents[1] / ".cache" / "home"


@pytest.fixture(scope="session")
def answerer() -> Answerer:
    """The answer path over the shipped knowledge."""
    return make_answerer(read_settings({"SETUPBOT_HOME": str(HOME)}))


@pytest.fixture(scope="session")
def trained_home(answerer: Answerer) -> Path:
    """A home in which the shipped knowledge is kept compiled."""
    return HOME
