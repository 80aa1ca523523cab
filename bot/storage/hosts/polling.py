"""The statements behind every poll, built once: thousands of agents run each of them every minute."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import (
    ColumnElement,
    Double,
    Text,
    Uuid,
    all_,
    and_,
    any_,
    bindparam,
    case,
    cast,
    column,
    exists,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, array

from bot.hosts.model import KEY_LIFE, KEY_OVERLAP, SESSIONS_KEPT, TAKEOVERS_AT_ONCE, TAKEOVERS_PER_H
from bot.storage.host_tables import host_jobs, hosts
from bot.storage.hosts.rows import HOST_COLUMNS

DELIVERIES_MAX = 3
DELIVER_AGAIN_AFTER = timedelta(seconds=3)
"""An Agent polls only with nothing to do: if it polls again, the job never reached it."""

NOW = func.clock_timestamp()
IS_LIVE = hosts.c.state.in_(("joined", "kept"))

_HOST = hosts.c.id == bindparam("of_host", type_=Uuid())
_HOSTS = bindparam("of_hosts", type_=ARRAY(Uuid()))
_IS_DUE = and_(
    host_jobs.c.finished_at.is_(None),
    host_jobs.c.expires_at > NOW,
    host_jobs.c.deliveries < DELIVERIES_MAX,
    or_(host_jobs.c.delivered_at.is_(None), host_jobs.c.delivered_at < NOW - DELIVER_AGAIN_AFTER),
)
_HAS_JOB = exists().where(host_jobs.c.host_id == hosts.c.id, _IS_DUE)
_OLD_KEY = and_(
    hosts.c.key_at < func.now() - KEY_LIFE,
    or_(hosts.c.rotation_asked_at.is_(None), hosts.c.rotation_asked_at < func.now() - KEY_OVERLAP),
)
# That a Host was seen may be lost in a power cut; so this one transaction does not wait for the disk.
_UNHURRIED = func.set_config("synchronous_commit", "off", True)
_PAST_SESSIONS = func.trim_array(
    array([hosts.c.session]).op("||")(hosts.c.past_sessions),
    func.greatest(func.cardinality(hosts.c.past_sessions) + 1 - SESSIONS_KEPT, 0),
)

CREDENTIALS = select(*HOST_COLUMNS, hosts.c.key_hash, hosts.c.next_key_hash, hosts.c.past_keys).where(
    hosts.c.id == any_(_HOSTS)
)
"""Takes ``of_hosts``."""

_asking = (
    func.unnest(
        _HOSTS, bindparam("of_sessions", type_=ARRAY(Text())), bindparam("of_versions", type_=ARRAY(Text()))
    )
    .table_valued(column("id", Uuid()), column("session", Text()), column("version", Text()), name="asking")
    .render_derived()
)
# In the order of their ids, or two processes that note the same two hosts could wait for each other.
_locked = (
    select(hosts.c.id)
    .where(hosts.c.id == any_(_HOSTS))
    .order_by(hosts.c.id)
    .with_for_update(key_share=True)
    .cte("locked")
)


def _takes_over(session: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(hosts.c.session != "", hosts.c.session != session)


def _is_too_often(session: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(_takes_over(session), _TAKEOVERS > TAKEOVERS_AT_ONCE)


# One more than what time has left of those before.
_TAKEOVERS = 1 + func.greatest(
    hosts.c.takeovers
    - func.coalesce(
        cast(func.extract("epoch", func.now() - hosts.c.session_at), Double) * TAKEOVERS_PER_H / 3600, 0
    ),
    0,
)
POLLED = (
    update(hosts)
    .where(
        hosts.c.id == _locked.c.id,
        hosts.c.id == _asking.c.id,
        IS_LIVE,
        all_(hosts.c.past_sessions) != _asking.c.session,
        not_(_is_too_often(_asking.c.session)),
    )
    .values(
        seen_at=func.now(),
        agent_version=_asking.c.version,
        session=_asking.c.session,
        session_at=case((hosts.c.session != _asking.c.session, func.now()), else_=hosts.c.session_at),
        takeovers=case((_takes_over(_asking.c.session), _TAKEOVERS), else_=hosts.c.takeovers),
        past_sessions=case((_takes_over(_asking.c.session), _PAST_SESSIONS), else_=hosts.c.past_sessions),
        rotation_asked_at=case((_OLD_KEY, func.now()), else_=hosts.c.rotation_asked_at),
        key_offers=case((_OLD_KEY, 0), else_=hosts.c.key_offers),
    )
    .returning(
        hosts.c.id,
        hosts.c.state,
        (hosts.c.rotation_asked_at == func.now()).label("rotate"),
        _HAS_JOB.label("has_job"),
        _UNHURRIED,
    )
)
"""Takes ``of_hosts``, ``of_sessions`` and ``of_versions``. Leaves out who is not live; whose session was taken
over from and yet polls again, or took over once too often: there are two machines."""

_SESSION = bindparam("of_session", type_=Text())
CLONED = select(
    case((any_(hosts.c.past_sessions) == _SESSION, "session"), (_is_too_often(_SESSION), "takeovers"))
).where(_HOST, IS_LIVE)
"""Why it is, if it is. Takes ``of_host`` and ``of_session``."""

LOOKED = select(hosts.c.state, _HAS_JOB.label("has_job")).where(_HOST)
"""Takes ``of_host``."""

TAKEN = (
    update(host_jobs)
    .where(
        host_jobs.c.id
        == select(host_jobs.c.id)
        .where(host_jobs.c.host_id == bindparam("of_host", type_=Uuid()), _IS_DUE)
        .order_by(host_jobs.c.issued_at)
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True)
        .scalar_subquery(),
        exists().where(_HOST, IS_LIVE),
    )
    .values(delivered_at=NOW, deliveries=host_jobs.c.deliveries + 1)
    .returning(*host_jobs.c)
)
"""Takes ``of_host``; one poll gets a job, however many there are."""

DUE = select(hosts.c.id).where(hosts.c.id == any_(_HOSTS), or_(not_(IS_LIVE), _HAS_JOB))
"""Takes ``of_hosts``."""
