"""Reads what the server asks for and finds every reason not to do it. Pure: it only reads what it is given.

A job is a list of facts that this agent knows, about at most one user. There is nothing in it that
could name a command, a file or an address.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta, timezone
from typing import Any, Callable, Container, Dict, List, NamedTuple, Optional, Tuple, Union

from agent.clock import Clock, Moment
from agent.policy import ASKER, USER, Policy

LIFETIME_S = 120
"""A job lives no longer than this, whatever it says of itself."""
CLOCKS_DIFFER_S = 60
MOST_FACTS = 64
MOST_DEPTH = 6

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NONCE = re.compile(r"[0-9a-f]{16,64}")
TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,6})?\d{0,3}(?:Z|\+00:00)", re.ASCII)
FIELDS = frozenset(("id", "host", "nonce", "issued_at", "expires_at", "facts", "user", "asker"))


class Job(NamedTuple):
    """What to look at, for whom; ``user`` is empty where the job names none."""

    id: str
    host: str
    nonce: str
    issued_at: datetime
    expires_at: datetime
    facts: Tuple[str, ...]
    asker: str
    user: str = ""


class Refusal(NamedTuple):
    """Why a job is not done: malformed, unknown_fact, bad_user, other_host, expired, repeated, paused,
    denied_asker, rate, or other. ``job`` and ``nonce`` are empty where the job does not tell them."""

    code: str
    detail: str = ""
    job: str = ""
    nonce: str = ""


def decode(body: bytes) -> Any:
    """Strict JSON: UTF-8, no repeated keys, no NaN, not deep.

    Raises:
        ValueError: it is anything else.
    """
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if _is_deeper(value, MOST_DEPTH):
        raise ValueError("too deep")
    return value


def read_job(sent: Any, known: Container[str]) -> Union[Job, Refusal]:
    """The job, or what is wrong with its shape. Raises nothing, whatever was sent."""
    if not isinstance(sent, dict):
        return Refusal("malformed", "a job is an object")
    job, nonce = _matching(UUID, sent.get("id")), _matching(NONCE, sent.get("nonce"))

    def refused(code: str, detail: str) -> Refusal:
        return Refusal(code, detail, job, nonce)

    if set(sent) - FIELDS:
        return refused("malformed", "a field that this agent does not know")
    if FIELDS - {"user"} - set(sent):
        return refused("malformed", "a field is missing")
    if not job or not nonce:
        return refused("malformed", "id or nonce")
    host, asker = _matching(UUID, sent["host"]), _matching(ASKER, sent["asker"])
    if not host or not asker:
        return refused("malformed", "host or asker")
    user = sent.get("user")
    if user is not None and not _matching(USER, user):
        return refused("bad_user", "no name of a user")
    issued_at, expires_at = _time(sent["issued_at"]), _time(sent["expires_at"])
    if issued_at is None or expires_at is None:
        return refused("malformed", "issued_at or expires_at")
    if not timedelta(0) < expires_at - issued_at <= timedelta(seconds=LIFETIME_S):
        return refused("malformed", "lives too long")
    facts = sent["facts"]
    if not isinstance(facts, list) or not 0 < len(facts) <= MOST_FACTS:
        return refused("malformed", "facts")
    if not all(isinstance(name, str) for name in facts) or len(set(facts)) != len(facts):
        return refused("malformed", "facts")
    if not all(name in known for name in facts):
        return refused("unknown_fact", "a fact that this agent does not know")
    return Job(job, host, nonce, issued_at, expires_at, tuple(facts), asker, user or "")


def is_expired(job: Job, received: Moment, clock: Clock) -> bool:
    """Whether its time is over, by the server's own clock as far as that is known, however the host's is set."""
    waited_s = received.waited_s(clock)
    server_now = (received.server or received.wall) + timedelta(seconds=waited_s)
    left_s = (job.expires_at - server_now).total_seconds()
    return waited_s >= LIFETIME_S or not 0 < left_s <= LIFETIME_S + CLOCKS_DIFFER_S


def refuse(
    job: Job,
    *,
    host: str,
    policy: Policy,
    received: Moment,
    clock: Clock,
    is_known: Callable[[str], bool],
    lately: int,
) -> Optional[Refusal]:
    """Why a well-formed job is not for this host now; None if it is.

    ``is_known`` tells a nonce that was seen before; ``lately`` is how many jobs the last hour had.
    Facts that the policy does not grant do not refuse a job: the Observation says so of each.
    """
    reasons: List[Tuple[bool, str, str]] = [
        (job.host != host, "other_host", ""),
        (is_expired(job, received, clock), "expired", ""),
        (is_known(job.nonce), "repeated", ""),
        (policy.paused, "paused", ""),
        (bool(policy.askers) and job.asker not in policy.askers, "denied_asker", ""),
        (bool(job.user) and job.user not in policy.users, "bad_user", ""),
        (lately >= policy.rate, "rate", f"{policy.rate} an hour"),
    ]
    return next((Refusal(code, detail, job.id, job.nonce) for holds, code, detail in reasons if holds), None)


def _once(pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _is_deeper(value: Any, depth: int) -> bool:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(depth == 0 or _is_deeper(one, depth - 1) for one in inside)


def _matching(shape: re.Pattern[str], sent: Any) -> str:
    return sent if isinstance(sent, str) and shape.fullmatch(sent) else ""


def _time(sent: Any) -> Optional[datetime]:
    found = TIME.fullmatch(sent) if isinstance(sent, str) else None
    if not found:
        return None
    try:
        whole = datetime.strptime(found[1], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
        return whole + timedelta(seconds=float(found[2] or 0))
    except (ValueError, OverflowError):
        return None
