"""The tables, each with what it is for; docs/storage.md shows the same words.

Those of hosts are in ``host_tables.py``, that of the work-list in ``worklist_tables.py``. procrastinate keeps its own (``procrastinate_*``) beside them.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from bot.storage import (
    home_tables,
    host_tables,
    installation_tables,
    leading_tables,
    onboarding_tables,
    open_channel_tables,
    teaching_tables,
    worklist_tables,
)
from bot.storage.schema import MOMENT, metadata

__all__ = [
    "channels",
    "claims",
    "home_tables",
    "host_tables",
    "installation_tables",
    "leading_tables",
    "metadata",
    "onboarding_tables",
    "open_channel_tables",
    "people",
    "questions",
    "replies",
    "teaching_tables",
    "threads",
    "worklist_tables",
]

claims = Table(
    "claims",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True, comment="Order of arrival."),
    Column("team", Text, nullable=False, comment="Workspace."),
    Column("channel", Text, comment="Conversation of a message; null where Slack sends no ts."),
    Column("ts", Text, comment="The message or the click, unique in its channel."),
    Column("event", Text, comment="Event id, or the id of a command, an action or an edit."),
    Column("surface", Text, nullable=False, comment="What got it first: mention, dm, command, ..."),
    Column("claimed_at", MOMENT, nullable=False, server_default=func.now(), comment="When it was taken."),
    UniqueConstraint("team", "channel", "ts"),
    UniqueConstraint("team", "event"),
    CheckConstraint("event IS NOT NULL OR (channel IS NOT NULL AND ts IS NOT NULL)", name="names_something"),
    Index(None, "claimed_at"),
    comment="What Slack sent and who took it first: one row, one handling, however often it is sent.",
)

questions = Table(
    "questions",
    metadata,
    Column("id", Uuid, primary_key=True, comment="Ours; also names the reply in Slack's metadata."),
    Column("team", Text, nullable=False, comment="Workspace."),
    Column("channel", Text, nullable=False, comment="Conversation that it was asked in."),
    Column("thread", Text, comment="ts of the thread to answer in; null for the channel itself."),
    Column("ts", Text, comment="The person's message or click; null for a command or shortcut."),
    Column("user_id", Text, nullable=False, comment="Who asked."),
    Column(
        "surface",
        Text,
        nullable=False,
        comment="How: mention, dm, command, shortcut, button, follow-up, overheard, notice.",
    ),
    Column("text", Text, nullable=False, comment="What was asked, with secrets redacted."),
    Column("language", Text, comment="ko or en; null to follow the text."),
    Column("platform", JSONB, nullable=False, comment="What was known of the machine, each with its origin."),
    Column("about", Text, comment="Entry that the thread was on."),
    Column("response_url", Text, comment="Where a private reply goes for 30 minutes; erased once used."),
    Column("revision", Integer, nullable=False, server_default=text("1"), comment="Counts edits."),
    Column("withdrawn", Boolean, nullable=False, server_default=text("false"), comment="They deleted it."),
    Column("outcome", Text, comment="answer, suggest or abstain; null until answered."),
    Column("entry", Text, comment="Entry that was answered with."),
    Column("score", Float, comment="How well it fitted, 0 to 1."),
    Column("asked_at", MOMENT, nullable=False, server_default=func.now(), comment="When we took it."),
    Index(None, "team", "channel", "ts"),
    Index(None, "asked_at"),
    comment="Every question that was taken to be answered.",
)

replies = Table(
    "replies",
    metadata,
    Column(
        "question_id",
        Uuid,
        ForeignKey("questions.id", ondelete="CASCADE"),
        primary_key=True,
        comment="The question that it answers.",
    ),
    Column("state", Text, nullable=False, comment="pending, posted, withdrawn or failed."),
    Column("intended_at", MOMENT, comment="A post was begun and its end is not known."),
    Column("channel", Text, comment="Where it stands, once posted."),
    Column("thread", Text, comment="The thread that it stands in."),
    Column(
        "private", Boolean, nullable=False, server_default=text("false"), comment="Only the asker saw it."
    ),
    Column("ts", Text, comment="The posted message, set by compare-and-set; null for a private reply."),
    Column(
        "revision", Integer, nullable=False, server_default=text("0"), comment="Question's that it shows."
    ),
    Column(
        "attempts", Integer, nullable=False, server_default=text("0"), comment="Tries since the last edit."
    ),
    Column("fault", Text, comment="Why it was given up."),
    Column("updated_at", MOMENT, nullable=False, server_default=func.now(), comment="Last change."),
    CheckConstraint("state IN ('pending', 'posted', 'withdrawn', 'failed')", name="state"),
    comment="The one message that answers a question: from the intent to post it to its fate.",
)

threads = Table(
    "threads",
    metadata,
    Column("team", Text, primary_key=True, comment="Workspace."),
    Column("channel", Text, primary_key=True, comment="Conversation."),
    Column("thread", Text, primary_key=True, comment="ts of its first message."),
    Column("entry", Text, comment="Entry that the thread is on."),
    Column("platform", JSONB, nullable=False, comment="What is known of the machine talked about."),
    Column("language", Text, comment="Language spoken in it."),
    Column("updated_at", MOMENT, nullable=False, server_default=func.now(), comment="Last change."),
    Index(None, "updated_at"),
    comment="Threads that the bot takes part in, so that a follow-up has something to be about.",
)

people = Table(
    "people",
    metadata,
    Column("team", Text, primary_key=True, comment="Workspace."),
    Column("user_id", Text, primary_key=True, comment="Person."),
    Column("platform", JSONB, nullable=False, comment="The machine that they saved."),
    Column("language", Text, comment="The language that they chose."),
    Column("updated_at", MOMENT, nullable=False, server_default=func.now(), comment="Last change."),
    comment="What a person asked us to remember.",
)

channels = Table(
    "channels",
    metadata,
    Column("team", Text, primary_key=True, comment="Workspace."),
    Column("channel", Text, primary_key=True, comment="Conversation."),
    Column("free_at", MOMENT, nullable=False, comment="No message before this moment (server's clock)."),
    comment="When each channel may get its next message: Slack allows one a second.",
)
