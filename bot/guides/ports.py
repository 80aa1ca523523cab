"""How far somebody is in a guide, and where that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol
from uuid import UUID

State = Literal["walking", "failed", "done", "stopped"]
GOING_ON: tuple[State, ...] = ("walking", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """``question_id`` is answered by the message with the step, which counts from 0.

    ``moves`` counts the changes, and stands in every button: one that was pressed twice, or is old, does nothing.
    ``failure_id`` is the last question that told an error of a step; ``moved_to`` the press whose reply shows the
    step from then on, in place of this one's.
    """

    question_id: UUID
    step: int = 0
    moves: int = 0
    state: State = "walking"
    failure_id: UUID | None = None
    moved_to: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where somebody asked something, and when. ``thread`` is None where any of the conversation will do."""

    team: str
    user: str
    channel: str
    thread: str | None
    at: datetime


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

    async def going_on(self, spot: Spot, within: timedelta) -> Walk | None:
        """The walk of theirs that stood there unfinished when they asked, and changed ``within`` that time."""
        ...

    async def bring(self, question_id: UUID, to: UUID) -> Walk | None:
        """Has the step shown by the reply to ``to``, and its message until now taken away.

        What was brought elsewhere before is brought from there. None if there is no such walk.
        """
        ...
