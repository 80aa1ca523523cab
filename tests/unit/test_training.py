"""Learning again is quicker than learning afresh, and comes to the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bot.matching.trained import Trained
from bot.matching.training import Trainer
from tests.small_knowledge import SMALL, VOCABULARY


def same(one: Trained, other: Trained) -> bool:
    return (
        one.model.labels == other.model.labels
        and np.array_equal(one.model.weights, other.model.weights)
        and np.array_equal(one.model.bias, other.model.bias)
        and (one.latin, one.korean) == (other.latin, other.korean)
    )


@pytest.fixture
def afresh() -> Trained:
    return Trainer(VOCABULARY).train(SMALL)


def test_learning_again_gives_the_same_as_learning_afresh(afresh: Trained) -> None:
    trainer = Trainer(VOCABULARY)
    trainer.train(replace(SMALL, off_topic={}))

    assert same(trainer.train(SMALL), afresh)


def test_learning_from_kept_lines_gives_the_same_as_learning_afresh(afresh: Trained) -> None:
    before = Trainer(VOCABULARY)
    before.train(replace(SMALL, off_topic={}))

    assert same(Trainer(VOCABULARY, before.known).train(SMALL), afresh)


def test_a_kept_line_is_not_read_again() -> None:
    before = Trainer(VOCABULARY)
    before.train(SMALL)
    kept = {text: replace(line, spellings=("kept",)) for text, line in before.known.items()}

    assert "kept" in Trainer(VOCABULARY, kept).train(SMALL).latin


def test_lines_that_are_gone_are_forgotten() -> None:
    trainer = Trainer(VOCABULARY)
    trainer.train(SMALL)
    trainer.train(replace(SMALL, off_topic={}))

    gone = {line for theme in SMALL.off_topic.values() for line in theme}
    assert gone.isdisjoint(trainer.known)
