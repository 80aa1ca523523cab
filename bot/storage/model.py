"""The values that the Store keeps: what was asked, the reply's fate, and what is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast, get_args
from uuid import UUID

from bot.knowledge.model import Language
from bot.platforms.model import Known, Origin, Platform

Surface = Literal["mention", "dm", "command", "shortcut", "button", "follow-up", "overheard", "notice"]
CALLS: tuple[Surface, ...] = ("mention", "dm")
"""Surfaces by which a thread becomes one that the bot takes part in."""

OPENLY: tuple[Surface, ...] = ("mention", "follow-up", "overheard")
"""Surfaces by which something is said in a channel for all to see."""

ReplyState = Literal["pending", "posted", "withdrawn", "failed"]
NOWHERE = Platform()  # nothing is known of the machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Names one thing that Slack sent: ``channel`` and ``ts`` of a message or a click, and its ``event`` id.

    Where there is neither, ``event`` alone names it: a command's trigger id, or
    ``edit:<channel>:<ts>:<edited ts>``, prefixed so that kinds cannot collide. With ``lasts``,
    ``event`` may be taken again after that.
    """

    team: str
    surface: str
    channel: str | None = None
    ts: str | None = None
    event: str | None = None
    lasts: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as a handler hands it over; secrets in ``text`` are redacted by then.

    ``thread`` is where to answer (None: the channel itself); ``ts`` is the asker's own message, by
    which an edit finds its question again, or their click. ``response_url`` makes the reply private.
    """

    id: UUID
    team: str
    channel: str
    user_id: str
    surface: Surface
    text: str
    thread: str | None = None
    ts: str | None = None
    language: Language | None = None
    platform: Platform = NOWHERE
    about: str | None = None
    response_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow(Asked):
    """A kept question. ``revision`` counts edits from 1; ``outcome`` is None until it was answered."""

    asked_at: datetime
    revision: int = 1
    withdrawn: bool = False
    outcome: str | None = None
    entry: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRow:
    """A reply's fate. ``in_doubt``: a post was begun whose end is not known.

    ``revision`` is that of the question which the posted message shows.
    """

    question_id: UUID
    state: ReplyState = "pending"
    in_doubt: bool = False
    channel: str | None = None
    thread: str | None = None
    private: bool = False
    ts: str | None = None
    revision: int = 0
    attempts: int = 0
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a question was answered; ``kind`` is ``answer``, ``suggest``, ``abstain`` or ``silent``.

    ``settles``: the question whose near misses this was chosen from.
    """

    kind: str
    entry: str | None = None
    score: float | None = None
    settles: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadState:
    """What a thread is about."""

    entry: str | None = None
    platform: Platform = NOWHERE
    language: Language | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What a person asked us to remember."""

    platform: Platform = NOWHERE
    language: Language | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """How much retention removed."""

    claims: int
    questions: int
    threads: int


def platform_to_json(platform: Platform) -> dict[str, dict[str, str]]:
    """The known facts of ``platform``, each as ``{"value": ..., "origin": ...}``, perhaps with its ``host``."""
    return {
        name: {"value": fact.value, "origin": fact.origin} | ({"host": str(fact.host)} if fact.host else {})
        for name, fact in platform.facts().items()
    }


def platform_from_json(kept: dict[str, Any]) -> Platform:
    """The Platform that ``platform_to_json`` made ``kept`` of; a fact it cannot read is unknown."""
    facts = {
        name: Known(
            value=str(fact["value"]),
            origin=cast(Origin, fact["origin"]),
            host=UUID(fact["host"]) if "host" in fact else None,
        )
        for name, fact in kept.items()
        if name in ("arch", "distro", "release") and fact["origin"] in get_args(Origin)
    }
    return Platform(**facts)
