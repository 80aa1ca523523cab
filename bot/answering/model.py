"""The values of the answer path: Question in, Answer or Abstention out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.knowledge.model import Language, Source
from bot.platforms.model import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a person asked.

    ``text`` is as typed; ``language`` is their wish, or None to follow the text;
    ``platform`` is what was known before the question was read (flags, thread, host, saved,
    workspace default); ``about`` is the Entry that the thread is on, so that "and on arm?"
    has something to be about.
    """

    text: str
    language: Language | None = None
    platform: Platform = Platform()  # noqa: RUF009 # frozen: one unknown Platform may be shared
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An Entry that may be meant; ``score`` is in [0, 1]."""

    entry: str
    title: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that spoke for (``weight`` > 0) or against an Entry: a word, concept or signature."""

    kind: Literal["signature", "concept", "word", "gate", "utterance", "layout", "context"]
    what: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The Matcher found the Entry: ``margin`` is the lead over the runner-up's score.

    ``gate`` is how surely the question lies inside the knowledge base at all, in [0, 1].

    ``signature`` is the id of the error signature that named it, if one did; ``layout`` tells
    that the text made sense only when read in the other keyboard layout.
    """

    entry: str
    score: float
    margin: float
    candidates: tuple[Candidate, ...]
    why: tuple[Reason, ...]
    gate: float = 1.0
    signature: str | None = None
    layout: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """No Entry was clear: ``near`` has at most three near misses, best first.

    ``close``: near misses worth offering as "did you mean"; ``outside``: not a subject of the
    knowledge base; ``empty``: nothing was asked.
    """

    reason: Literal["close", "outside", "empty"]
    language: Language
    platform: Platform
    near: tuple[Candidate, ...] = ()
    score: float = 0.0
    margin: float = 0.0
    gate: float = 0.0
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCommand:
    """A command chosen for the Platform, in the asker's language; ``run`` pastes as it is."""

    does: str
    run: str
    shell: Literal["sh", "powershell"]
    needs_root: bool
    grants_root: bool
    expect: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTable:
    """Rows of plain cells; ``attribution`` says whose table it is."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    attribution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPicture:
    """A picture's file stem (``<stem>.png`` and ``.svg`` in ``knowledge/pictures``) and its words."""

    stem: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another Entry, by id and title."""

    entry: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """All that is to be said, in one language, for one Platform; renderers only lay it out.

    ``notices`` are short remarks on how the question was read ("I read it as 도커 설치", "I
    assumed Ubuntu"); ``lead`` names the pasted error and its cause; ``refusal`` is the reason
    and the alternative where no command exists, and then ``commands`` is empty;
    ``ask_arch`` lists the arch ids worth a button when the arch is unknown and would matter.
    ``summary``, ``lead``, ``body``, ``warnings``, ``changed`` and ``refusal`` are Markdown
    (paragraphs, lists, ``code``, **bold**, links; no headings, tables or HTML).
    """

    entry: str
    language: Language
    platform: Platform
    match: Match | None
    title: str
    summary: str
    lead: str = ""
    notices: tuple[str, ...] = ()
    refusal: tuple[str, str] | None = None
    commands: tuple[ShownCommand, ...] = ()
    body: str = ""
    tables: tuple[ShownTable, ...] = ()
    pictures: tuple[ShownPicture, ...] = ()
    warnings: tuple[str, ...] = ()
    changed: str = ""
    next: Link | None = None
    see_also: tuple[Link, ...] = ()
    sources: tuple[Source, ...] = ()
    reviewed: str = ""
    ask_arch: tuple[str, ...] = ()


Reply = Answer | Abstention
