"""The tables of hosts: codes, hosts, grants, jobs, checks, Observations and the audit log."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA

from bot.storage.schema import MOMENT, metadata

_EMPTY = text("''")

gateway = Table(
    "gateway",
    metadata,
    Column("id", SmallInteger, primary_key=True, server_default=text("1"), comment="1: there is one row."),
    Column(
        "salt",
        BYTEA,
        nullable=False,
        comment="Makes the answers about codes that do not exist; no secret opens by it.",
    ),
    CheckConstraint("id = 1", name="one"),
    comment="What all processes of the agents' gateway share.",
)

host_codes = Table(
    "host_codes",
    metadata,
    Column("code_id", Text, primary_key=True, comment="First eight letters of the code."),
    Column("secret_hash", BYTEA, nullable=False, comment="SHA-256 of the rest."),
    Column("team", Text, nullable=False, comment="Workspace."),
    Column("owner", Text, nullable=False, comment="For whom it was made."),
    Column("name", Text, nullable=False, comment="Name that the Host will have."),
    Column("created_at", MOMENT, nullable=False, server_default=func.now(), comment="When it was shown."),
    Column("expires_at", MOMENT, nullable=False, comment="Worthless from then on."),
    Column("used_at", MOMENT, comment="When a machine joined by it; it works once."),
    Column(
        "misses", Integer, nullable=False, server_default=text("0"), comment="Wrong secrets; five void it."
    ),
    Index(None, "team", "owner"),
    comment="One-time codes by which machines join; only hashes.",
)

hosts = Table(
    "hosts",
    metadata,
    Column("id", Uuid, primary_key=True, comment="Ours, never used again."),
    Column("team", Text, nullable=False, comment="Workspace."),
    Column("name", Text, nullable=False, comment="What people call it; unique among those not revoked."),
    Column("owner", Text, nullable=False, comment="Who opted it in, and decides."),
    Column("state", Text, nullable=False, comment="joined, kept, quarantined or revoked."),
    Column("hostname", Text, nullable=False, server_default=_EMPTY, comment="What it calls itself."),
    Column("agent_version", Text, nullable=False, server_default=_EMPTY, comment="As of its last poll."),
    Column("enrolled_at", MOMENT, nullable=False, server_default=func.now(), comment="When it joined."),
    Column("seen_at", MOMENT, comment="Its last poll or result."),
    Column("key_hash", BYTEA, nullable=False, comment="SHA-256 of its key; empty once revoked."),
    Column("next_key_hash", BYTEA, comment="Of a new key that was not used yet."),
    Column(
        "key_at", MOMENT, nullable=False, server_default=func.now(), comment="When the key was first used."
    ),
    Column(
        "past_keys",
        ARRAY(BYTEA),
        nullable=False,
        server_default=text("'{}'"),
        comment="SHA-256 of keys that others followed; if one is used, there are two machines.",
    ),
    Column("rotation_asked_at", MOMENT, comment="When it was asked to take a new key."),
    Column(
        "key_offers",
        Integer,
        nullable=False,
        server_default=text("0"),
        comment="New keys that it was given since then; at most 3.",
    ),
    Column("session", Text, nullable=False, server_default=_EMPTY, comment="Process that polls for it."),
    Column("session_at", MOMENT, comment="When that one took over."),
    Column(
        "takeovers",
        Double,
        nullable=False,
        server_default=text("0"),
        comment="How often that happened of late; what time has taken off is not kept.",
    ),
    Column(
        "past_sessions",
        ARRAY(Text),
        nullable=False,
        server_default=text("'{}'"),
        comment="Processes that another took over from; if one comes back, there are two machines.",
    ),
    Column("ended_by", Text, comment="owner, terminal, host, silence or replaced."),
    Column("ended_at", MOMENT, comment="When it was revoked."),
    Column(
        "is_removed",
        Boolean,
        nullable=False,
        server_default=text("false"),
        comment="Shown to nobody any more.",
    ),
    Index("ix_hosts_live_name", "team", "name", unique=True, postgresql_where=text("state <> 'revoked'")),
    CheckConstraint("state IN ('joined', 'kept', 'quarantined', 'revoked')", name="state"),
    comment="Machines that their owners opted in.",
)


def _host_key(**options: Any) -> Column[object]:
    return Column("host_id", Uuid, ForeignKey("hosts.id", ondelete="CASCADE"), comment="The Host.", **options)


host_grants = Table(
    "host_grants",
    metadata,
    _host_key(primary_key=True),
    Column("kind", Text, primary_key=True, comment="person, group, channel, everyone or maintainers."),
    Column("subject", Text, primary_key=True, comment="Slack id; empty for everyone and maintainers."),
    Column("granted_by", Text, nullable=False, comment="Who allowed it."),
    Column("granted_at", MOMENT, nullable=False, server_default=func.now(), comment="When."),
    comment="Whom an owner allows to have a Host looked at.",
)

host_jobs = Table(
    "host_jobs",
    metadata,
    Column("id", Uuid, primary_key=True, comment="Names it on the wire."),
    _host_key(nullable=False),
    Column("nonce", Text, nullable=False, comment="The Agent does no nonce twice."),
    Column("facts", ARRAY(Text), nullable=False, comment="What to look at."),
    Column("about_user", Text, comment="System user to look at; null for the Host's own choice."),
    Column("asker", Text, nullable=False, comment="Slack id, or terminal."),
    Column("issued_at", MOMENT, nullable=False, server_default=func.now(), comment="When it was asked."),
    Column("expires_at", MOMENT, nullable=False, comment="Never run after that."),
    Column("delivered_at", MOMENT, comment="When an Agent last got it."),
    Column("deliveries", Integer, nullable=False, server_default=text("0"), comment="How often; at most 3."),
    Column("finished_at", MOMENT, comment="When its one result came, or its time was over."),
    Index("ix_host_jobs_open", "host_id", postgresql_where=text("finished_at IS NULL")),
    comment="What agents were asked to look at.",
)

observations = Table(
    "observations",
    metadata,
    Column("id", Uuid, primary_key=True, comment="Ours."),
    _host_key(nullable=False),
    Column(
        "received_at", MOMENT, nullable=False, server_default=func.clock_timestamp(), comment="When it came."
    ),
    Column("sent", Text, nullable=False, comment="JSON as the Agent sent it, at most 256 KB."),
    Index(None, "host_id", "received_at"),
    comment="What agents saw: the last ten of each Host. Reports are judged from them when shown.",
)

checks = Table(
    "checks",
    metadata,
    Column("question_id", Uuid, primary_key=True, comment="The question that asks for it."),
    Column("host_name", Text, primary_key=True, comment="The Host, as they called it."),
    Column("team", Text, nullable=False, comment="Workspace."),
    Column("asker", Text, nullable=False, comment="Who asked."),
    Column(
        "host_id", Uuid, ForeignKey("hosts.id", ondelete="SET NULL"), comment="The Host; null if unknown."
    ),
    Column(
        "job_id",
        Uuid,
        ForeignKey("host_jobs.id", ondelete="SET NULL"),
        comment="The job; several may share it.",
    ),
    Column("status", Text, nullable=False, comment="waiting until its end is known, then which end."),
    Column("refusal", Text, nullable=False, server_default=_EMPTY, comment="Why the Host would not."),
    Column("detail", Text, nullable=False, server_default=_EMPTY, comment="The Host's words on that."),
    Column(
        "observation_id",
        Uuid,
        ForeignKey("observations.id", ondelete="SET NULL"),
        comment="What was seen; null once forgotten.",
    ),
    Column("asked_at", MOMENT, nullable=False, server_default=func.now(), comment="When it was asked for."),
    Index(None, "job_id"),
    Index(None, "asked_at"),
    comment="Checks that questions asked for, and what became of each.",
)

host_audit = Table(
    "host_audit",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True, comment="Order of arrival."),
    Column("at", MOMENT, nullable=False, server_default=func.clock_timestamp(), comment="When."),
    Column("team", Text, nullable=False, comment="Workspace."),
    Column(
        "asker", Text, nullable=False, comment="Slack id, terminal:<system user>, host:<id>, host or bot."
    ),
    Column("action", Text, nullable=False, comment="What they wanted."),
    Column("allowed", Boolean, nullable=False, comment="Whether they might."),
    Column("host_id", Uuid, comment="The Host, kept also when its row is gone."),
    Column("host_name", Text, nullable=False, server_default=_EMPTY, comment="As it was called."),
    Column("channel", Text, comment="Conversation that it was asked in."),
    Column("detail", Text, nullable=False, server_default=_EMPTY, comment="A code, an id; never a secret."),
    Index(None, "team", "id"),
    Index(None, "host_id", "id"),
    Index(None, "at"),
    comment="Who asked what when, allowed or not. Rows are added and, after 400 days, forgotten.",
)
