"""How far somebody is in a guide, and where that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

State = Literal["walking", "failed", "done", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """``question_id`` is answered by the message with the step, which counts from 0.

    ``moves`` counts the changes, and stands in every button: one that was pressed twice, or is old, does nothing.
    ``failure_id`` is the last question that told an error of a step.
    """

    question_id: UUID
    step: int = 0
    moves: int = 0
    state: State = "walking"
    failure_id: UUID | None = None


class Walks(Protocol):
    """Every method is one transaction, may be repeated, and raises StorageDown when the database is away."""

    async def begin(self, question_id: UUID) -> Walk:
        """At the first step, or where it stands, if it was begun before."""
        ...

    async def walk(self, question_id: UUID) -> Walk | None:
        """None if there is none (any more)."""
        ...

    async def move(self, question_id: UUID, moves: int, *, step: int, state: State) -> bool:
        """Changes it and has its message say so, if it has changed ``moves`` times; else False."""
        ...

    async def note_failure(self, question_id: UUID, failure_id: UUID) -> None:
        """That question tells an error of the step."""
        ...

    async def failed_in(self, failure_id: UUID) -> Walk | None:
        """The walk in which that question told an error."""
        ...
