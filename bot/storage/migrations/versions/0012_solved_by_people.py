"""What a person solved stays on the work-list until it is taught; a click has a ts like a message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_COMMENTS = (
    ("claims", "ts", True, "The message, unique in its channel.",
     "The message or the click, unique in its channel."),
    ("questions", "ts", True, "The person's message; null for a command, shortcut or button.",
     "The person's message or click; null for a command or shortcut."),
    ("worklist", "why", False, "abstain, suggest, rated or handed.",
     "abstain, suggest, rated, handed or resolved."),
    ("worklist", "by", False, "Who rated it or handed it on.", "Who rated it, handed it on or resolved it."),
)  # fmt: skip


def upgrade() -> None:
    """A reason more, and the words for it."""
    op.drop_constraint(op.f("ck_worklist_why"), "worklist", type_="check")
    op.create_check_constraint(
        op.f("ck_worklist_why"), "worklist", "why IN ('abstain', 'suggest', 'rated', 'handed', 'resolved')"
    )
    for table, column, is_nullable, before, after in _COMMENTS:
        op.alter_column(
            table,
            column,
            comment=after,
            existing_comment=before,
            existing_type=sa.Text(),
            existing_nullable=is_nullable,
        )
