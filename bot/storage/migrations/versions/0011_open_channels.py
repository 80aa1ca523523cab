"""Channels in which the bot answers without being called."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Where it answers, and a surface more."""
    op.create_table(
        "open_channels",
        sa.Column("team", sa.Text(), nullable=False, comment="Workspace."),
        sa.Column("channel", sa.Text(), nullable=False, comment="Conversation."),
        sa.Column(
            "is_open", sa.Boolean(), nullable=False, comment="It answers there without being called."
        ),
        sa.Column("set_by", sa.Text(), nullable=False, comment="The maintainer who said so."),
        sa.Column(
            "set_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When they said it: an older word never replaces a newer.",
        ),
        sa.PrimaryKeyConstraint("team", "channel", name="pk_open_channels"),
        comment="Where maintainers said whether the bot answers without being called.",
    )
    op.alter_column(
        "questions",
        "surface",
        comment="How: mention, dm, command, shortcut, button, follow-up, overheard, notice.",
        existing_comment="How: mention, dm, command, shortcut, button, follow-up, notice.",
        existing_type=sa.Text(),
        existing_nullable=False,
    )
