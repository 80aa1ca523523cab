"""The values of hosts: who asks, which Host, who is allowed, and what became of a request for a check."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

CODE_LIFE = timedelta(minutes=15)
CHECK_LIFE = timedelta(seconds=120)
OFFLINE_AFTER = timedelta(seconds=90)
REMOVED_AFTER = timedelta(days=14)
KEY_LIFE = timedelta(days=30)
KEY_OVERLAP = timedelta(hours=24)
"""For so long a Host that was asked to take a new key may do so."""
OFFERS_MAX = 3
"""New keys for one such wish; an Agent asks once, and what repeats its request on the way is no more than that."""
PAST_KEYS_KEPT = 16
TAKEOVERS_AT_ONCE, TAKEOVERS_PER_H = 40, 150
"""Processes that may take over from one another: at once, and in the long run. systemd restarts an Agent that
crashes every 30 s, so 120 times an hour, which is never too many however long it goes on; forty are more than
anybody starts by hand one after the other. Who has a stolen key takes over with every new session."""
SESSIONS_KEPT = 64
"""More than can take over within nine minutes; an Agent that lives polls again within three."""
AUDIT_KEPT = timedelta(days=400)
OBSERVATIONS_KEPT = 10
"""Of each Host."""
WAITING_MAX = 5
"""Checks of one Host that may wait for it at once."""

TERMINAL = "terminal:"
"""Begins the name of an asker who sits at the terminal of the machine that runs the bot."""

HostState = Literal["joined", "kept", "quarantined", "revoked"]
EndedBy = Literal["owner", "terminal", "host", "silence", "replaced"]
SubjectKind = Literal["person", "group", "channel", "everyone", "maintainers"]
Because = Literal["session", "takeovers", "old_key", "new_keys"]
"""Why a Host was set aside: a process came back that another took over from, too many took over, a key was used
that another followed, too many new keys were taken."""
Shown = Literal["share", "all_checks", "platform"]
"""Ways in which what was seen is shown once more, as the audit log calls them; ``platform``: an answer was fitted to it."""
NoticeKind = Literal["joined", "quarantined", "removed", "revoked"]
"""``removed`` for its silence of 14 days; ``revoked`` by its own ``leave`` or from the terminal."""

CheckStatus = Literal[
    "waiting",  # the Agent has the job, or will have it in a moment
    "done",
    "refused",  # by the Host's own policy, see CheckState.refusal
    "expired",  # the Agent did not answer within CHECK_LIFE
    "offline",
    "quarantined",
    "revoked",
    "busy",  # WAITING_MAX checks wait already
    "unknown",  # no Host of that name, see CheckState.suggestions
    "not_allowed",
]
REFUSALS = (
    *("expired", "repeated", "other_host", "unknown_fact", "bad_user", "denied_asker", "paused", "rate"),
    *("malformed", "other"),
)
"""Why a Host did not do a job; ``malformed`` is our word for an answer that is none."""

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,62}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks, and in which conversation: ``user`` is a Slack id, or ``terminal:<system user>``.

    A ``channel`` counts where an owner allowed a channel. The person at the terminal holds the
    database anyway, so nothing here is denied to them; a Host's own policy may still refuse them.
    """

    team: str
    user: str
    channel: str | None = None

    @property
    def is_terminal(self) -> bool:
        """Whether the bot's operator asks, at the machine that runs it."""
        return self.user.startswith(TERMINAL)

    @property
    def id_for_host(self) -> str:
        """What the Host is told: the Slack id, or the word ``terminal``."""
        return TERMINAL.rstrip(":") if self.is_terminal else self.user


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom an owner allows. ``id`` is a user (U...), a user group (S...) or a channel (C...), else empty."""

    kind: SubjectKind
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """An opted-in machine. ``id`` is ours and never used twice; ``hostname`` is what the machine calls itself.

    ``seen_at`` is its last poll. ``is_removed``: revoked, and no longer shown to anybody.
    """

    id: UUID
    team: str
    name: str
    owner: str
    state: HostState
    enrolled_at: datetime
    hostname: str = ""
    seen_at: datetime | None = None
    agent_version: str = ""
    ended_by: EndedBy | None = None
    is_removed: bool = False
    is_online: bool = False

    @property
    def is_live(self) -> bool:
        """Whether its Agent may still talk to us (or would, were it not quarantined)."""
        return self.state != "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """A Host with those whom its owner allowed."""

    host: Host
    subjects: frozenset[Subject] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class HostView:
    """A Host as its list shows it. ``subjects`` are told to its owner only; ``observed_at`` is the last check's."""

    host: Host
    is_mine: bool
    subjects: frozenset[Subject] = frozenset()
    observed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrollmentCode:
    """Shown once to the owner, privately; ``code`` is never kept and never logged."""

    code: str = field(repr=False)
    name: str
    owner: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """A request about hosts that is not done, with what would help."""

    why: Literal["unknown", "not_allowed", "bad_name", "name_taken", "too_many", "bad_subject", "ended"]
    name: str = ""
    suggestions: tuple[str, ...] = ()
    host: Host | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptObservation:
    """An Observation as it came: ``sent`` is its JSON, for ``bot.checks.observation.read_observation``."""

    id: UUID
    host_id: UUID
    received_at: datetime
    sent: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """A check that a question asks for. ``user`` is the system user to look at (None: the Host's own choice).

    ``facts`` are names of ``bot.checks.facts.FACTS``; empty for all that the Host's Agent knows.
    """

    question_id: UUID
    asker: Asker
    host_name: str
    user: str | None = None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckState:
    """What became of a request, at the time of asking.

    ``observation`` is this check's own when ``done``, else the Host's last one (with its age), where
    the asker may see it; ``before`` is the one before it, to compare with. ``refusal`` is one of
    REFUSALS and ``detail`` the Host's words on it: hostile until escaped.
    """

    question_id: UUID
    status: CheckStatus
    host_name: str
    asked_at: datetime
    host: Host | None = None
    suggestions: tuple[str, ...] = ()
    observation: KeptObservation | None = None
    before: KeptObservation | None = None
    refusal: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What an Agent is asked: known facts by name, never anything to run."""

    id: UUID
    host_id: UUID
    nonce: str
    issued_at: datetime
    expires_at: datetime
    facts: tuple[str, ...]
    user: str | None
    asker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One attempt, allowed or not. ``asker`` may also be ``host:<id>`` or ``bot``; ``detail`` is a code."""

    team: str
    asker: str
    action: str
    allowed: bool
    host_id: UUID | None = None
    host_name: str = ""
    channel: str | None = None
    detail: str = ""
    at: datetime | None = None


def check_noted(request: CheckRequest, host_id: UUID | None, status: CheckStatus) -> AuditRow:
    """The audit row of a request for a check, whatever came of it."""
    return AuditRow(
        team=request.asker.team, asker=request.asker.user, action="check",
        allowed=status not in ("unknown", "not_allowed"), host_id=host_id, host_name=request.host_name,
        channel=request.asker.channel, detail=status,
    )  # fmt: skip


def by_itself(host_id: UUID, team: str, name: str, action: str, detail: str) -> AuditRow:
    """The audit row of what the bot did unasked."""
    return AuditRow(
        team=team, asker="bot", action=action, allowed=True, host_id=host_id, host_name=name, detail=detail
    )


def folded_name(typed: str) -> str | None:
    """The name of a Host as it is kept (lower case); None if it cannot be one."""
    name = typed.strip().lower()
    return name if _NAME.fullmatch(name) else None


def notice_text(kind: NoticeKind, host_id: UUID) -> str:
    """The text of the question by which an owner is told something unasked (surface ``notice``)."""
    return f"notice:{kind}:{host_id}"


def read_notice(text: str) -> tuple[str, UUID] | None:
    """What ``notice_text`` wrote: the kind and the Host."""
    mark, _, rest = text.partition(":")
    kind, _, host_id = rest.partition(":")
    try:
        return (kind, UUID(host_id)) if mark == "notice" else None
    except ValueError:
        return None
