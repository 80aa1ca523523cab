"""The values of onboarding: who somebody is, how far they are, and what shows that a step is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from bot.knowledge.model import Language

State = Literal["active", "done", "stopped"]
"""``stopped``: they said that it is not for them, or have left the workspace."""
How = Literal["said", "shown", "skipped"]
"""They said that it is done / something showed it / they left it out."""
Act = Literal["done", "skip", "undo", "show", "stop", "resume", "restart", "quiet", "language"]

NOTICE = "onboarding"
"""Begins the text of a question that nobody asked: ``onboarding:<what>:<id>``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Who somebody is to Slack. ``zone`` is an IANA name, or empty; ``language`` that of their Slack, if it is ours.

    ``is_teammate``: a person of this workspace who is neither a guest nor gone; ``has_left``: gone.
    """

    team: str
    user: str
    is_teammate: bool
    has_left: bool = False
    language: Language | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What became of a step. ``host`` is the Host that showed it; ``came_back`` the Check that is now behind its failing."""

    how: How
    at: datetime
    host: str = ""
    came_back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Onboarding:
    """One person's way. ``read`` are the Entries that they were shown; ``lead`` sees how far they are.

    ``notice`` is the question whose reply is the checklist; ``request`` what it was last wanted by, so that the
    same wish counts once. ``progressed_at`` is the last tick. ``is_told``: they were told that all is done.
    """

    id: UUID
    team: str
    user: str
    language: Language
    started_at: datetime
    progressed_at: datetime
    state: State = "active"
    marks: Mapping[str, Mark] = field(default_factory=dict)
    read: tuple[str, ...] = ()
    lead: str | None = None
    started_by: str | None = None
    zone: str = ""
    nudges: int = 0
    wants_nudges: bool = True
    is_told: bool = False
    request: UUID | None = None
    notice: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was seen of a person: an Entry that they were shown, their machine, a host.

    ``passed`` and ``failed`` are Checks on ``host``; a failed one with the Check that is behind it.
    """

    entry: str = ""
    is_machine_known: bool = False
    has_host: bool = False
    host: str = ""
    passed: frozenset[str] = frozenset()
    failed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """A button of the checklist. ``token`` is the onboarding's id, as the renderer wrote it into the button."""

    team: str
    user: str
    act: Act
    target: str
    token: str
    channel: str | None = None
    message_ts: str | None = None


def notice_text(what: str, onboarding_id: UUID) -> str:
    """The text of the question by which somebody is told something; ``what`` is list, done or nudge<n>."""
    return f"{NOTICE}:{what}:{onboarding_id}"


def read_notice(text: str) -> tuple[str, UUID] | None:
    """What ``notice_text`` wrote."""
    mark, _, rest = text.partition(":")
    what, _, onboarding_id = rest.partition(":")
    try:
        return (what, UUID(onboarding_id)) if mark == NOTICE else None
    except ValueError:
        return None
