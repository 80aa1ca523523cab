"""Teaching: lessons, proposals, readers of the digest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Teaching: lessons, proposals, readers of the digest."""

    op.create_table(
        "digest_readers",
        sa.Column("team", sa.Text(), nullable=False, comment="Workspace."),
        sa.Column("user_id", sa.Text(), nullable=False, comment="A maintainer."),
        sa.Column(
            "week",
            sa.Text(),
            server_default=sa.text("''"),
            nullable=False,
            comment="ISO week of the last digest, such as 2026-W47.",
        ),
        sa.Column(
            "opted_out",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="They want none.",
        ),
        sa.PrimaryKeyConstraint("team", "user_id", name=op.f("pk_digest_readers")),
        comment="Who got which weekly digest: one a week, whatever is sent twice.",
    )
    op.create_table(
        "lessons",
        sa.Column("id", sa.Uuid(), nullable=False, comment="That of the proposal that it came from."),
        sa.Column(
            "team", sa.Text(), nullable=False, comment="Workspace that it was taught in; it holds in all."
        ),
        sa.Column(
            "lesson",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="A line and its Entry, a drafted Entry, or a line that is not ours.",
        ),
        sa.Column("taught_by", sa.Text(), nullable=False, comment="Who taught it."),
        sa.Column(
            "taught_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
            comment="When.",
        ),
        sa.Column(
            "forgotten_at", sa.DateTime(timezone=True), nullable=True, comment="When it was taken back."
        ),
        sa.Column("forgotten_by", sa.Text(), nullable=True, comment="By whom."),
        sa.Column(
            "written_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When it was first seen in the files, which say it from then on.",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lessons")),
        comment="What maintainers taught, laid over the knowledge files until those say it.",
    )
    op.create_index(op.f("ix_lessons_taught_at"), "lessons", ["taught_at"], unique=False)
    op.create_table(
        "proposals",
        sa.Column(
            "id",
            sa.Uuid(),
            nullable=False,
            comment="Made of the modal that was sent off, so that twice is once.",
        ),
        sa.Column("team", sa.Text(), nullable=False, comment="Workspace."),
        sa.Column("by", sa.Text(), nullable=False, comment="Who wants to teach it."),
        sa.Column("language", sa.Text(), nullable=False, comment="In which they are spoken to."),
        sa.Column(
            "lesson", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="As in lessons."
        ),
        sa.Column(
            "state",
            sa.Text(),
            nullable=False,
            comment="checking, ready, unsound, taught, cancelled or undone.",
        ),
        sa.Column(
            "base",
            sa.Text(),
            server_default=sa.text("''"),
            nullable=False,
            comment="The knowledge that it was tried against.",
        ),
        sa.Column(
            "trial",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="Which questions it would answer differently.",
        ),
        sa.Column(
            "settles",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Ids of the questions of the work-list that it is about.",
        ),
        sa.Column(
            "view_id",
            sa.Text(),
            nullable=True,
            comment="The modal that waits for the result; null once it is closed.",
        ),
        sa.Column(
            "notice_id",
            sa.Uuid(),
            nullable=True,
            comment="The question by which the result is told in a direct message.",
        ),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When it was proposed.",
        ),
        sa.CheckConstraint(
            "state IN ('checking', 'ready', 'unsound', 'taught', 'cancelled', 'undone')",
            name=op.f("ck_proposals_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        comment="Lessons on their way: tried first, taught when somebody has seen what they change.",
    )
    op.create_index(op.f("ix_proposals_at"), "proposals", ["at"], unique=False)
