"""When an Entry is clear enough to be answered with: four numbers, chosen on development questions.

They came from ``setupbot eval --choose`` over ``tests/questions`` and a second labelled set that is not
kept here; a test holds them to what the first allows. Chosen anew with each change of the model they would
wander by a few hundredths, and with them what people got used to.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """All in [0, 1]. An answer needs ``gate``, ``threshold`` and ``margin`` at once.

    ``gate`` is the least share of the knowledge base as a whole against the off-topic class: does
    the question lie inside at all? ``threshold`` is the least score, the Entry's share among all
    Entries, and ``margin`` its least lead over the runner-up. ``suggest`` is the gate of a "did you
    mean".
    """

    gate: float = 0.90
    threshold: float = 0.45
    margin: float = 0.10
    suggest: float = 0.50
