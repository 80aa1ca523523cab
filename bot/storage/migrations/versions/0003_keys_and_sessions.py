"""Hosts: what tells a stolen key; the gateway: what all its processes share."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns of hosts, and the one row of the gateway (which is made when it is needed)."""
    op.create_table(
        "gateway",
        sa.Column(
            "id",
            sa.SmallInteger(),
            server_default=sa.text("1"),
            nullable=False,
            comment="1: there is one row.",
        ),
        sa.Column(
            "salt",
            postgresql.BYTEA(),
            nullable=False,
            comment="Makes the answers about codes that do not exist; no secret opens by it.",
        ),
        sa.CheckConstraint("id = 1", name=op.f("ck_gateway_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gateway")),
        comment="What all processes of the agents' gateway share.",
    )
    op.add_column(
        "hosts",
        sa.Column(
            "past_keys",
            postgresql.ARRAY(postgresql.BYTEA()),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="SHA-256 of keys that others followed; if one is used, there are two machines.",
        ),
    )
    op.add_column(
        "hosts",
        sa.Column(
            "key_offers",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="New keys that it was given since then; at most 3.",
        ),
    )
    op.add_column(
        "hosts",
        sa.Column(
            "session_at", sa.DateTime(timezone=True), nullable=True, comment="When that one took over."
        ),
    )
    op.add_column(
        "hosts",
        sa.Column(
            "takeovers",
            sa.Double(),
            server_default=sa.text("0"),
            nullable=False,
            comment="How often that happened of late; what time has taken off is not kept.",
        ),
    )
    op.alter_column(
        "host_audit",
        "asker",
        existing_type=sa.TEXT(),
        comment="Slack id, terminal:<system user>, host:<id>, host or bot.",
        existing_comment="Slack id, terminal:<system user>, host:<id> or bot.",
        existing_nullable=False,
    )
