"""The table of the work-list."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, Uuid, func, text

from bot.storage.schema import MOMENT, metadata

worklist = Table(
    "worklist",
    metadata,
    Column(
        "question_id",
        Uuid,
        ForeignKey("questions.id", ondelete="CASCADE"),
        primary_key=True,
        comment="The question.",
    ),
    Column("why", Text, primary_key=True, comment="abstain, suggest, rated, handed or resolved."),
    Column("revision", Integer, nullable=False, comment="Of the question, when it was noted."),
    Column("at", MOMENT, nullable=False, server_default=func.now(), comment="When it was noted."),
    Column("detail", Text, nullable=False, server_default=text("''"), comment="The reason of a rating."),
    Column("words", Text, nullable=False, server_default=text("''"), comment="What they added to it."),
    Column(
        "by",
        Text,
        nullable=False,
        server_default=text("''"),
        comment="Who rated it, handed it on or resolved it.",
    ),
    Column("settled_at", MOMENT, comment="When it left the list."),
    Column("settled_as", Text, comment="taught, dismissed, answered, chosen or resolved."),
    Column("settled_by", Text, comment="Who settled it."),
    CheckConstraint("why IN ('abstain', 'suggest', 'rated', 'handed', 'resolved')", name="why"),
    Index(None, "settled_at", "at"),
    comment="Questions that were not served well, until somebody sees to them.",
)
