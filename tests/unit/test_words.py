"""A text as words: particles peeled off, code kept whole."""

from __future__ import annotations

import pytest

from bot.matching.words import words_of


def stems(text: str) -> list[str]:
    return [word.stem for word in words_of(text)]


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("도커를", "도커"),
        ("컨테이너에서는", "컨테이너"),
        ("우분투에", "우분투"),
        ("이미지들은", "이미지"),
        ("도커란", "도커란"),
        ("쿠버네티스랑", "쿠버네티스"),
        ("리눅스인데", "리눅스"),
    ],
)
def test_a_particle_is_peeled_off(word: str, stem: str) -> None:
    assert stems(word) == [stem]


@pytest.mark.parametrize("word", ["차이", "에이", "나도", "거의"])
def test_no_particle_is_peeled_off_a_word_of_two_syllables(word: str) -> None:
    assert stems(word) == [word]


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("containers", "container"),
        ("installing", "install"),
        ("installed", "install"),
        ("docker's", "docker"),
        ("this", "this"),
        ("news", "news"),
        ("red", "red"),
    ],
)
def test_an_english_ending_is_peeled_off_a_long_word(word: str, stem: str) -> None:
    assert stems(word) == [stem]


@pytest.mark.parametrize(
    "code",
    [
        "--rm",
        "-it",
        "/var/run/docker.sock",
        "~/.docker/config.json",
        "https://get.docker.com",
        "docker-compose.yml",
        "containerd.io",
        "20.10.16",
        "v2.29.1",
        "5:20.10.16~3-0~ubuntu-jammy",
        "ubuntu:22.04",
        "user@host",
    ],
)
def test_code_is_one_word_and_its_own_stem(code: str) -> None:
    (word,) = words_of(code)
    assert (word.kind, word.text, word.stem) == ("code", code, code)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("docker", ["latin"]),
        ("도커", ["korean"]),
        ("ㅋㅋ", ["jamo"]),
        ("22", ["number"]),
        ("ドッカー", ["other"]),
        ("docker로 설치", ["latin", "korean", "korean"]),
        ("armv7", ["latin"]),
        ("can't", ["latin"]),
        ("🎉 ...", []),
    ],
)
def test_every_word_has_a_kind(text: str, kinds: list[str]) -> None:
    assert [word.kind for word in words_of(text)] == kinds


def test_a_dash_inside_a_word_is_no_flag() -> None:
    assert [word.kind for word in words_of("hello-world")] == ["latin", "latin"]


def test_words_keep_their_order() -> None:
    assert stems("ubuntu에 docker 설치") == ["ubuntu", "에", "docker", "설치"]
