"""Typos are mended by word length, glued words parted, and code left alone."""

from __future__ import annotations

import pytest

from bot.matching.spelling import MENDED_WORDS, Speller

SPELLER = Speller(
    latin=["docker", "containers", "install", "run", "without", "sudo", "permission", "image"],
    korean=["도커", "컨테이너", "설치", "권한", "우분투"],
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dokcer", "docker"),
        ("docke", "docker"),
        ("dockker", "docker"),
        ("instal", "install"),
        ("imgae", "image"),
        ("permisson", "permission"),
        ("prmission", "permission"),
        ("conatinrs", "containers"),
        ("xontainers", "containers"),
    ],
)
def test_a_latin_typo_is_mended_towards_a_known_word(typed: str, meant: str) -> None:
    assert SPELLER.mend(typed) == meant


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("rnu", "a word of up to four letters has no typo to spare"),
        ("sduo", "nor has one of four"),
        ("dcker2", "a name with a number is nobody's typo"),
        ("mocker", "another first letter is another word"),
        ("dcoekr", "two typos are too many for six letters"),
        ("imagination", "a long word that is far from all others is a word of its own"),
        ("a" * 40, "nothing is that long"),
    ],
)
def test_a_word_that_may_be_another_is_left_alone(typed: str, why: str) -> None:
    assert SPELLER.mend(typed) == typed, why


@pytest.mark.parametrize(
    "code",
    ["--instal", "-dokcer", "/usr/bin/dokcer", "dokcer.io", "dokcer:1.2", "5:20.10.16~3-0", "DOKCER_HOST=x"],
)
def test_code_is_never_mended(code: str) -> None:
    assert SPELLER.mend(code.lower()) == code.lower()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("도코 설치", "도커 설치"),
        ("독커", "도커"),
        ("컨태이너", "컨테이너"),
        ("컨태이너를", "컨테이너를"),
        ("셜치", "설치"),
        ("우븐투에서", "우분투에서"),
    ],
)
def test_a_korean_typo_is_mended_by_jamo_and_its_particle_kept(typed: str, meant: str) -> None:
    assert SPELLER.mend(typed) == meant


@pytest.mark.parametrize("typed", ["도", "쎨치", "지도", "강화도", "컵라면"])
def test_a_korean_word_that_may_be_another_is_left_alone(typed: str) -> None:
    assert SPELLER.mend(typed) == typed


@pytest.mark.parametrize("typed", ["docker", "권한이", "sudo 없이"])
def test_a_known_word_is_left_alone(typed: str) -> None:
    assert SPELLER.mend(typed) == typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rundocker", "run docker"),
        ("dockerwithoutsudo", "docker without sudo"),
        ("dockerrun!", "docker run!"),
    ],
)
def test_glued_words_are_parted(typed: str, meant: str) -> None:
    assert SPELLER.mend(typed) == meant


def test_what_stands_around_words_is_kept() -> None:
    assert SPELLER.mend("dokcer,\n(instal)? 도코!") == "docker,\n(install)? 도커!"


def test_only_the_first_words_of_a_long_text_are_mended() -> None:
    typed = " ".join(["dokcer"] * (MENDED_WORDS + 2))
    assert SPELLER.mend(typed).split().count("docker") == MENDED_WORDS


@pytest.mark.parametrize(
    ("word", "known"),
    [("docker", True), ("dockers", False), ("도커", True), ("도커를", True), ("도", False), ("지도", False)],
)
def test_a_korean_word_is_known_by_its_beginning(word: str, known: bool) -> None:
    assert SPELLER.knows(word) is known


def test_without_known_words_nothing_is_mended() -> None:
    assert Speller([], []).mend("dokcer 도코") == "dokcer 도코"
