"""Particles follow the sound of a word; the small marks of text are read rightly."""

from __future__ import annotations

import pytest

from bot.rendering.markdown import escape, fence
from bot.rendering.markup import Fenced, Item, ItemList, Paragraph, Run, parse, parse_inline, plain
from bot.rendering.terminal import render_terminal
from bot.words import with_particle
from tests.golden.cases import PERMISSION_KO, REPOSITORY_EN


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
