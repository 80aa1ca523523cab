"""What the matcher learnt from the knowledge base, as plain values that can be kept on disk."""

from __future__ import annotations

from dataclasses import dataclass

from bot.matching.linear import LinearModel

OFF_TOPIC = "none"
"""The model's label for what no Entry answers."""


@dataclass(frozen=True, slots=True)
class Trained:
    """The model and the words to mend typos towards."""

    model: LinearModel
    latin: tuple[str, ...]
    korean: tuple[str, ...]
