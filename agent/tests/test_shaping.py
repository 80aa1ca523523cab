"""Nothing leaves a host that is secret, too long or no plain text."""

from __future__ import annotations

import pytest

from agent.probes.shaping import clean, count, line, lines, mask, path, word, words


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("https://alice:s3cr3t@mirror.example/docker", "https://***@mirror.example/docker"),
        ("http://alice@proxy:3128", "http://***@proxy:3128"),
        (
            "HTTP_PROXY=http://u:p@h:1,HTTPS_PROXY=http://v:q@h:2",
            "HTTP_PROXY=http://***@h:1,HTTPS_PROXY=http://***@h:2",
        ),
        ("proxy is alice:s3cr3t@proxy:3128", "proxy is ***@proxy:3128"),
        ("http://u:p@ss@proxy", "http://***@proxy"),
        ("https://u:p,a;s's@mirror.example/docker", "https://***@mirror.example/docker"),
        ("alice:p,a;s's@proxy:3128", "***@proxy:3128"),
        ("password=hunter2 next", "password=*** next"),
        ('"token": "abc.def"', '"token": "***"'),
        ("API_KEY=abc;x", "API_KEY=***;x"),
    ],
)
def test_secrets_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "https://download.docker.com/linux/ubuntu",
        "unix:///run/docker.sock",
        "fd://",
        "tcp://0.0.0.0:2375",
        "docker@2.0",
        "5:29.7.2-1~ubuntu",
        "git@github.com",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert mask(text) == text


def test_of_a_very_long_text_no_half_of_a_secret_is_left() -> None:
    text = f"{'x' * 3900} tcp://alice:{'s' * 4000}@host"
    assert mask(text) == f"{'x' * 3900} ***"


def test_control_characters_and_half_characters_do_not_leave() -> None:
    assert clean("a\x00b\x1b[31mc\r\nd\u202ee\udcffz", 100) == "a b [31mc  d e?z"
    assert clean("a\nb\x00", 100, keep="\n") == "a\nb"


def test_korean_stays() -> None:
    assert word("도커") == "도커"


def test_texts_are_cut() -> None:
    assert [len(shape("x" * 10_000)) for shape in (word, line, path)] == [120, 500, 400]
    assert len(words(["x"] * 500)) == len(lines(["x"] * 500)) == 64
    assert words(["", "a", " ", "b"]) == ["a", "b"]


def test_counts_are_never_below_nothing() -> None:
    assert (count(-1), count(7), count(2**80)) == (0, 7, 2**63 - 1)
