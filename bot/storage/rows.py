"""Between the tables' rows and the Store's values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from bot.knowledge.model import Language
from bot.platforms.model import Platform
from bot.storage.model import (
    Asked,
    Person,
    QuestionRow,
    ReplyRow,
    ThreadState,
    platform_from_json,
    platform_to_json,
)

Row = Mapping[Any, Any]


def from_asked(asked: Asked) -> dict[str, Any]:
    """The columns of a new question."""
    columns = {field.name: getattr(asked, field.name) for field in fields(Asked)}
    return columns | {"platform": platform_to_json(asked.platform)}


def to_question(row: Row) -> QuestionRow:
    """A kept question."""
    columns = {field.name: row[field.name] for field in fields(QuestionRow)}
    return QuestionRow(**columns | {"platform": platform_from_json(row["platform"])})


def to_reply(row: Row) -> ReplyRow:
    """A reply's fate."""
    columns = {field.name: row[field.name] for field in fields(ReplyRow) if field.name != "in_doubt"}
    return ReplyRow(in_doubt=row["intended_at"] is not None, **columns)


def to_thread(row: Row) -> ThreadState:
    """What a thread is about."""
    return ThreadState(
        entry=row["entry"], platform=platform_from_json(row["platform"]), language=row["language"]
    )


def to_person(row: Row) -> Person:
    """What a person asked us to remember."""
    return Person(platform=platform_from_json(row["platform"]), language=row["language"])


def from_known(platform: Platform, language: Language | None) -> dict[str, Any]:
    """The columns that threads and people share."""
    return {"platform": platform_to_json(platform), "language": language}
