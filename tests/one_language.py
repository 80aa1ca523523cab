"""Whether a message speaks one language: what people read of it, without code, quotations and names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

NAMES_OF_LANGUAGES = {"한국어", "English"}
CODE = ("rich_text_preformatted", "rich_text_quote")
READ = ("text", "alt_text")
# Code, quotations, addresses, what stands in brackets and the titles of sources may be in any language.
ASIDE = re.compile(
    r"""(?s:```.*?```)|`[^`]*`|“[^”]*”|"[^"]*"|\([^()]*\)|<[^>]*>|^(?:출처|Sources): .*|\bgetent \w+""",
    re.MULTILINE,
)
HANGUL = re.compile("[가-힣]")
HANGUL_CLAUSE = re.compile(r"[가-힣]+[ ,]+[가-힣]+")
"""Two Korean words in a row; one may be a person's name."""
CLAUSE = re.compile(r"(?<!-)\b(?:[A-Z]?[a-z']{2,}[ ,]+){3,}[a-z']{2,}\b(?!-)")
"""Four English words in a row: a sentence of somebody's, not a name."""


def said(node: Any) -> Iterator[str]:
    """What people read, without commands, code, programs by name and what somebody else wrote."""
    if isinstance(node, list):
        for one in node:
            yield from said(one)
    elif isinstance(node, dict):
        is_code = node.get("type") in CODE or "code" in (node.get("style") or {})
        if is_code or node.get("type") == "link":
            return
        for key, value in node.items():
            if key in READ and isinstance(value, str) and value not in NAMES_OF_LANGUAGES:
                yield ASIDE.sub(" ", value)
            elif isinstance(value, (dict, list)):
                yield from said(value)


def is_mixed(node: Any) -> bool:
    """Whether both languages speak in it."""
    return bool(english(node)) and any(HANGUL_CLAUSE.search(one) for one in said(node))


def korean(node: Any) -> list[str]:
    """What of it is Korean."""
    return [one for one in said(node) if HANGUL.search(one)]


def english(node: Any) -> list[str]:
    """What of it are English sentences."""
    return [one for one in said(node) if CLAUSE.search(one)]
