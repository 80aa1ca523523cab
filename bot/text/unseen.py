"""Signs that no display gets: they would steer it, or turn what is read around."""

from __future__ import annotations

import json
import re
from typing import Any

STEERING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters; line breaks and tabs stay
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # the direction of writing
    r"\ud800-\udfff]"  # half a character, which nothing can print
)


def as_json(shown: Any) -> str:
    """JSON to be read in a terminal: Korean as it is, and steering signs as escapes."""
    text = json.dumps(shown, ensure_ascii=False, indent=2)
    return STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
