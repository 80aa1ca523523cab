"""What is typed or pasted becomes plain characters, in one form each."""

from __future__ import annotations

import unicodedata

import pytest

from bot.text.normalise import normalise, on_one_line


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("<@U012AB3CD> docker ps", "docker ps"),
        ("<@W012AB3CD|mina> docker ps", "mina docker ps"),
        ("see <#C024BE7LR|general> please", "see general please"),
        ("<!here> docker is down", "docker is down"),
        ("<!subteam^S0123ABC|@ops> help", "@ops help"),
        ("<!date^1392734382^{date}|Feb 18> docker", "<!date^1392734382^{date}|Feb 18> docker"),
    ],
)
def test_a_mention_leaves_at_most_its_label(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("<https://docs.docker.com/engine/>", "https://docs.docker.com/engine/"),
        ("<https://docs.docker.com|the docs> say so", "the docs say so"),
        ("<http://docker.io|docker.io>", "docker.io"),
        ("write to <mailto:a@example.org|a@example.org>", "write to a@example.org"),
    ],
)
def test_a_link_leaves_its_words_or_its_address(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("docker run &lt;image&gt;", "docker run <image>"),
        ("a &amp;&amp; b", "a && b"),
        ("&amp;lt;none&amp;gt;", "<none>"),
        ("it&#39;s", "it's"),
        ("a&nbsp;b", "a b"),
    ],
)
def test_entities_are_the_signs_they_mean(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("\x1b[31mERROR\x1b[0m: no", "ERROR: no"),
        ("\x1b[1;38;5;208mwarn\x1b[m", "warn"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x07", "link"),
        ("\x1b[2K\x1b[1Gdone", "done"),
        ("a\x00b\x07c\x7f", "abc"),
    ],
)
def test_what_only_a_terminal_reads_is_dropped(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


def test_decomposed_hangul_is_composed() -> None:
    assert normalise(unicodedata.normalize("NFD", "도커 설치")) == "도커 설치"


def test_an_invisible_sign_does_not_part_a_word() -> None:
    assert normalise("doc\u200bker\ufeff p\u00ads") == "docker ps"


@pytest.mark.parametrize("sign", ["\u2066", "\u2069", "\u061c", "\u180e", "\ufe0e", "\u0085", "\u009b"])
def test_a_sign_that_only_steers_the_display_is_dropped(sign: str) -> None:
    assert normalise(f"doc{sign}ker") == "docker"


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\v", "\f"])
def test_every_line_end_is_a_line_break(end: str) -> None:
    assert normalise(f"docker ps{end}fails") == "docker ps\nfails"


def test_half_a_surrogate_pair_is_dropped() -> None:
    assert normalise("docker \ud83d ps\ude00") == "docker ps"


@pytest.mark.parametrize("blank", ["\u3164", "\u00a0", "\u3000", "\u202f", "\u2003", "\t"])
def test_every_blank_is_a_space(blank: str) -> None:
    assert normalise(f"docker{blank}ps") == "docker ps"


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("can’t", "can't"),
        ("“docker ps”", '"docker ps"'),
        ("docker run —rm", "docker run --rm"),
        ("docker run –rm", "docker run --rm"),
        ("docker‑ce", "docker-ce"),
        ("wait…", "wait..."),
        ("안 돼요？", "안 돼요?"),
        ("ｄｏｃｋｅｒ　ｐｓ（２４．０４）", "docker ps(24.04)"),
        ("docker run ―rm", "docker run --rm"),
    ],
)
def test_a_typographic_sign_is_the_typed_one(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


def test_lines_are_kept_and_empty_ones_dropped() -> None:
    assert normalise("  one  two \r\n\r\n \rthree\n\n") == "one two\nthree"


def test_a_code_fence_ends_a_line() -> None:
    assert normalise("fails: ```docker ps``` why") == "fails:\ndocker ps\nwhy"


def test_an_inline_quote_of_code_is_a_plain_quote() -> None:
    assert normalise("run `docker ps`") == "run 'docker ps'"


@pytest.mark.parametrize("typed", ["", " ", "\n\n", "\u200b", "<@U012AB3CD>", "\x1b[0m"])
def test_nothing_said_is_empty(typed: str) -> None:
    assert normalise(typed) == ""


def test_one_line_has_blanks_for_line_breaks() -> None:
    assert on_one_line("one\ntwo") == "one two"
