"""What this host knows of its enrollment: where, as whom, with which key; and the policy beside it."""

from __future__ import annotations

import json
import re
from typing import Any, Dict, NamedTuple, Optional

from agent.home import Home
from agent.jobs import UUID
from agent.policy import Policy, PolicyFault, read_policy, write_policy
from agent.words import Told

HOST, KEY_FILE, POLICY, STATE, LOCK = "host.json", "key", "policy.json", "state.json", "run.lock"
KEY = re.compile(r"[A-Za-z0-9_-]{43}")


class Enrolled(NamedTuple):
    """The server's address, the id that it gave, and the name that people use."""

    server: str
    host_id: str
    name: str


def read_enrolled(home: Home) -> Optional[Enrolled]:
    """None where this host is not enrolled.

    Raises:
        Told: the file is damaged.
    """
    text = home.read(HOST)
    if text is None:
        return None
    try:
        kept = json.loads(text)
        enrolled = Enrolled(str(kept["server"]), str(kept["host_id"]), str(kept["name"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Told("file_unusable", file=home.folder / HOST, reason="damaged") from error
    if not UUID.fullmatch(enrolled.host_id):
        raise Told("file_unusable", file=home.folder / HOST, reason="damaged")
    return enrolled


def write_enrolled(home: Home, enrolled: Enrolled) -> None:
    """Replaces what is kept."""
    kept = {"server": enrolled.server, "host_id": enrolled.host_id, "name": enrolled.name}
    home.write(HOST, json.dumps(kept, indent=2, sort_keys=True) + "\n")


def read_key(home: Home) -> Optional[str]:
    """None where there is none.

    Raises:
        Told: others may read it, or it is none.
    """
    key = (home.read_secret(KEY_FILE) or "").strip()
    if key and not KEY.fullmatch(key):
        raise Told("file_unusable", file=home.folder / KEY_FILE, reason="damaged")
    return key or None


def read_state(home: Home) -> Dict[str, Any]:
    """What the running agent last said of itself; nothing where that is damaged."""
    try:
        state = json.loads(home.read(STATE) or "{}")
    except (ValueError, RecursionError):
        return {}
    return state if isinstance(state, dict) else {}


def current_policy(home: Home) -> Policy:
    """The policy as it stands now.

    Raises:
        PolicyFault: there is none, or it is not understood; nothing is granted then.
    """
    try:
        text = home.read(POLICY)
    except Told as error:
        raise PolicyFault(error.key, **error.values) from error
    if text is None:
        raise PolicyFault("fault_missing")
    return read_policy(text)


def store_policy(home: Home, policy: Policy) -> None:
    """Replaces the policy."""
    home.write(POLICY, write_policy(policy))
