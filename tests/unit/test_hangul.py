"""Hangul below the syllable, and the two-set keyboard."""

from __future__ import annotations

import pytest

from bot.text.hangul import compose, from_keys, is_syllable, split_syllable, to_jamo, to_keys


@pytest.mark.parametrize(
    ("syllable", "parts"),
    [
        ("가", ("ㄱ", "ㅏ", "")),
        ("힣", ("ㅎ", "ㅣ", "ㅎ")),
        ("닭", ("ㄷ", "ㅏ", "ㄺ")),
        ("왜", ("ㅇ", "ㅙ", "")),
    ],
)
def test_a_syllable_has_initial_vowel_and_final(syllable: str, parts: tuple[str, str, str]) -> None:
    assert split_syllable(syllable) == parts


@pytest.mark.parametrize(("char", "whole"), [("가", True), ("힣", True), ("ㄱ", False), ("a", False)])
def test_a_single_jamo_is_no_syllable(char: str, whole: bool) -> None:
    assert is_syllable(char) is whole


def test_jamo_leave_everything_else_as_it_is() -> None:
    assert to_jamo("도커 ps ㅋ") == "ㄷㅗㅋㅓ ps ㅋ"


KEYS = [
    ("도커 설치", "ehzj tjfcl"),
    ("권한", "rnjsgks"),
    ("컨테이너", "zjsxpdlsj"),
    ("없다", "djqtek"),
    ("의존성", "dmlwhstjd"),
    ("깔았는데", "RkfdkTsmsep"),
    ("쿼리", "znjfl"),
    ("얘기", "dOrl"),
    ("닭을", "ekfrdmf"),
]


@pytest.mark.parametrize(("hangul", "keys"), KEYS)
def test_hangul_typed_on_the_latin_layout_is_read_back(hangul: str, keys: str) -> None:
    assert from_keys(keys) == hangul


@pytest.mark.parametrize(("hangul", "keys"), KEYS)
def test_hangul_has_the_keys_it_is_typed_with(hangul: str, keys: str) -> None:
    assert to_keys(hangul) == keys


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("애찯ㄱ", "docker"), ("퍄", "vi"), ("ㅔㄴ", "ps"), ("ㅕㅠㅕㅜ셔", "ubuntu"), ("녀애", "sudo")],
)
def test_latin_typed_on_the_hangul_layout_is_read_back(typed: str, meant: str) -> None:
    assert to_keys(typed) == meant


def test_a_shifted_key_without_a_double_letter_counts_as_unshifted() -> None:
    assert from_keys("EHZJ") == "또커"


def test_a_consonant_before_a_vowel_opens_the_next_syllable() -> None:
    assert compose("ㄱㅏㄴㅏ") == "가나"


def test_of_a_double_final_the_second_half_moves_on() -> None:
    assert compose("ㅇㅓㅂㅅㅇㅓ") == "없어"
    assert compose("ㅇㅓㅂㅅㅓ") == "업서"


def test_a_consonant_that_cannot_end_a_syllable_stands_alone() -> None:
    assert compose("ㄱㅏㄸ") == "가ㄸ"


def test_jamo_that_make_no_syllable_stay() -> None:
    assert compose("ㅠㅋㅋ.") == "ㅠㅋㅋ."
