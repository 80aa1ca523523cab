"""What the work-list shows: items, their groups by likeness, and what was counted of a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from bot.answering.model import Candidate
from bot.knowledge.model import Language
from bot.platforms.model import Platform

Why = Literal["abstain", "suggest", "rated", "handed", "resolved"]
"""No answer; near misses of which none was chosen; a bad rating; given to a person; solved by one, and not taught."""

WHYS: tuple[Why, ...] = get_args(Why)
Settled = Literal["taught", "dismissed", "answered", "chosen", "resolved"]

REF_CHARS = 8
"""By so many of its first letters a question or group is named to people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One reason why a question is on the list. ``detail`` is the reason of a rating, ``words`` what was added.

    ``settled`` and ``settled_by`` tell how it left the list, if it did.
    """

    why: Why
    at: datetime
    detail: str = ""
    words: str = ""
    by: str = ""
    settled: Settled | None = None
    settled_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A question on the list. ``asker`` is None where it was asked in private: then it is nobody's business.

    ``platform`` is what was known of the machine beside the words, and nothing that was seen on a Host.
    ``is_check``: it was answered with a Report, which is its owner's business too; then nothing is told but that.
    """

    question_id: UUID
    team: str
    text: str
    asked_at: datetime
    notes: tuple[Note, ...]
    asker: str | None = None
    channel: str | None = None
    entry: str | None = None
    score: float | None = None
    platform: Platform = Platform()  # noqa: RUF009 # frozen: one unknown Platform may be shared
    is_check: bool = False

    @property
    def ref(self) -> str:
        """Its name to people."""
        return self.question_id.hex[:REF_CHARS]

    @property
    def whys(self) -> tuple[Why, ...]:
        """Why it is there, each once, in the order of WHYS; of a settled one, why it was."""
        open_ones = {note.why for note in self.notes if note.settled is None}
        shown = open_ones or {note.why for note in self.notes}
        return tuple(why for why in WHYS if why in shown)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return any(note.settled is None for note in self.notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """How a question was served, as people read it; empty or None where that is not known.

    ``title`` is that of the Entry it was answered with, ``machine`` the Platform, ``score`` in [0, 1].
    """

    title: str = ""
    machine: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklistGroup:
    """Items that ask much the same, the oldest first, and for each how it was ``served``.

    ``nearest`` are the Entries that come near.
    """

    items: tuple[Item, ...]
    nearest: tuple[Candidate, ...]
    served: tuple[Served, ...] = ()

    @property
    def ref(self) -> str:
        """Its name to people: that of its oldest item."""
        return self.items[0].ref

    @property
    def count(self) -> int:
        """How many questions it has."""
        return len(self.items)

    @property
    def text(self) -> str:
        """The newest wording."""
        return self.items[-1].text

    @property
    def last_served(self) -> Served:
        """How the one was served that people had most to say about: the newest that was rated, or the newest."""
        pairs = list(zip(self.items, self.served, strict=False))
        rated = [served for item, served in pairs if "rated" in item.whys]
        return (rated or [served for _, served in pairs] or [Served()])[-1]

    @property
    def is_check(self) -> bool:
        """Whether it is about Reports: there is nothing to teach then."""
        return all(item.is_check for item in self.items)

    @property
    def examples(self) -> tuple[Item, ...]:
        """The newest few that are worded differently."""
        by_text = {" ".join(item.text.lower().split()): item for item in self.items}
        return tuple(reversed(by_text.values()))[:3]

    @property
    def oldest(self) -> datetime:
        """When it was asked first."""
        return self.items[0].asked_at

    @property
    def newest(self) -> datetime:
        """When it was asked last."""
        return max(item.asked_at for item in self.items)

    @property
    def question_ids(self) -> tuple[UUID, ...]:
        """All of its questions."""
        return tuple(item.question_id for item in self.items)

    def tally(self) -> tuple[tuple[Why, int], ...]:
        """How many items there are for each reason."""
        counts = ((why, sum(why in item.whys for item in self.items)) for why in WHYS)
        return tuple((why, count) for why, count in counts if count)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklistPage:
    """The list as App Home and the terminal show it: ``groups`` with the largest first.

    ``total`` counts items and ``all_groups`` groups, also those that are not shown; ``faults`` are lines
    such as ``web.yaml:14: unknown key`` where the knowledge files are broken just now.
    """

    language: Language
    groups: tuple[WorklistGroup, ...]
    total: int
    all_groups: int
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedEntry:
    """How often answers with an Entry were rated badly."""

    entry: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What was asked in a span of time, and how it went."""

    asked: int = 0
    answered: int = 0
    suggested: int = 0
    abstained: int = 0
    rated: tuple[RatedEntry, ...] = ()
