"""The tables of teaching: what was taught, what is about to be, and who reads the weekly digest."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Table, Text, Uuid, func, text
from sqlalchemy.dialects.postgresql import JSONB

from bot.storage.schema import MOMENT, metadata

lessons = Table(
    "lessons",
    metadata,
    Column("id", Uuid, primary_key=True, comment="That of the proposal that it came from."),
    Column("team", Text, nullable=False, comment="Workspace that it was taught in; it holds in all."),
    Column(
        "lesson",
        JSONB,
        nullable=False,
        comment="A line and its Entry, a drafted Entry, or a line that is not ours.",
    ),
    Column("taught_by", Text, nullable=False, comment="Who taught it."),
    Column("taught_at", MOMENT, nullable=False, server_default=func.clock_timestamp(), comment="When."),
    Column("forgotten_at", MOMENT, comment="When it was taken back."),
    Column("forgotten_by", Text, comment="By whom."),
    Column("written_at", MOMENT, comment="When it was first seen in the files, which say it from then on."),
    Index(None, "taught_at"),
    comment="What maintainers taught, laid over the knowledge files until those say it.",
)

proposals = Table(
    "proposals",
    metadata,
    Column(
        "id", Uuid, primary_key=True, comment="Made of the modal that was sent off, so that twice is once."
    ),
    Column("team", Text, nullable=False, comment="Workspace."),
    Column("by", Text, nullable=False, comment="Who wants to teach it."),
    Column("language", Text, nullable=False, comment="In which they are spoken to."),
    Column("lesson", JSONB, nullable=False, comment="As in lessons."),
    Column("state", Text, nullable=False, comment="checking, ready, unsound, taught, cancelled or undone."),
    Column(
        "base",
        Text,
        nullable=False,
        server_default=text("''"),
        comment="The knowledge that it was tried against.",
    ),
    Column("trial", JSONB, comment="Which questions it would answer differently."),
    Column(
        "settles", JSONB, nullable=False, comment="Ids of the questions of the work-list that it is about."
    ),
    Column("view_id", Text, comment="The modal that waits for the result; null once it is closed."),
    Column("notice_id", Uuid, comment="The question by which the result is told in a direct message."),
    Column("at", MOMENT, nullable=False, server_default=func.now(), comment="When it was proposed."),
    CheckConstraint(
        "state IN ('checking', 'ready', 'unsound', 'taught', 'cancelled', 'undone')", name="state"
    ),
    Index(None, "at"),
    comment="Lessons on their way: tried first, taught when somebody has seen what they change.",
)

digest_readers = Table(
    "digest_readers",
    metadata,
    Column("team", Text, primary_key=True, comment="Workspace."),
    Column("user_id", Text, primary_key=True, comment="A maintainer."),
    Column(
        "week",
        Text,
        nullable=False,
        server_default=text("''"),
        comment="ISO week of the last digest, such as 2026-W47.",
    ),
    Column("opted_out", Boolean, nullable=False, server_default=text("false"), comment="They want none."),
    comment="Who got which weekly digest: one a week, whatever is sent twice.",
)
