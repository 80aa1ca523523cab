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
    also fit; ``entry`` is the Entry that says more. ``refusal`` is the reason why there are no commands and
    the alternative; both and ``note`` are Markdown. ``left_out`` counts commands that are not shown.
    """

    finding: ShownFinding
    seen_in: tuple[str, ...] = ()
    or_else: tuple[str, ...] = ()
    entry: Link | None = None
    commands: tuple[ShownCommand, ...] = ()
    refusal: tuple[str, str] | None = None
    note: str = ""
    left_out: int = 0


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

    ``lead`` is Markdown and comes before the causes; ``remarks`` are warnings that nothing mends;
    ``notices`` are small lines of ours, in which code may stand.
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
    remarks: tuple[ShownFinding, ...] = ()
    unseen: tuple[ShownUnseen, ...] = ()
    changes: ShownChanges | None = None
    passed: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    user: str = ""
    observed_at: datetime | None = None
    age_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A person, user group or channel, by its Slack id."""

    kind: Literal["person", "group", "channel"]
    id: str


Row = tuple[str | Mention | datetime, ...]
"""One line; its strings are Markdown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines under a title."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A button: ``action`` is what Slack sends back, as ``check_host:web-1``.

    It stands ``beside`` whom it is about, where it is one of several: only Slack knows what a channel is called.
    """

    label: str
    action: str
    style: Literal["", "primary", "danger"] = ""
    beside: Mention | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is said of hosts and is no Report. ``says`` and ``after`` are Markdown.

    ``whom`` ends the last sentence of ``says``; ``secret`` is a code to type in somewhere. ``is_done``
    tells whether what was wanted was done.
    """

    language: Language
    title: str = ""
    says: tuple[str, ...] = ()
    whom: Row = ()
    secret: str = ""
    commands: tuple[ShownCommand, ...] = ()
    groups: tuple[Group, ...] = ()
    after: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    is_done: bool = True
