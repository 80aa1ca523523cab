"""The work-list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The work-list."""
    op.create_table(
        "worklist",
        sa.Column("question_id", sa.Uuid(), nullable=False, comment="The question."),
        sa.Column("why", sa.Text(), nullable=False, comment="abstain, suggest, rated or handed."),
        sa.Column("revision", sa.Integer(), nullable=False, comment="Of the question, when it was noted."),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When it was noted.",
        ),
        sa.Column(
            "detail",
            sa.Text(),
            server_default=sa.text("''"),
            nullable=False,
            comment="The reason of a rating.",
        ),
        sa.Column(
            "words", sa.Text(), server_default=sa.text("''"), nullable=False, comment="What they added to it."
        ),
        sa.Column(
            "by",
            sa.Text(),
            server_default=sa.text("''"),
            nullable=False,
            comment="Who rated it or handed it on.",
        ),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True, comment="When it left the list."),
        sa.Column(
            "settled_as", sa.Text(), nullable=True, comment="taught, dismissed, answered, chosen or resolved."
        ),
        sa.Column("settled_by", sa.Text(), nullable=True, comment="Who settled it."),
        sa.CheckConstraint("why IN ('abstain', 'suggest', 'rated', 'handed')", name=op.f("ck_worklist_why")),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_worklist_question_id_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", "why", name=op.f("pk_worklist")),
        comment="Questions that were not served well, until somebody sees to them.",
    )
    op.create_index(op.f("ix_worklist_settled_at_at"), "worklist", ["settled_at", "at"], unique=False)
