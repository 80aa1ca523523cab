"""No message mixes languages: what is golden in English has no Hangul, and what is golden in Korean no English sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.one_language import english, korean

HERE = Path(__file__).parent
ENGLISH = sorted(path.name for path in HERE.glob("*.en*.slack.json"))
KOREAN = sorted(path.name for path in HERE.glob("*.ko*.slack.json"))


def blocks(name: str) -> Any:
    return json.loads((HERE / name).read_text("utf-8"))["blocks"]


def test_there_are_messages_of_both() -> None:
    assert len(ENGLISH) > 5
    assert len(KOREAN) > 5


@pytest.mark.parametrize("name", ENGLISH)
def test_an_english_message_has_no_hangul(name: str) -> None:
    assert korean(blocks(name)) == []


@pytest.mark.parametrize("name", KOREAN)
def test_a_korean_message_has_no_english_sentence(name: str) -> None:
    assert english(blocks(name)) == []
