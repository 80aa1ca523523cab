"""Text typed on the wrong keyboard layout is read on the other one, word by word."""

from __future__ import annotations

import pytest

from bot.matching.layout import other_layout
from bot.matching.spelling import Speller

SPELLER = Speller(
    latin=["docker", "install", "sudo", "ubuntu", "the", "what"], korean=["도커", "설치", "컨테이너", "권한"]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ehzj tjfcl", "도커 설치"),
        ("EHZJ", None),
        ("애찯ㄱ 설치", "docker 설치"),
        ("애찯ㄱ install", "docker install"),
        ("녀애 권한", "sudo 권한"),
        ("zjsxpdlsjfmf", "컨테이너를"),
        ("docker tjfcl", "docker 설치"),
        ("ㅕㅠㅕㅜ셔", "ubuntu"),
    ],
)
def test_a_word_is_converted_where_only_the_other_reading_is_known(typed: str, meant: str | None) -> None:
    assert other_layout(typed, SPELLER.knows) == meant


@pytest.mark.parametrize(
    "typed", ["", "docker install", "도커 설치", "what the", "lunch", "점심", "12 🎉", "ㅋㅋ"]
)
def test_text_that_was_not_mistyped_is_left_alone(typed: str) -> None:
    assert other_layout(typed, SPELLER.knows) is None


def test_what_stands_between_words_is_kept() -> None:
    assert other_layout("[ehzj]  22.04, tjfcl?", SPELLER.knows) == "[도커]  22.04, 설치?"
