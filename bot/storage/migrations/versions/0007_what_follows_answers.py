"""Ratings, who helps a channel, questions given to people, guides."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Ratings, who helps a channel, questions given to people, guides."""

    op.create_table(
        "channel_helpers",
        sa.Column("team", sa.Text(), nullable=False, comment="Workspace."),
        sa.Column("channel", sa.Text(), nullable=False, comment="Conversation."),
        sa.Column("people", postgresql.ARRAY(sa.Text()), nullable=False, comment="Users to tag."),
        sa.Column("groups", postgresql.ARRAY(sa.Text()), nullable=False, comment="User groups to tag."),
        sa.Column("set_by", sa.Text(), nullable=False, comment="The maintainer who said so."),
        sa.Column(
            "set_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When they said it: an older word never replaces a newer.",
        ),
        sa.PrimaryKeyConstraint("team", "channel", name=op.f("pk_channel_helpers")),
        comment="Who is tagged where somebody asks for a person.",
    )
    op.create_table(
        "guide_walks",
        sa.Column(
            "question_id",
            sa.Uuid(),
            nullable=False,
            comment="The press whose reply is the message with the step.",
        ),
        sa.Column("step", sa.Integer(), nullable=False, comment="The step that is shown, counted from 0."),
        sa.Column(
            "moves",
            sa.Integer(),
            nullable=False,
            comment="How often it changed: a button is good for one of them.",
        ),
        sa.Column("state", sa.Text(), nullable=False, comment="walking, failed, done or stopped."),
        sa.Column(
            "failure_id", sa.Uuid(), nullable=True, comment="The question that told an error of the step."
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="Last change.",
        ),
        sa.CheckConstraint(
            "state IN ('walking', 'failed', 'done', 'stopped')", name=op.f("ck_guide_walks_state")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_guide_walks_question_id_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_guide_walks")),
        comment="How far people are in a guide.",
    )
    op.create_index(op.f("ix_guide_walks_failure_id"), "guide_walks", ["failure_id"], unique=False)
    op.create_table(
        "handovers",
        sa.Column(
            "root_id", sa.Uuid(), nullable=False, comment="The question in words that was given to people."
        ),
        sa.Column(
            "question_id",
            sa.Uuid(),
            nullable=False,
            comment="The press whose reply is the message that tags them.",
        ),
        sa.Column("team", sa.Text(), nullable=False, comment="Workspace."),
        sa.Column("user_id", sa.Text(), nullable=False, comment="Who wanted a person."),
        sa.Column(
            "handed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When.",
        ),
        sa.Column("resolved_by", sa.Text(), nullable=True, comment="Who closed it."),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True, comment="When it was closed."),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_handovers_question_id_questions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["root_id"], ["questions.id"], name=op.f("fk_handovers_root_id_questions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("root_id", name=op.f("pk_handovers")),
        comment="Questions given to people: one message a question, however often it is asked for.",
    )
    op.create_index(op.f("ix_handovers_question_id"), "handovers", ["question_id"], unique=False)
    op.create_index(
        op.f("ix_handovers_team_user_id_handed_at"),
        "handovers",
        ["team", "user_id", "handed_at"],
        unique=False,
    )
    op.create_table(
        "ratings",
        sa.Column("question_id", sa.Uuid(), nullable=False, comment="The question whose reply was rated."),
        sa.Column(
            "user_id",
            sa.Text(),
            nullable=False,
            comment="Who rated it; a random word once they are forgotten.",
        ),
        sa.Column("root_id", sa.Uuid(), nullable=False, comment="The question in words behind it."),
        sa.Column("is_good", sa.Boolean(), nullable=False, comment="Thumbs up."),
        sa.Column(
            "reason",
            sa.Text(),
            nullable=False,
            comment="wrong, outdated, failed or other; empty if none was told.",
        ),
        sa.Column("words", sa.Text(), nullable=False, comment="What they added, with secrets redacted."),
        sa.Column("may_ask", sa.Boolean(), nullable=False, comment="A person may come back to them."),
        sa.Column("entry", sa.Text(), nullable=True, comment="Entry that was answered with."),
        sa.Column(
            "platform",
            postgresql.JSONB(),
            nullable=False,
            comment="The machine that was known.",
        ),
        sa.Column("score", sa.Float(), nullable=True, comment="How well the Entry fitted, 0 to 1."),
        sa.Column(
            "rated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="Last change.",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_ratings_question_id_questions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["root_id"], ["questions.id"], name=op.f("fk_ratings_root_id_questions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "user_id", name=op.f("pk_ratings")),
        comment="What people think of replies: one row a person and reply, gone with its question.",
    )
    op.create_index(op.f("ix_ratings_root_id"), "ratings", ["root_id"], unique=False)
