"""The first tables: claims, questions and their replies, threads, people, channels."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The first tables."""
    op.create_table(
        "channels",
        sa.Column("team", sa.Text(), nullable=False, comment="Workspace."),
        sa.Column("channel", sa.Text(), nullable=False, comment="Conversation."),
        sa.Column(
            "free_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="No message before this moment (server's clock).",
        ),
        sa.PrimaryKeyConstraint("team", "channel", name=op.f("pk_channels")),
        comment="When each channel may get its next message: Slack allows one a second.",
    )
    op.create_table(
        "claims",
        sa.Column(
            "id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="Order of arrival."
        ),
        sa.Column("team", sa.Text(), nullable=False, comment="Workspace."),
        sa.Column(
            "channel",
            sa.Text(),
            nullable=True,
            comment="Conversation of a message; null where Slack sends no ts.",
        ),
        sa.Column("ts", sa.Text(), nullable=True, comment="The message, unique in its channel."),
        sa.Column(
            "event",
            sa.Text(),
            nullable=True,
            comment="Event id, or the id of a command, an action or an edit.",
        ),
        sa.Column(
            "surface", sa.Text(), nullable=False, comment="What got it first: mention, dm, command, ..."
        ),
        sa.Column(
            "claimed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When it was taken.",
        ),
        sa.CheckConstraint(
            "event IS NOT NULL OR (channel IS NOT NULL AND ts IS NOT NULL)",
            name=op.f("ck_claims_names_something"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("team", "channel", "ts", name=op.f("uq_claims_team_channel_ts")),
        sa.UniqueConstraint("team", "event", name=op.f("uq_claims_team_event")),
        comment="What Slack sent and who took it first: one row, one handling, however often it is sent.",
    )
    op.create_index(op.f("ix_claims_claimed_at"), "claims", ["claimed_at"], unique=False)
    op.create_table(
        "people",
        sa.Column("team", sa.Text(), nullable=False, comment="Workspace."),
        sa.Column("user_id", sa.Text(), nullable=False, comment="Person."),
        sa.Column(
            "platform",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="The machine that they saved.",
        ),
        sa.Column("language", sa.Text(), nullable=True, comment="The language that they chose."),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="Last change.",
        ),
        sa.PrimaryKeyConstraint("team", "user_id", name=op.f("pk_people")),
        comment="What a person asked us to remember.",
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.Uuid(), nullable=False, comment="Ours; also names the reply in Slack's metadata."),
        sa.Column("team", sa.Text(), nullable=False, comment="Workspace."),
        sa.Column("channel", sa.Text(), nullable=False, comment="Conversation that it was asked in."),
        sa.Column(
            "thread",
            sa.Text(),
            nullable=True,
            comment="ts of the thread to answer in; null for the channel itself.",
        ),
        sa.Column(
            "ts",
            sa.Text(),
            nullable=True,
            comment="The person's message; null for a command, shortcut or button.",
        ),
        sa.Column("user_id", sa.Text(), nullable=False, comment="Who asked."),
        sa.Column(
            "surface",
            sa.Text(),
            nullable=False,
            comment="How: mention, dm, command, shortcut, button, follow-up.",
        ),
        sa.Column("text", sa.Text(), nullable=False, comment="What was asked, with secrets redacted."),
        sa.Column("language", sa.Text(), nullable=True, comment="ko or en; null to follow the text."),
        sa.Column(
            "platform",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="What was known of the machine, each with its origin.",
        ),
        sa.Column("about", sa.Text(), nullable=True, comment="Entry that the thread was on."),
        sa.Column(
            "response_url",
            sa.Text(),
            nullable=True,
            comment="Where a private reply goes for 30 minutes; erased once used.",
        ),
        sa.Column(
            "revision", sa.Integer(), server_default=sa.text("1"), nullable=False, comment="Counts edits."
        ),
        sa.Column(
            "withdrawn",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="They deleted it.",
        ),
        sa.Column(
            "outcome", sa.Text(), nullable=True, comment="answer, suggest or abstain; null until answered."
        ),
        sa.Column("entry", sa.Text(), nullable=True, comment="Entry that was answered with."),
        sa.Column("score", sa.Float(), nullable=True, comment="How well it fitted, 0 to 1."),
        sa.Column(
            "asked_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When we took it.",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        comment="Every question that was taken to be answered.",
    )
    op.create_index(op.f("ix_questions_asked_at"), "questions", ["asked_at"], unique=False)
    op.create_index(
        op.f("ix_questions_team_channel_ts"), "questions", ["team", "channel", "ts"], unique=False
    )
    op.create_table(
        "threads",
        sa.Column("team", sa.Text(), nullable=False, comment="Workspace."),
        sa.Column("channel", sa.Text(), nullable=False, comment="Conversation."),
        sa.Column("thread", sa.Text(), nullable=False, comment="ts of its first message."),
        sa.Column("entry", sa.Text(), nullable=True, comment="Entry that the thread is on."),
        sa.Column(
            "platform",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="What is known of the machine talked about.",
        ),
        sa.Column("language", sa.Text(), nullable=True, comment="Language spoken in it."),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="Last change.",
        ),
        sa.PrimaryKeyConstraint("team", "channel", "thread", name=op.f("pk_threads")),
        comment="Threads that the bot takes part in, so that a follow-up has something to be about.",
    )
    op.create_index(op.f("ix_threads_updated_at"), "threads", ["updated_at"], unique=False)
    op.create_table(
        "replies",
        sa.Column("question_id", sa.Uuid(), nullable=False, comment="The question that it answers."),
        sa.Column("state", sa.Text(), nullable=False, comment="pending, posted, withdrawn or failed."),
        sa.Column(
            "intended_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="A post was begun and its end is not known.",
        ),
        sa.Column("channel", sa.Text(), nullable=True, comment="Where it stands, once posted."),
        sa.Column("thread", sa.Text(), nullable=True, comment="The thread that it stands in."),
        sa.Column(
            "private",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="Only the asker saw it.",
        ),
        sa.Column(
            "ts",
            sa.Text(),
            nullable=True,
            comment="The posted message, set by compare-and-set; null for a private reply.",
        ),
        sa.Column(
            "revision",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="Question's that it shows.",
        ),
        sa.Column(
            "attempts",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="Tries since the last edit.",
        ),
        sa.Column("fault", sa.Text(), nullable=True, comment="Why it was given up."),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="Last change.",
        ),
        sa.CheckConstraint(
            "state IN ('pending', 'posted', 'withdrawn', 'failed')", name=op.f("ck_replies_state")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_replies_question_id_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_replies")),
        comment="The one message that answers a question: from the intent to post it to its fate.",
    )
