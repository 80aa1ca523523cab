"""Brings what was read into the sizes of a fact, and takes out what must not leave the host."""

from __future__ import annotations

import math
import re
from typing import Any, Dict, Iterable, List

MOST_WORD = 120
MOST_LINE = 500
MOST_PATH = 400
MOST_ITEMS = 64
MOST_KEYS = 128
MOST_TEXT = 1000
MOST_MASKED = 4 * MOST_TEXT
MASK = "***"

# "scheme://user:password@host" and, as proxies are often written, "user:password@host".
USERINFO = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,30}://)[^\s/]*@|(?<![\w:/@.-])[^\s/@:,;\"'=]{1,200}:[^\s/]+@"
)
SECRET = re.compile(r"(?i)((?:password|passwd|secret|token|api[_-]?key)[\"']?\s*[=:]\s*[\"']?)[^\s\"',;&]+")


def mask(text: str) -> str:
    """The text with user and password of every address masked; of a very long one, the beginning."""
    if len(text) > MOST_MASKED:  # a file that its user wrote so would hold all other looks up for hours
        head, space, last = text[:MOST_MASKED].rpartition(" ")
        text = head + space + (MASK if ":" in last else last)  # it may be a secret whose @ was cut off
    text = USERINFO.sub(lambda found: f"{found.group('scheme') or ''}{MASK}@", text)
    return SECRET.sub(rf"\1{MASK}", text)


def clean(text: str, most: int, keep: str = "") -> str:
    """Control characters but those to ``keep`` become spaces, what is no character a question mark; cut to ``most``."""
    text = text[: most * 4].encode("utf-8", "replace").decode("utf-8", "replace")
    shown = "".join(letter if letter.isprintable() or letter in keep else " " for letter in text)
    return shown.strip()[:most]


def word(text: str) -> str:
    """A name or a version."""
    return clean(text, MOST_WORD)


def line(text: str) -> str:
    """A sentence or an address, masked."""
    return clean(mask(text), MOST_LINE)


def path(text: str) -> str:
    """Where a file is."""
    return clean(text, MOST_PATH)


def words(texts: Iterable[str], most: int = MOST_ITEMS) -> List[str]:
    """Not more than ``most`` names, the empty ones left out."""
    return [text for text, _ in zip(filter(None, map(word, texts)), range(most))]


def lines(texts: Iterable[str], most: int = MOST_ITEMS) -> List[str]:
    """Not more than ``most`` sentences, masked, the empty ones left out."""
    return [text for text, _ in zip(filter(None, map(line, texts)), range(most))]


def count(number: int) -> int:
    """A size or a number of things, never below nothing."""
    return max(0, min(int(number), 2**63 - 1))


def tidy(value: Any) -> Any:
    """Plain JSON whatever a probe made: the last look before an Observation leaves the host."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return max(-(2**63), min(value, 2**63 - 1))
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        kept: Dict[str, Any] = {}
        for key, held in list(value.items())[:MOST_KEYS]:
            kept[clean(str(key), MOST_PATH)] = tidy(held)
        return kept
    if isinstance(value, (list, tuple)):
        return [tidy(held) for held in value[:MOST_KEYS]]
    return clean(str(value), MOST_TEXT, keep="\n")
