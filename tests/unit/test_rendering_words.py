"""The bot's own sentences are whole in both languages; the small marks of text are read rightly."""

from __future__ import annotations

import re
from dataclasses import fields
from string import Formatter
from typing import Any, get_args

import pytest

from bot.checks.model import Status
from bot.checks.observation import Because
from bot.hosts.model import REFUSALS
from bot.rendering.markdown import escape, fence
from bot.rendering.markup import Fenced, Item, ItemList, Paragraph, Run, parse, parse_inline, plain
from bot.rendering.terminal import render_terminal
from bot.words import (
    EN,
    KO,
    Name,
    checking_words,
    host_words,
    report_words,
    with_particle,
    words_for,
)
from tests.golden.cases import PERMISSION_KO, REPOSITORY_EN

PAIRS = {
    "answers": (words_for("ko"), words_for("en")),
    "reports": (report_words("ko"), report_words("en")),
    "checking": (checking_words("ko"), checking_words("en")),
    "hosts": (host_words("ko"), host_words("en")),
}
SENTENCES = [
    (kind, field.name)
    for kind, (korean, _) in PAIRS.items()
    for field in fields(korean)
    if field.type == "str"
]
TABLES = [
    (kind, field.name)
    for kind, (korean, _) in PAIRS.items()
    for field in fields(korean)
    if field.type == "Named"
]


def names_in(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def in_both(kind: str, name: str) -> tuple[Any, Any]:
    korean, english = PAIRS[kind]
    return getattr(korean, name), getattr(english, name)


@pytest.mark.parametrize(("kind", "name"), SENTENCES)
def test_a_sentence_takes_the_same_values_in_both_languages(kind: str, name: str) -> None:
    korean, english = in_both(kind, name)
    assert names_in(korean) == names_in(english)


@pytest.mark.parametrize(("kind", "name"), SENTENCES)
def test_no_sentence_mixes_the_languages(kind: str, name: str) -> None:
    korean, english = in_both(kind, name)
    assert not re.search("[가-힣]", english)
    assert re.search("[가-힣]", korean.replace("({page}/{pages})", "쪽"))


@pytest.mark.parametrize(("kind", "name"), TABLES)
def test_a_table_of_words_has_the_same_keys_and_values_in_both_languages(kind: str, name: str) -> None:
    korean, english = (dict(table) for table in in_both(kind, name))
    assert korean.keys() == english.keys()
    assert {key: names_in(korean[key]) for key in korean} == {key: names_in(english[key]) for key in english}
    assert not any(re.search("[가-힣]", word) for word in english.values())


def test_every_reason_of_a_host_to_refuse_has_its_sentence() -> None:
    assert set(REFUSALS) == set(dict(checking_words("en").refusals))


def test_every_reason_not_to_see_and_every_status_has_its_words() -> None:
    assert set(get_args(Because)) == set(dict(report_words("en").reasons))
    assert set(Status) == set(dict(report_words("en").statuses))


@pytest.mark.parametrize(
    ("seconds", "korean", "english"),
    [
        (-5, "방금 봤어요", "seen just now"),
        (59, "방금 봤어요", "seen just now"),
        (60, "1분 전에 봤어요", "seen 1 min ago"),
        (7200, "2시간 전에 봤어요", "seen 2 h ago"),
        (86_400, "하루 전에 봤어요", "seen a day ago"),
        (260_000, "3일 전에 봤어요", "seen 3 days ago"),
    ],
)
def test_an_age_in_words(seconds: float, korean: str, english: str) -> None:
    assert (report_words("ko").age(seconds), report_words("en").age(seconds)) == (korean, english)


def test_a_name_in_a_sentence_takes_its_particle() -> None:
    template = checking_words("ko").looking
    assert "**web-1을** 살펴" in template.format(host=Name("web-1"))
    assert "**gpu를** 살펴" in template.format(host=Name("gpu"))


def test_the_language_chooses_the_words() -> None:
    assert words_for("ko") is KO
    assert words_for("en") is EN
    assert KO.arch_name("arm64") != "arm64"
    assert EN.arch_name("s390x") == "s390x"


@pytest.mark.parametrize(
    ("word", "pair", "expected"),
    [
        ("도커", "을/를", "도커를"),
        ("컨테이너", "이/가", "컨테이너가"),
        ("데비안", "을/를", "데비안을"),
        ("우분투", "은/는", "우분투는"),
        ("서울", "으로/로", "서울로"),
        ("데비안", "으로/로", "데비안으로"),
        ("RHEL", "이/가", "RHEL이"),
        ("Ubuntu", "을/를", "Ubuntu를"),
        ("Debian", "을/를", "Debian을"),
        ("arm64", "은/는", "arm64는"),
        ("ARMv6", "은/는", "ARMv6은"),
        ("Ubuntu 22.04", "으로/로", "Ubuntu 22.04로"),
        ("“도커”", "을/를", "“도커”를"),
    ],
)
def test_a_particle_follows_the_sound(word: str, pair: str, expected: str) -> None:
    assert with_particle(word, pair) == expected


def test_inline_marks() -> None:
    assert parse_inline("a `b*c*` **d `e`** [f](https://g.h/) *i* 2*3*4") == (
        Run("a "),
        Run("b*c*", code=True),
        Run(" "),
        Run("d ", bold=True),
        Run("e", bold=True, code=True),
        Run(" "),
        Run("f", href="https://g.h/"),
        Run(" "),
        Run("i", italic=True),
        Run(" 2*3*4"),
    )


def test_an_unsafe_address_is_no_link() -> None:
    assert parse_inline("[x](javascript:alert)") == (Run("[x](javascript:alert)"),)


def test_paragraphs_lists_and_fences() -> None:
    text = "one\ntwo\n\n- a\n  more\n  - b\n1. c\n\n```\nd  e\n```\nlast"
    assert parse(text) == (
        Paragraph((Run("one two"),)),
        ItemList((Item((Run("a more"),), 0), Item((Run("b"),), 1), Item((Run("c"),), 0, 1))),
        Fenced("d  e"),
        Paragraph((Run("last"),)),
    )


def test_plain_text_has_no_marks() -> None:
    assert plain("**a** `b`\n\n- c") == "a b\n- c"


def test_plain_words_are_escaped_for_markdown() -> None:
    assert escape("a_b *c* <d> |") == r"a\_b \*c\* \<d\> \|"


def test_a_fence_is_longer_than_the_ticks_inside() -> None:
    assert fence("a ``` b", "sh") == "````sh\na ``` b\n````"


def test_a_command_is_one_line_in_the_terminal_however_narrow() -> None:
    assert REPOSITORY_EN.commands[0].run in render_terminal(REPOSITORY_EN, width=30, colour=False).split("\n")


def test_colour_only_where_it_is_wanted() -> None:
    assert "\x1b[" in render_terminal(PERMISSION_KO, colour=True)
    assert "\x1b" not in render_terminal(PERMISSION_KO, colour=False)
