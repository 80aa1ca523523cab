"""Lays out what the commands show: an Observation, the policy, the state, the log."""

from __future__ import annotations

import json
from typing import Any, Dict, Iterator, List, Optional, Tuple

from agent.policy import Catalogue, Policy, not_agreed
from agent.talk import Talk
from agent.words import clean

MOST_VALUE = 160


def show_observation(talk: Talk, observation: Dict[str, Any]) -> None:
    """A line for each fact; the JSON has all of it."""
    talk.say("once_title", user=observation["user"] or "-", ms=round(observation["took_ms"]))
    facts = observation["facts"]
    width = max((len(name) for name in facts), default=0)
    for name, fact in facts.items():
        if "could_not" in fact:
            detail = f": {fact['detail']}" if fact.get("detail") else ""
            said = f"– {talk.words('could_not')} ({fact['could_not']}{detail})"
        else:
            said = json.dumps(fact["value"], ensure_ascii=False)
        said = said if len(said) <= MOST_VALUE else said[: MOST_VALUE - 1] + "…"
        talk.line(f"{name:<{width}}  {clean(said)}")


def show_policy(talk: Talk, policy: Policy, catalogue: Catalogue) -> None:
    """What is granted, in words."""
    rows = [
        ("policy_level", talk.words(f"level_{policy.level}")),
        ("policy_denied", ", ".join(policy.denied) or talk.words("none")),
        ("policy_askers", ", ".join(policy.askers) or talk.words("everyone")),
        ("policy_users", ", ".join(policy.users) or talk.words("none")),
        ("policy_rate", str(policy.rate)),
        ("policy_paused", talk.words("yes" if policy.paused else "no")),
    ]
    show_rows(talk, rows)
    newer = not_agreed(policy, catalogue)
    if newer:
        talk.say("new_facts", names=", ".join(newer), level=policy.level)


def show_rows(talk: Talk, rows: List[Tuple[str, str]]) -> None:
    """``name: value``, a row each."""
    for key, value in rows:
        talk.line(f"{talk.words(key)}: {clean(value)}")


def show_line(talk: Talk, line: Dict[str, Any]) -> None:
    """One line of the log."""
    about = {key: value for key, value in line.items() if key not in ("n", "at", "what", "prev", "hash")}
    told = " ".join(_pairs(about))
    talk.line(clean(f"{line['at']}  {line['what']:<9} {told}".rstrip()))


def _pairs(about: Dict[str, Any]) -> Iterator[str]:
    for key, value in sorted(about.items()):
        text: Optional[str] = None
        if isinstance(value, list):
            text = f"{len(value)}" if len(value) > 6 else ",".join(map(str, value))
        elif value not in (None, ""):
            text = str(value)
        if text:
            yield f"{key}={text}"
