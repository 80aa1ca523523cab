"""No message mixes languages: what is golden in English has no Hangul, and what is golden in Korean no English sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ENGLISH = sorted(path.name for path in HERE.glob("*.en*.slack.json"))
KOREAN = sorted(path.name for path in HERE.glob("*.ko*.slack.json"))
NAMES_OF_LANGUAGES = {"한국어", "English"}
CODE = ("rich_text_preformatted", "rich_text_quote")
CLAUSE = re.compile(r"\b(?:[A-Z]?[a-z']{2,}[ ,]+){3,}[a-z']{2,}\b")


def said(node: Any) -> Iterator[str]:
    """What people read, without commands, code, programs by name and what somebody else wrote."""
    if isinstance(node, list):
        for one in node:
            yield from said(one)
    elif isinstance(node, dict):
        if (
            node.get("type") in CODE
            or (node.get("style") or {}) == {"code": True}
            or node.get("type") == "link"
        ):
            return
        for key, value in node.items():
            if key in ("text", "alt_text") and isinstance(value, str):
                yield re.sub(r"`[^`]*`|“[^”]*”|<[^>]*>|\bgetent \w+", " ", value)
            elif isinstance(value, (dict, list)):
                yield from said(value)


def texts(name: str) -> list[str]:
    message = json.loads((HERE / name).read_text("utf-8"))
    return [one for one in said(message["blocks"]) if one not in NAMES_OF_LANGUAGES]


def test_there_are_messages_of_both() -> None:
    assert len(ENGLISH) > 5
    assert len(KOREAN) > 5


@pytest.mark.parametrize("name", ENGLISH)
def test_an_english_message_has_no_hangul(name: str) -> None:
    assert [one for one in texts(name) if re.search("[가-힣]", one)] == []


@pytest.mark.parametrize("name", KOREAN)
def test_a_korean_message_has_no_english_sentence(name: str) -> None:
    assert [one for one in texts(name) if CLAUSE.search(one)] == []
