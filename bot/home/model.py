"""The values of App Home. Everything that people or hosts wrote is plain text, hostile until rendered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal
from uuid import UUID

from bot.knowledge.model import Language
from bot.onboarding.checklist import ChecklistPage, Led
from bot.preferences.machine import NO_OPTIONS, Options
from bot.reporting.model import Mood
from bot.worklist.model import WorklistPage

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
HostStanding = Literal["joined", "kept", "quarantined", "revoked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What is kept of one person's App Home.

    ``wanted`` rises whenever something in it changed and ``shown`` is how far the published view has come;
    ``view_hash`` is Slack's name for that view. ``questions`` counts those asked in it.
    """

    team: str
    user: str
    wanted: int = 0
    shown: int = 0
    view_hash: str = ""
    questions: int = 0

    @property
    def is_due(self) -> bool:
        """Whether it shows less than there is."""
        return self.shown < self.wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer that the person got: the last question that led to ``entry``."""

    question_id: UUID
    entry: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What was asked in the week from ``monday`` on, by words, and how it went."""

    monday: date
    asked: int = 0
    answered: int = 0
    suggested: int = 0
    abstained: int = 0

    @property
    def percent(self) -> int:
        """Of the questions, those that were answered."""
        return min(100, round(100 * self.answered / self.asked)) if self.asked else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Something by its title, and how often."""

    title: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HostLine:
    """A Host as its owner, or somebody who may look at it, sees it. ``age_s`` is of the last Report."""

    name: str
    is_mine: bool
    owner: str
    state: HostStanding
    is_online: bool
    mood: Mood | None = None
    age_s: float | None = None

    @property
    def can_check(self) -> bool:
        """Whether it makes sense to ask it."""
        return self.state in ("joined", "kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredLine:
    """An answer that may be opened again."""

    question_id: UUID
    title: str
    age_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What maintainers see of how it goes. ``picture_url`` is empty where Slack cannot reach the bot."""

    weeks: tuple[Week, ...] = ()
    asked_most: tuple[Counted, ...] = ()
    fails_most: tuple[Counted, ...] = ()
    picture_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """Everything that one person's App Home shows, as it was at ``made_at``.

    ``led`` are the teammates whom they look after, and how far those are with their checklists.
    ``is_chosen``: they chose ``language`` themselves. ``machine`` is their Platform in words. ``questions``
    names the field for a question: it changes when one was asked, which empties the field.
    """

    language: Language
    is_chosen: bool = False
    questions: int = 0
    machine: str = ""
    systems: Options = NO_OPTIONS
    arches: Options = NO_OPTIONS
    hosts: tuple[HostLine, ...] = ()
    answered: tuple[AnsweredLine, ...] = ()
    checklist: ChecklistPage | None = None
    led: tuple[Led, ...] = ()
    worklist: WorklistPage | None = None
    figures: Figures | None = None
    made_at: datetime = NEVER

    @property
    def is_fresh(self) -> bool:
        """Whether there is nothing of theirs yet."""
        return not (self.hosts or self.answered or self.machine or self.checklist)
