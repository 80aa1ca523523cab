"""Steps of guides that are shown further down by now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Where a step stands by now."""
    op.add_column(
        "guide_walks",
        sa.Column(
            "moved_to",
            sa.Uuid(),
            nullable=True,
            comment="The press whose reply shows the step by now, in place of this one's.",
        ),
    )
