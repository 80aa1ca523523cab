from __future__ import annotations

from dataclasses import replace

import numpy as np

from bot.matching.training import Trainer
from tests.small_knowledge import SMALL, VOCABULARY


def test_learning_again_gives_the_same_as_learning_afresh() -> None:
    trainer = Trainer(VOCABULARY)
    trainer.train(replace(SMALL, off_topic={}))

    again, afresh = trainer.train(SMALL), Trainer(VOCABULARY).train(SMALL)

    assert again.model.labels == afresh.model.labels
    assert np.array_equal(again.model.weights, afresh.model.weights)
    assert (again.latin, again.korean) == (afresh.latin, afresh.korean)
