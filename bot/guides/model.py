"""Which answers are guides, and how a button of one reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from bot.answering.model import Answer
from bot.knowledge.base import Knowledge
from bot.knowledge.model import LEAST_STEPS

Way = Literal["done", "back", "stop"]
BELOW = "back"
"""In place of a Move: the step is to be shown below what came up meanwhile."""


def is_guide(answer: Answer, knowledge: Knowledge) -> bool:
    """Whether its commands are a path to be gone in its order; what mends a pasted error is none."""
    entry = knowledge.entries.get(answer.entry)
    is_whole = answer.match is None or answer.match.signature is None
    return entry is not None and entry.guide and is_whole and len(answer.commands) >= LEAST_STEPS


@dataclass(frozen=True, slots=True)
class Move:
    """A button of a guide's message: where to go, if the guide has moved ``moves`` times."""

    way: Way
    moves: int

    def __str__(self) -> str:
        return f"{self.way}.{self.moves}"


def read_move(target: str) -> Move | None:
    """What ``str`` wrote; None for anything else."""
    way, _, moves = target.partition(".")
    if way not in ("done", "back", "stop") or not (moves.isascii() and moves.isdigit()):
        return None
    return Move(cast(Way, way), int(moves[:6]))
