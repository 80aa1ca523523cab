"""Chooses the matcher's Limits on labelled questions: most right answers within what may go wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from bot.evaluation import Prediction
from bot.matching.limits import Limits

MOST_WRONG = 0.04
MOST_FALSE = 0.02
SUGGESTED_SHARE = 0.80
NEGLIGIBLE = 0.01  # of the right answers
GATES = tuple(step / 50 for step in range(15, 50))
THRESHOLDS = tuple(step / 20 for step in range(17))
MARGINS = (0.0, 0.05, 0.10, 0.20)

WIDE_OPEN = Limits(gate=0.0, threshold=0.0, margin=0.0, suggest=0.0)
"""With these the matcher answers everything, so that every limit can be tried on its predictions."""


class _Rows:
    """The predictions of one language as columns."""

    def __init__(self, predictions: Sequence[Prediction]) -> None:
        self.gate = np.array([one.gate for one in predictions])
        self.score = np.array([one.score for one in predictions])
        self.margin = np.array([one.margin for one in predictions])
        self.is_right = np.array([one.is_right for one in predictions])
        self.is_off_topic = np.array([one.question.is_off_topic for one in predictions])

    def shares(self, gate: float, threshold: float, margin: float) -> tuple[float, float, float]:
        """Right and wrong among the on-topic rows, false among the others."""
        answered = (self.gate >= gate) & (self.score >= threshold) & (self.margin >= margin)
        on_topic = ~self.is_off_topic
        right = answered & self.is_right & on_topic
        wrong = answered & ~self.is_right & on_topic
        return _share(right, on_topic), _share(wrong, on_topic), _share(answered & ~on_topic, ~on_topic)


def _share(some: NDArray[np.bool_], of: NDArray[np.bool_]) -> float:
    return float(some.sum()) / max(int(of.sum()), 1)


def choose_limits(collections: Iterable[Iterable[Prediction]]) -> Limits:
    """The limits with most right answers, on average over all, where wrong and false ones stay allowed in each.

    Each collection (a file) counts for itself, and in it each language: people of one kind do not
    outvote the others by their number. ``Prediction``s come from a matcher with ``WIDE_OPEN``
    limits; soft rows and rows typed on the wrong keyboard layout are left out. Where nothing keeps within the allowance, the nearest does.
    Of limits that are equally good but for ``NEGLIGIBLE``, the strictest gate is taken: other
    people's off-topic questions are always more various than one's own.
    """
    groups: dict[tuple[int, str], list[Prediction]] = defaultdict(list)
    for number, predictions in enumerate(collections):
        for prediction in predictions:
            if prediction.question.is_strict and prediction.question.kind != "layout":
                groups[number, prediction.question.lang].append(prediction)
    rows = [_Rows(group) for group in groups.values()]

    def worth(limits: tuple[float, float, float]) -> tuple[float, float]:
        shares = [group.shares(*limits) for group in rows]
        over = sum(max(0.0, wrong - MOST_WRONG) + max(0.0, false - MOST_FALSE) for _, wrong, false in shares)
        return -over, sum(right for right, _, _ in shares) / len(shares)

    tried = {limits: worth(limits) for limits in product(GATES, THRESHOLDS, MARGINS)}
    allowed, right = max(tried.values())
    good = (
        limits for limits, (over, share) in tried.items() if over == allowed and share >= right - NEGLIGIBLE
    )
    gate, threshold, margin = max(good)
    asked = np.concatenate([group.gate[~group.is_off_topic] for group in rows])
    unanswered = asked[asked < gate]
    suggest = float(np.quantile(unanswered, 1 - SUGGESTED_SHARE)) if len(unanswered) else gate
    return Limits(gate=gate, threshold=threshold, margin=margin, suggest=round(suggest, 2))
