"""The tables of what follows an answer: ratings, who helps a channel, questions given to people, guides."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from bot.storage.schema import MOMENT, metadata


def _question(name: str, comment: str, *, is_key: bool = False) -> Column[UUID]:
    question = ForeignKey("questions.id", ondelete="CASCADE")
    return Column(name, Uuid, question, primary_key=is_key, nullable=False, comment=comment)


ratings = Table(
    "ratings",
    metadata,
    _question("question_id", "The question whose reply was rated.", is_key=True),
    Column("user_id", Text, primary_key=True, comment="Who rated it; a random word once they are forgotten."),
    _question("root_id", "The question in words behind it."),
    Column("is_good", Boolean, nullable=False, comment="Thumbs up."),
    Column(
        "reason", Text, nullable=False, comment="wrong, outdated, failed or other; empty if none was told."
    ),
    Column("words", Text, nullable=False, comment="What they added, with secrets redacted."),
    Column("may_ask", Boolean, nullable=False, comment="A person may come back to them."),
    Column("entry", Text, comment="Entry that was answered with."),
    Column("platform", JSONB, nullable=False, comment="The machine that was known."),
    Column("score", Float, comment="How well the Entry fitted, 0 to 1."),
    Column("rated_at", MOMENT, nullable=False, server_default=func.now(), comment="Last change."),
    Index(None, "root_id"),
    comment="What people think of replies: one row a person and reply, gone with its question.",
)

channel_helpers = Table(
    "channel_helpers",
    metadata,
    Column("team", Text, primary_key=True, comment="Workspace."),
    Column("channel", Text, primary_key=True, comment="Conversation."),
    Column("people", ARRAY(Text), nullable=False, comment="Users to tag."),
    Column("groups", ARRAY(Text), nullable=False, comment="User groups to tag."),
    Column("set_by", Text, nullable=False, comment="The maintainer who said so."),
    Column(
        "set_at", MOMENT, nullable=False, comment="When they said it: an older word never replaces a newer."
    ),
    comment="Who is tagged where somebody asks for a person.",
)

handovers = Table(
    "handovers",
    metadata,
    _question("root_id", "The question in words that was given to people.", is_key=True),
    _question("question_id", "The press whose reply is the message that tags them."),
    Column("team", Text, nullable=False, comment="Workspace."),
    Column("user_id", Text, nullable=False, comment="Who wanted a person."),
    Column("handed_at", MOMENT, nullable=False, server_default=func.now(), comment="When."),
    Column("resolved_by", Text, comment="Who closed it."),
    Column("resolved_at", MOMENT, comment="When it was closed."),
    Index(None, "question_id"),
    Index(None, "team", "user_id", "handed_at"),
    comment="Questions given to people: one message a question, however often it is asked for.",
)

guide_walks = Table(
    "guide_walks",
    metadata,
    _question("question_id", "The press whose reply is the message with the step.", is_key=True),
    Column("step", Integer, nullable=False, comment="The step that is shown, counted from 0."),
    Column(
        "moves", Integer, nullable=False, comment="How often it changed: a button is good for one of them."
    ),
    Column("state", Text, nullable=False, comment="walking, failed, done or stopped."),
    Column("failure_id", Uuid, comment="The question that told an error of the step."),
    Column("moved_to", Uuid, comment="The press whose reply shows the step by now, in place of this one's."),
    Column("updated_at", MOMENT, nullable=False, server_default=func.now(), comment="Last change."),
    CheckConstraint("state IN ('walking', 'failed', 'done', 'stopped')", name="state"),
    Index(None, "failure_id"),
    comment="How far people are in a guide.",
)

__all__ = ["channel_helpers", "guide_walks", "handovers", "ratings"]
