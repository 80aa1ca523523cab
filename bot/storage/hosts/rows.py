"""Between the rows of hosts and their values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func

from bot.hosts.model import (
    OFFLINE_AFTER,
    AuditRow,
    Granted,
    Host,
    Job,
    KeptObservation,
    Subject,
)
from bot.storage.host_tables import hosts

Row = Mapping[Any, Any]

IS_ONLINE = and_(
    hosts.c.state.in_(("joined", "kept")), func.coalesce(hosts.c.seen_at > func.now() - OFFLINE_AFTER, False)
).label("is_online")
HOST_COLUMNS = (
    *(hosts.c.id, hosts.c.team, hosts.c.name, hosts.c.owner, hosts.c.state, hosts.c.enrolled_at),
    *(hosts.c.hostname, hosts.c.seen_at, hosts.c.agent_version, hosts.c.ended_by, hosts.c.is_removed),
    IS_ONLINE,
)


def to_host(row: Row) -> Host:
    """A Host of HOST_COLUMNS."""
    return Host(
        id=row["id"],
        team=row["team"],
        name=row["name"],
        owner=row["owner"],
        state=row["state"],
        enrolled_at=row["enrolled_at"],
        hostname=row["hostname"],
        seen_at=row["seen_at"],
        agent_version=row["agent_version"],
        ended_by=row["ended_by"],
        is_removed=row["is_removed"],
        is_online=row["is_online"],
    )


def to_granted(host: Host, grants: Iterable[Row]) -> Granted:
    """A Host with its grants."""
    subjects = (Subject(kind=grant["kind"], id=grant["subject"]) for grant in grants)
    return Granted(host=host, subjects=frozenset(subjects))


def to_job(row: Row) -> Job:
    """A job as it is sent."""
    return Job(
        id=row["id"],
        host_id=row["host_id"],
        nonce=row["nonce"],
        issued_at=row["issued_at"],
        expires_at=row["expires_at"],
        facts=tuple(row["facts"]),
        user=row["about_user"],
        asker=row["asker"],
    )


def to_observation(row: Row) -> KeptObservation:
    """An Observation, its JSON read."""
    return KeptObservation(
        id=row["id"], host_id=row["host_id"], received_at=row["received_at"], sent=json.loads(row["sent"])
    )


def to_audit(row: Row) -> AuditRow:
    """A row of the log."""
    names = ("team", "asker", "action", "allowed", "host_id", "host_name", "channel", "detail", "at")
    return AuditRow(**{name: row[name] for name in names})


def written(sent: Mapping[str, Any]) -> str:
    """JSON in ASCII: PostgreSQL's own JSON takes neither ``\\u0000`` nor half a surrogate pair."""
    return json.dumps(sent, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def host_label(host_id: UUID) -> str:
    """How the audit log names a Host that acts."""
    return f"host:{host_id}"
