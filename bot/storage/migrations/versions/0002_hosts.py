"""Hosts: codes, hosts, grants, jobs, checks, Observations and the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of hosts."""
    op.create_table(
        "host_audit",
        sa.Column(
            "id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="Order of arrival."
        ),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
            comment="When.",
        ),
        sa.Column("team", sa.Text(), nullable=False, comment="Workspace."),
        sa.Column(
            "asker", sa.Text(), nullable=False, comment="Slack id, terminal:<system user>, host:<id> or bot."
        ),
        sa.Column("action", sa.Text(), nullable=False, comment="What they wanted."),
        sa.Column("allowed", sa.Boolean(), nullable=False, comment="Whether they might."),
        sa.Column("host_id", sa.Uuid(), nullable=True, comment="The Host, kept also when its row is gone."),
        sa.Column(
            "host_name", sa.Text(), server_default=sa.text("''"), nullable=False, comment="As it was called."
        ),
        sa.Column("channel", sa.Text(), nullable=True, comment="Conversation that it was asked in."),
        sa.Column(
            "detail",
            sa.Text(),
            server_default=sa.text("''"),
            nullable=False,
            comment="A code, an id; never a secret.",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_audit")),
        comment="Who asked what when, allowed or not. Rows are added and, after 400 days, forgotten.",
    )
    op.create_index(op.f("ix_host_audit_at"), "host_audit", ["at"], unique=False)
    op.create_index(op.f("ix_host_audit_host_id_id"), "host_audit", ["host_id", "id"], unique=False)
    op.create_index(op.f("ix_host_audit_team_id"), "host_audit", ["team", "id"], unique=False)
    op.create_table(
        "host_codes",
        sa.Column("code_id", sa.Text(), nullable=False, comment="First eight letters of the code."),
        sa.Column("secret_hash", postgresql.BYTEA(), nullable=False, comment="SHA-256 of the rest."),
        sa.Column("team", sa.Text(), nullable=False, comment="Workspace."),
        sa.Column("owner", sa.Text(), nullable=False, comment="For whom it was made."),
        sa.Column("name", sa.Text(), nullable=False, comment="Name that the Host will have."),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When it was shown.",
        ),
        sa.Column(
            "expires_at", sa.DateTime(timezone=True), nullable=False, comment="Worthless from then on."
        ),
        sa.Column(
            "used_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When a machine joined by it; it works once.",
        ),
        sa.Column(
            "misses",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="Wrong secrets; five void it.",
        ),
        sa.PrimaryKeyConstraint("code_id", name=op.f("pk_host_codes")),
        comment="One-time codes by which machines join; only hashes.",
    )
    op.create_index(op.f("ix_host_codes_team_owner"), "host_codes", ["team", "owner"], unique=False)
    op.create_table(
        "hosts",
        sa.Column("id", sa.Uuid(), nullable=False, comment="Ours, never used again."),
        sa.Column("team", sa.Text(), nullable=False, comment="Workspace."),
        sa.Column(
            "name", sa.Text(), nullable=False, comment="What people call it; unique among those not revoked."
        ),
        sa.Column("owner", sa.Text(), nullable=False, comment="Who opted it in, and decides."),
        sa.Column("state", sa.Text(), nullable=False, comment="joined, kept, quarantined or revoked."),
        sa.Column(
            "hostname",
            sa.Text(),
            server_default=sa.text("''"),
            nullable=False,
            comment="What it calls itself.",
        ),
        sa.Column(
            "agent_version",
            sa.Text(),
            server_default=sa.text("''"),
            nullable=False,
            comment="As of its last poll.",
        ),
        sa.Column(
            "enrolled_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When it joined.",
        ),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True, comment="Its last poll or result."),
        sa.Column(
            "key_hash", postgresql.BYTEA(), nullable=False, comment="SHA-256 of its key; empty once revoked."
        ),
        sa.Column(
            "next_key_hash", postgresql.BYTEA(), nullable=True, comment="Of a new key that was not used yet."
        ),
        sa.Column(
            "key_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When the key was first used.",
        ),
        sa.Column(
            "rotation_asked_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When it was asked to take a new key.",
        ),
        sa.Column(
            "session",
            sa.Text(),
            server_default=sa.text("''"),
            nullable=False,
            comment="Process that polls for it.",
        ),
        sa.Column(
            "past_sessions",
            postgresql.ARRAY(sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="Processes that another took over from; if one comes back, there are two machines.",
        ),
        sa.Column(
            "ended_by", sa.Text(), nullable=True, comment="owner, terminal, host, silence or replaced."
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True, comment="When it was revoked."),
        sa.Column(
            "is_removed",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="Shown to nobody any more.",
        ),
        sa.CheckConstraint(
            "state IN ('joined', 'kept', 'quarantined', 'revoked')", name=op.f("ck_hosts_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hosts")),
        comment="Machines that their owners opted in.",
    )
    op.create_index(
        "ix_hosts_live_name",
        "hosts",
        ["team", "name"],
        unique=True,
        postgresql_where=sa.text("state <> 'revoked'"),
    )
    op.create_table(
        "host_grants",
        sa.Column("host_id", sa.Uuid(), nullable=False, comment="The Host."),
        sa.Column(
            "kind", sa.Text(), nullable=False, comment="person, group, channel, everyone or maintainers."
        ),
        sa.Column(
            "subject", sa.Text(), nullable=False, comment="Slack id; empty for everyone and maintainers."
        ),
        sa.Column("granted_by", sa.Text(), nullable=False, comment="Who allowed it."),
        sa.Column(
            "granted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When.",
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["hosts.id"], name=op.f("fk_host_grants_host_id_hosts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("host_id", "kind", "subject", name=op.f("pk_host_grants")),
        comment="Whom an owner allows to have a Host looked at.",
    )
    op.create_table(
        "host_jobs",
        sa.Column("id", sa.Uuid(), nullable=False, comment="Names it on the wire."),
        sa.Column("host_id", sa.Uuid(), nullable=False, comment="The Host."),
        sa.Column("nonce", sa.Text(), nullable=False, comment="The Agent does no nonce twice."),
        sa.Column("facts", postgresql.ARRAY(sa.Text()), nullable=False, comment="What to look at."),
        sa.Column(
            "about_user",
            sa.Text(),
            nullable=True,
            comment="System user to look at; null for the Host's own choice.",
        ),
        sa.Column("asker", sa.Text(), nullable=False, comment="Slack id, or terminal."),
        sa.Column(
            "issued_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When it was asked.",
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False, comment="Never run after that."),
        sa.Column(
            "delivered_at", sa.DateTime(timezone=True), nullable=True, comment="When an Agent last got it."
        ),
        sa.Column(
            "deliveries",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="How often; at most 3.",
        ),
        sa.Column(
            "finished_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When its one result came, or its time was over.",
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["hosts.id"], name=op.f("fk_host_jobs_host_id_hosts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_jobs")),
        comment="What agents were asked to look at.",
    )
    op.create_index(
        "ix_host_jobs_open",
        "host_jobs",
        ["host_id"],
        unique=False,
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_table(
        "observations",
        sa.Column("id", sa.Uuid(), nullable=False, comment="Ours."),
        sa.Column("host_id", sa.Uuid(), nullable=False, comment="The Host."),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
            comment="When it came.",
        ),
        sa.Column("sent", sa.Text(), nullable=False, comment="JSON as the Agent sent it, at most 256 KB."),
        sa.ForeignKeyConstraint(
            ["host_id"], ["hosts.id"], name=op.f("fk_observations_host_id_hosts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observations")),
        comment="What agents saw: the last ten of each Host. Reports are judged from them when shown.",
    )
    op.create_index(
        op.f("ix_observations_host_id_received_at"), "observations", ["host_id", "received_at"], unique=False
    )
    op.create_table(
        "checks",
        sa.Column("question_id", sa.Uuid(), nullable=False, comment="The question that asks for it."),
        sa.Column("host_name", sa.Text(), nullable=False, comment="The Host, as they called it."),
        sa.Column("team", sa.Text(), nullable=False, comment="Workspace."),
        sa.Column("asker", sa.Text(), nullable=False, comment="Who asked."),
        sa.Column("host_id", sa.Uuid(), nullable=True, comment="The Host; null if unknown."),
        sa.Column("job_id", sa.Uuid(), nullable=True, comment="The job; several may share it."),
        sa.Column(
            "status", sa.Text(), nullable=False, comment="waiting until its end is known, then which end."
        ),
        sa.Column(
            "refusal",
            sa.Text(),
            server_default=sa.text("''"),
            nullable=False,
            comment="Why the Host would not.",
        ),
        sa.Column(
            "detail",
            sa.Text(),
            server_default=sa.text("''"),
            nullable=False,
            comment="The Host's words on that.",
        ),
        sa.Column("observation_id", sa.Uuid(), nullable=True, comment="What was seen; null once forgotten."),
        sa.Column(
            "asked_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When it was asked for.",
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["hosts.id"], name=op.f("fk_checks_host_id_hosts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["host_jobs.id"], name=op.f("fk_checks_job_id_host_jobs"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["observation_id"],
            ["observations.id"],
            name=op.f("fk_checks_observation_id_observations"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("question_id", "host_name", name=op.f("pk_checks")),
        comment="Checks that questions asked for, and what became of each.",
    )
    op.create_index(op.f("ix_checks_asked_at"), "checks", ["asked_at"], unique=False)
    op.create_index(op.f("ix_checks_job_id"), "checks", ["job_id"], unique=False)
    op.alter_column(
        "questions",
        "surface",
        existing_type=sa.TEXT(),
        comment="How: mention, dm, command, shortcut, button, follow-up, notice.",
        existing_comment="How: mention, dm, command, shortcut, button, follow-up.",
        existing_nullable=False,
    )
