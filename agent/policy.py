"""What the owner of this host lets be looked at, by whom, about whom and how often. No server can change it."""

from __future__ import annotations

import json
import re
from typing import Any, Dict, Mapping, NamedTuple, Optional, Protocol, Tuple

from agent.words import Told

LEVELS = ("files", "docker", "active")
"""Each includes those before it."""

USER = re.compile(r"[A-Za-z_][A-Za-z0-9_.@-]{0,63}\$?")
ASKER = re.compile(r"[UW][A-Z0-9]{1,20}|terminal")
FACT = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_NAMES = 64
MOST_RATE = 3600
NOT_GRANTED, DENIED = "not_granted", "denied"


class Probe(Protocol):
    """What the policy must know of a fact's probe."""

    @property
    def level(self) -> str:
        """One of LEVELS."""

    @property
    def needs_user(self) -> bool:
        """It is about one user."""


Catalogue = Mapping[str, Any]
"""Every fact that this agent knows, by name; the values are as Probe."""


class Policy(NamedTuple):
    """The whole policy; every default is the narrowest.

    ``agreed`` are the facts that ``level`` covered when it was set: what a newer agent learnt to look
    at since then is not granted before the owner sets the level again. ``askers`` empty: all whom the
    server lets. ``rate`` is jobs an hour.
    """

    level: str = "files"
    agreed: Tuple[str, ...] = ()
    denied: Tuple[str, ...] = ()
    askers: Tuple[str, ...] = ()
    users: Tuple[str, ...] = ()
    rate: int = 60
    paused: bool = False


class PolicyFault(Told):
    """The policy file is not what this agent understands; nothing is granted until it is."""


def read_policy(text: str) -> Policy:
    """Parses the policy file. A key left out has its narrowest value.

    Raises:
        PolicyFault: anything in it is not understood.
    """
    try:
        sent = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PolicyFault("fault_json", why=error) from error
    if not isinstance(sent, dict):
        raise PolicyFault("fault_object")
    unknown = sorted(set(sent) - set(Policy._fields))
    if unknown:
        raise PolicyFault("fault_key", name=repr(unknown[0][:60]))
    names: Dict[str, Any] = {
        key: tuple(sent[key]) if isinstance(sent[key], list) else sent[key] for key in sent
    }
    policy = Policy(**names)
    fault = _fault(policy)
    if fault:
        raise fault
    return policy


def write_policy(policy: Policy) -> str:
    """The policy file's text."""
    return json.dumps(policy._asdict(), indent=2, sort_keys=True) + "\n"


def covers(level: str, probe: Probe) -> bool:
    """Whether a level includes what a probe needs; a level that nobody knows includes nothing."""
    return level in LEVELS and probe.level in LEVELS[: LEVELS.index(level) + 1]


def at_level(policy: Policy, level: str, catalogue: Catalogue) -> Policy:
    """The policy with this level, agreed for all that the level covers in this agent."""
    return policy._replace(
        level=level,
        agreed=tuple(sorted(name for name in catalogue if covers(level, catalogue[name]))),
    )


def could_not(policy: Policy, name: str, user: str, catalogue: Catalogue) -> Optional[str]:
    """Why a fact must not be looked at, as an Observation says it; None if it may."""
    probe = catalogue.get(name)
    if probe is None or not covers(policy.level, probe) or name not in policy.agreed:
        return NOT_GRANTED
    if name in policy.denied:
        return DENIED
    if probe.needs_user and user not in policy.users:
        return NOT_GRANTED
    return None


def not_agreed(policy: Policy, catalogue: Catalogue) -> Tuple[str, ...]:
    """Facts that the level covers today and did not when it was set."""
    covered = (name for name in catalogue if covers(policy.level, catalogue[name]))
    return tuple(sorted(set(covered) - set(policy.agreed)))


def _fault(policy: Policy) -> Optional[PolicyFault]:
    if policy.level not in LEVELS:
        return PolicyFault("fault_level", levels=", ".join(LEVELS))
    lists: Dict[str, Any] = {"agreed": FACT, "denied": FACT, "askers": ASKER, "users": USER}
    for key, shape in lists.items():
        names = getattr(policy, key)
        if not isinstance(names, tuple) or len(names) > MOST_NAMES:
            return PolicyFault("fault_list", name=key, most=MOST_NAMES)
        for name in names:
            if not isinstance(name, str) or not shape.fullmatch(name):
                return PolicyFault("fault_name", name=key, value=repr(str(name)[:60]))
    if type(policy.rate) is not int or not 0 <= policy.rate <= MOST_RATE:
        return PolicyFault("fault_rate", most=MOST_RATE)
    if not isinstance(policy.paused, bool):
        return PolicyFault("fault_paused")
    return None
