"""All that is said of one check of a Host, in one language; renderers only lay it out.

Texts named Markdown are safe to lay out as such: what a host sent stands in them as plain words.
Everything else is plain text, and hostile until the renderer has escaped it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.answering.model import Link, ShownCommand
from bot.checks.model import Status
from bot.knowledge.model import Language
from bot.platforms.model import Platform

Mood = Literal["healthy", "warned", "broken", "blind"]
"""Nothing to say / something to look at / something to mend / nothing could be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """One Check and what became of it; ``says`` is Markdown, empty where the title says enough."""

    check: str
    title: str
    status: Status
    says: str = ""
    code: str = ""
    blocked_by: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCause:
    """A Finding that nothing else explains, and what mends it.

    ``seen_in`` says how the facts were obtained; ``or_else`` (Markdown) what the same evidence would
    also fit; ``entry`` is the Entry that says more. ``refusal`` and ``note`` are Markdown.
    """

    finding: ShownFinding
    seen_in: tuple[str, ...] = ()
    or_else: tuple[str, ...] = ()
    entry: Link | None = None
    commands: tuple[ShownCommand, ...] = ()
    refusal: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownUnseen:
    """Checks that could not be looked at for one ``reason``, by title."""

    reason: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChanges:
    """What became of the findings of the Report before, by the titles of their Checks."""

    mended: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    remaining: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReport:
    """A Report in words. ``causes`` has the root cause first; ``findings`` are in the catalogue's order.

    ``lead`` is Markdown and comes before the causes; ``notices`` are small remarks.
    """

    language: Language
    host: str
    mood: Mood
    title: str
    lead: str
    facts: tuple[str, ...]
    findings: tuple[ShownFinding, ...]
    platform: Platform
    causes: tuple[ShownCause, ...] = ()
    unseen: tuple[ShownUnseen, ...] = ()
    changes: ShownChanges | None = None
    passed: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    user: str = ""
    observed_at: datetime | None = None
    age_s: float | None = None
