"""What was taught, and what is about to be: values, plain enough to be kept as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from bot.knowledge.model import Entry, Language

LessonKind = Literal["utterance", "entry", "off_topic"]
TAUGHT_THEME = "taught"
"""The theme of ``off_topic.yaml`` that lines taught as "not ours" belong to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One thing to learn: a line that asks for an Entry, a whole Entry, or a line that is not ours to answer.

    ``entry`` is the Entry's id (empty for ``off_topic``); ``line`` and its ``language`` are empty and None for
    a drafted Entry, which stands in ``draft``.
    """

    kind: LessonKind
    entry: str = ""
    line: str = ""
    language: Language | None = None
    draft: Entry | None = None

    def __post_init__(self) -> None:
        if (self.kind == "entry") != (self.draft is not None) or (self.kind == "entry") == bool(self.line):
            raise ValueError("an Entry is drafted, everything else is a line")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryForm:
    """The fields of a new Entry, as typed; several lines where there may be several."""

    id: str
    title_ko: str
    title_en: str
    summary_ko: str
    summary_en: str
    utterances_ko: str
    utterances_en: str
    commands: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaughtLesson:
    """A Lesson with who taught it and when."""

    id: UUID
    team: str
    lesson: Lesson
    taught_by: str
    taught_at: datetime

    @property
    def ref(self) -> str:
        """Its name to people."""
        return self.id.hex[:8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A question that would be answered differently. ``before`` and ``after`` are Entry ids, None for no answer.

    ``source``: a ``development`` question, an ``utterance`` of the knowledge, one that was ``asked`` here.
    """

    text: str
    before: str | None
    after: str | None
    source: Literal["development", "utterance", "asked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of trying a lesson: ``tried`` questions of which ``changes`` would be answered differently.

    ``faults`` are those of the knowledge with the lesson in it, as ``kb check`` says them. ``opens`` counts
    questions of the work-list that would be answered then.
    """

    tried: int = 0
    changes: tuple[Change, ...] = ()
    faults: tuple[str, ...] = ()
    opens: int = 0


ProposalState = Literal["checking", "ready", "unsound", "taught", "cancelled", "undone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A lesson that somebody wants to teach, on its way.

    ``base`` names the knowledge that it was tried against; ``view_id`` the modal that waits for the result,
    None once it was closed; ``notice_id`` the direct message that told it instead; ``settles`` the questions of
    the work-list that it is about.
    """

    id: UUID
    team: str
    by: str
    language: Language
    lesson: Lesson
    state: ProposalState = "checking"
    base: str = ""
    trial: Trial | None = None
    settles: tuple[UUID, ...] = ()
    view_id: str | None = None
    notice_id: UUID | None = None
    at: datetime | None = None
