"""The table of onboarding: how far each teammate is."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from bot.storage.schema import MOMENT, metadata

_EMPTY = text("''")

onboardings = Table(
    "onboardings",
    metadata,
    Column("id", Uuid, primary_key=True, comment="Ours; in the buttons of the checklist."),
    Column("team", Text, nullable=False, comment="Workspace."),
    Column("user_id", Text, nullable=False, comment="Whose checklist it is; they have one."),
    Column("language", Text, nullable=False, comment="ko or en."),
    Column("state", Text, nullable=False, comment="active, done, or stopped: they want none."),
    Column(
        "progress",
        JSONB,
        nullable=False,
        comment="Steps that are done or skipped, by whom or what, and Entries that they were shown.",
    ),
    Column("lead", Text, comment="Who sees how far they are."),
    Column("started_by", Text, comment="Who began it; null for whoever has just joined."),
    Column("zone", Text, nullable=False, server_default=_EMPTY, comment="Their time zone, if known."),
    Column("nudges", Integer, nullable=False, server_default=text("0"), comment="Reminders so far."),
    Column(
        "wants_nudges",
        Boolean,
        nullable=False,
        server_default=text("true"),
        comment="False once they said to stop.",
    ),
    Column(
        "is_told",
        Boolean,
        nullable=False,
        server_default=text("false"),
        comment="They were told that all is done.",
    ),
    Column("request", Uuid, comment="The question that asked for it last; the same one counts once."),
    Column("notice", Uuid, comment="The question whose reply is the checklist."),
    Column("started_at", MOMENT, nullable=False, comment="When it began, or began anew."),
    Column("progressed_at", MOMENT, nullable=False, comment="The last tick."),
    UniqueConstraint("team", "user_id"),
    CheckConstraint("state IN ('active', 'done', 'stopped')", name="state"),
    Index(None, "progressed_at"),
    comment="How far each new teammate is with the checklist.",
)
