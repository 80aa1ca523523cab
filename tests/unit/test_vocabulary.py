"""Words of both languages lead to one concept."""

from __future__ import annotations

import pytest

from bot.knowledge.model import Concept
from bot.matching.vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    [
        Concept(id="docker", ko=("도커",), en=("docker*",)),
        Concept(id="install", ko=("설치", "깔고 싶"), en=("install*", "set up")),
        Concept(id="sources", en=("sources.list", "apt source*")),
        Concept(id="package", en=("docker ce", "package*")),
        Concept(id="negated-root", pattern=r"without (?:\w+ )?sudo|sudo 없이"),
    ]
)


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("docker", ["docker"]),
        ("dockerize", ["docker"]),
        ("mydocker", []),
        ("install docker", ["docker", "install"]),
        ("installing", ["install"]),
        ("uninstall", []),
        ("set up", ["install"]),
        ("set-up", ["install"]),
        ("set it up", []),
        ("docker-ce", ["docker", "package"]),
        ("apt sources", ["sources"]),
        ("/etc/apt/sources.list", ["sources"]),
        ("packages", ["package"]),
        ("", []),
        ("lunch", []),
    ],
)
def test_english_words_count_whole_and_with_a_star_go_on(text: str, concepts: list[str]) -> None:
    assert VOCABULARY.concepts_in(text) == concepts


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("도커를 설치하려면", ["docker", "install"]),
        ("도커설치방법", ["docker", "install"]),
        ("도 커 설 치", ["docker", "install"]),
        ("깔고싶어요", ["install"]),
        ("깔고 싶다", ["install"]),
        ("지도 커피", ["docker"]),
    ],
)
def test_korean_words_count_anywhere_blanks_aside(text: str, concepts: list[str]) -> None:
    assert VOCABULARY.concepts_in(text) == concepts


@pytest.mark.parametrize("text", ["docker without sudo", "run it without any sudo", "sudo 없이 쓰기"])
def test_a_pattern_says_what_words_cannot(text: str) -> None:
    assert "negated-root" in VOCABULARY.concepts_in(text)


def test_both_languages_in_one_text_are_heard() -> None:
    assert VOCABULARY.concepts_in("docker 설치") == ["docker", "install"]


def test_its_single_words_are_known_to_the_speller() -> None:
    assert set(VOCABULARY.words()) == {
        *("도커", "docker", "설치", "깔고", "싶", "install", "set", "up", "apt", "source", "ce", "package")
    }


def test_an_empty_vocabulary_finds_nothing() -> None:
    assert Vocabulary([]).concepts_in("docker 도커") == []
