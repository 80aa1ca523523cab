"""How far each new teammate is with the checklist."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table of onboarding."""
    op.create_table(
        "onboardings",
        sa.Column("id", sa.Uuid(), nullable=False, comment="Ours; in the buttons of the checklist."),
        sa.Column("team", sa.Text(), nullable=False, comment="Workspace."),
        sa.Column("user_id", sa.Text(), nullable=False, comment="Whose checklist it is; they have one."),
        sa.Column("language", sa.Text(), nullable=False, comment="ko or en."),
        sa.Column("state", sa.Text(), nullable=False, comment="active, done, or stopped: they want none."),
        sa.Column(
            "progress",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Steps that are done or skipped, by whom or what, and Entries that they were shown.",
        ),
        sa.Column("lead", sa.Text(), nullable=True, comment="Who sees how far they are."),
        sa.Column(
            "started_by", sa.Text(), nullable=True, comment="Who began it; null for whoever has just joined."
        ),
        sa.Column(
            "zone",
            sa.Text(),
            server_default=sa.text("''"),
            nullable=False,
            comment="Their time zone, if known.",
        ),
        sa.Column(
            "nudges",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="Reminders so far.",
        ),
        sa.Column(
            "wants_nudges",
            sa.Boolean(),
            server_default=sa.text("true"),
            nullable=False,
            comment="False once they said to stop.",
        ),
        sa.Column(
            "is_told",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="They were told that all is done.",
        ),
        sa.Column(
            "request",
            sa.Uuid(),
            nullable=True,
            comment="The question that asked for it last; the same one counts once.",
        ),
        sa.Column("notice", sa.Uuid(), nullable=True, comment="The question whose reply is the checklist."),
        sa.Column(
            "started_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it began, or began anew.",
        ),
        sa.Column("progressed_at", sa.DateTime(timezone=True), nullable=False, comment="The last tick."),
        sa.CheckConstraint("state IN ('active', 'done', 'stopped')", name=op.f("ck_onboardings_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onboardings")),
        sa.UniqueConstraint("team", "user_id", name=op.f("uq_onboardings_team_user_id")),
        comment="How far each new teammate is with the checklist.",
    )
    op.create_index(op.f("ix_onboardings_progressed_at"), "onboardings", ["progressed_at"], unique=False)
