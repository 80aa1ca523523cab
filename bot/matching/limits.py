"""When a score is good enough: chosen by ``setupbot eval --choose`` on development questions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """All in [0, 1]. An answer needs ``threshold``, ``margin`` and ``coverage`` at once.

    ``coverage`` is the least share of the question's words, weighted by rarity, that the
    knowledge base knows at all; ``suggest`` the least score of the best near miss that is worth
    a "did you mean"; ``other_layout`` the threshold for text read on the other keyboard layout.
    """

    threshold: float = 0.45
    margin: float = 0.10
    coverage: float = 0.30
    suggest: float = 0.12
    other_layout: float = 0.50
