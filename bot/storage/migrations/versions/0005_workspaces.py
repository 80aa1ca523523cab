"""Workspaces that installed the bot for themselves, and installations that were begun."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of installing."""
    op.create_table(
        "install_states",
        sa.Column(
            "state_hash",
            postgresql.BYTEA(),
            nullable=False,
            comment="SHA-256 of what Slack must bring back.",
        ),
        sa.Column(
            "browser_hash",
            postgresql.BYTEA(),
            nullable=False,
            comment="SHA-256 of the cookie of who began.",
        ),
        sa.Column(
            "expires_at", sa.DateTime(timezone=True), nullable=False, comment="Worthless from then on."
        ),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_install_states")),
        comment="Installations that were begun; a row goes when it is presented, whoever presents it.",
    )
    op.create_index(op.f("ix_install_states_expires_at"), "install_states", ["expires_at"], unique=False)
    op.create_table(
        "installations",
        sa.Column("team", sa.Text(), nullable=False, comment="Workspace."),
        sa.Column("enterprise", sa.Text(), nullable=True, comment="Organisation that it belongs to."),
        sa.Column("name", sa.Text(), nullable=False, comment="As Slack calls it."),
        sa.Column("app", sa.Text(), nullable=False, comment="Slack app that was installed."),
        sa.Column("bot_user", sa.Text(), nullable=False, comment="The bot as a member."),
        sa.Column("bot", sa.Text(), nullable=False, comment="The bot as an author of messages."),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=False, comment="What it was granted."),
        sa.Column("installed_by", sa.Text(), nullable=False, comment="Who installed it."),
        sa.Column(
            "sealed_token",
            postgresql.BYTEA(),
            nullable=False,
            comment="Its token, encrypted by SETUPBOT_TOKEN_KEYS.",
        ),
        sa.Column(
            "installed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When, the last time.",
        ),
        sa.PrimaryKeyConstraint("team", name=op.f("pk_installations")),
        comment="Workspaces that installed the bot for themselves; a row goes when they uninstall it.",
    )
