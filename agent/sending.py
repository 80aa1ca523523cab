"""Makes an Observation ready to be sent: only what was asked for, always valid JSON, never too long."""

from __future__ import annotations

import json
from typing import Any, Dict, Sequence

MOST_BYTES = 240 * 1024
"""A little less than the server takes, which counts what stands around it."""


def fit(observation: Dict[str, Any], asked: Sequence[str]) -> Dict[str, Any]:
    """The Observation with the facts asked for and no others, the longest left out until it fits."""
    facts = {name: _plain(fact) for name, fact in observation["facts"].items() if name in asked}
    sizes = {name: len(json.dumps(fact)) for name, fact in facts.items()}
    while sizes and sum(sizes.values()) > MOST_BYTES:
        longest = max(sizes, key=lambda name: sizes[name])
        facts[longest] = _left_out("too long to send")
        sizes[longest] = 0
    return {**{key: observation[key] for key in ("agent", "observed_at", "took_ms", "user")}, "facts": facts}


def _plain(fact: Any) -> Any:
    """The fact as any reader of JSON takes it: no NaN, no halves of signs."""
    try:
        text = json.dumps(fact, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return _left_out("not in its shape")
    return json.loads(text.encode("utf-8", "replace").decode("utf-8"))


def _left_out(detail: str) -> Dict[str, Any]:
    return {"could_not": "failed", "detail": detail, "took_ms": 0.0}
