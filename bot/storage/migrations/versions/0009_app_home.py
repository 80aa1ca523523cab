"""App Home."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """App Home."""
    op.create_table(
        "homes",
        sa.Column("team", sa.Text(), nullable=False, comment="Workspace."),
        sa.Column("user_id", sa.Text(), nullable=False, comment="Person."),
        sa.Column(
            "wanted",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="Rises when something in it changes.",
        ),
        sa.Column(
            "shown",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="How far the published view has come.",
        ),
        sa.Column(
            "view_hash",
            sa.Text(),
            server_default=sa.text("''"),
            nullable=False,
            comment="Slack's name for that view.",
        ),
        sa.Column(
            "questions",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="Asked in it; names the field, which is thereby empty again.",
        ),
        sa.Column(
            "shows_work",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="The view has what maintainers see.",
        ),
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When the queued job publishes it; null where none is queued.",
        ),
        sa.Column(
            "opened_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When they last looked.",
        ),
        sa.Column(
            "published_at", sa.DateTime(timezone=True), nullable=True, comment="When it was last published."
        ),
        sa.PrimaryKeyConstraint("team", "user_id", name=op.f("pk_homes")),
        comment="Each person's App Home, from the first time that they opened it.",
    )
