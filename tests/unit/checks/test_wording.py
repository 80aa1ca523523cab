"""Findings in words: plain, warm, safe to lay out whatever a host sent."""

from __future__ import annotations

from itertools import product

import pytest

from bot.checks import facts as f
from bot.checks.model import Finding, Status
from bot.checks.wording import fill, is_format, say, say_or_else, size, span
from bot.knowledge.model import Language
from bot.rendering.markup import Paragraph, parse
from tests.unit.checks.hosts import UBUNTU
from tests.unit.checks.judged import finding, knowledge, report
from tests.unit.checks.parts import source, sources

OUTSIDER = f.User(name="alice", exists=True, uid=1000)
HOSTILE = [
    "<!channel>",
    "`rm -rf /`",
    "*bold* _it_ ~gone~",
    "[click](https://evil.example)",
    "https://evil.example/x",
    "a\nb\x1b[31m\u202e",
    "**x**",
    "@here",
    "x" * 5000,
    "```",
    "{user}",
]


def test_a_finding_names_what_was_seen_in_both_languages() -> None:
    found = finding("grp.member", report(UBUNTU, user=OUTSIDER))
    assert say(found, knowledge(), "ko") == "alice 사용자가 docker 그룹에 없어요."
    assert say(found, knowledge(), "en") == "alice is not in the group docker."


def test_a_path_and_a_mode_stand_as_they_were_seen() -> None:
    socket = f.Socket(path="/run/docker.sock", kind="socket", group="docker", gid=988, mode=0o600)
    found = finding("sock.perm", report(UBUNTU, socket=socket))
    assert say(found, knowledge(), "en").startswith("The mode of `/run/docker.sock` is 0600,")
    assert say(found, knowledge(), "ko").startswith("`/run/docker.sock`의 권한이 0600이라 ")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("/etc/x.conf", "`/etc/x.conf`가"), ("29.8.2", "29.8.2가"), ("arm", "arm이"), ("도커", "도커가")],
)
def test_particles_fit_the_value_before_them(value: str, expected: str) -> None:
    assert fill("{value:이/가}", {"value": value}, "ko") == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("curl", "curl is"),
        ("ca-certificates, curl", "ca-certificates and curl are"),
        ("curl, gpg, /etc/x.conf", "curl, gpg and `/etc/x.conf` are"),
        ("", "? is"),
    ],
)
def test_an_english_verb_fits_one_thing_or_several(value: str, expected: str) -> None:
    assert fill("{value:is/are}", {"value": value}, "en") == expected


@pytest.mark.parametrize(
    ("value", "korean", "english"),
    [
        ("docker.io, containerd", "`docker.io`, containerd가", "`docker.io` and containerd"),
        ("/etc/a.list, /etc/b.list", "`/etc/a.list`, `/etc/b.list`가", "`/etc/a.list` and `/etc/b.list`"),
        ("buildx, compose, git", "buildx, compose, git이", "buildx, compose and git"),
        ("no, not a list_", "`no, not a list_`가", "`no, not a list_`"),
    ],
)
def test_each_name_of_a_list_stands_by_itself(value: str, korean: str, english: str) -> None:
    assert fill("{value:이/가}", {"value": value}, "ko") == korean
    assert fill("{value}", {"value": value}, "en") == english


@pytest.mark.parametrize(
    ("value", "korean", "english"),
    [
        ("2025-05-31", "2025년 5월 31일에", "31 May 2025에"),
        ("2029-05", "2029년 5월에", "May 2029에"),
        ("2025-99-31", "2025-99-31에", "2025-99-31에"),
        ("29.8.2", "29.8.2에", "29.8.2에"),
    ],
)
def test_a_day_is_written_as_its_language_does(value: str, korean: str, english: str) -> None:
    assert fill("{value}에", {"value": value}, "ko") == korean
    assert fill("{value}에", {"value": value}, "en") == english


def test_a_long_list_before_a_verb_is_cut_like_any_value() -> None:
    said = fill("{value:is/are}", {"value": ", ".join(["package"] * 100)}, "en")
    assert (len(said) < 200, said.endswith(" are")) == (True, True)


def test_sizes_and_spans_are_said_as_people_do() -> None:
    assert [size(count) for count in (0, 1023, 1024, 5 * 2**30, 123 * 2**30)] == [
        *("0 B", "1023 B", "1.0 KiB", "5.0 GiB", "123 GiB")
    ]
    assert [span(seconds, "en") for seconds in (0, 61, 3600, 90_061)] == [
        *("0 seconds", "1 minute 1 second", "1 hour", "1 day 1 hour")
    ]
    assert span(3 * 86400 + 7200, "ko") == "3일 2시간"


def test_a_value_that_is_no_number_is_shown_as_it_is() -> None:
    assert fill("{free:size}", {"free": "lots"}, "en") == "lots"
    assert fill("{gone}", {}, "en") == "?"


@pytest.mark.parametrize("spec", ["", "size", "span", "이/가", "으로/로", "span|이/가", "is/are"])
def test_these_may_follow_a_colon(spec: str) -> None:
    assert is_format(spec)


@pytest.mark.parametrize("spec", ["0>10", "d", "!r", "s", "size|", "이가", "is/이", "size|is/are"])
def test_nothing_else_may(spec: str) -> None:
    assert not is_format(spec)


@pytest.mark.parametrize(("value", "language"), list(product(HOSTILE, ("ko", "en"))))
def test_whatever_a_host_sends_stays_text(value: str, language: Language) -> None:
    found = Finding(check="grp.member", status=Status.FAIL, code="not_member", values={"user": value})
    (piece,) = parse(say(found, knowledge(), language))
    assert isinstance(piece, Paragraph)
    assert [run for run in piece.runs if run.href or run.bold or run.italic] == []
    assert len([run for run in piece.runs if run.code]) <= 1
    assert sum(len(run.text) for run in piece.runs) < 400
    assert not any(sign in run.text for run in piece.runs for sign in "\x1b\u202e\n")
    bare = "".join(run.text for run in piece.runs if not run.code)
    assert not any(sign in bare for sign in "<@*`[")


def test_a_check_that_waits_says_nothing_of_its_own() -> None:
    waiting = Finding(check="grp.session", status=Status.SKIP, blocked_by="grp.member")
    assert say(waiting, knowledge(), "en") == ""


def test_a_level_that_was_not_granted_is_told_with_the_command_that_grants_it() -> None:
    found = report(UBUNTU, api_ping="not_granted", hello_world="not_granted")
    ping, hello = finding("api.ping", found), finding("run.hello", found)
    assert "`sudo setupbot-agent policy set --level docker`" in say(ping, knowledge(), "ko")
    assert "`sudo setupbot-agent policy set --level active`" in say(hello, knowledge(), "en")


@pytest.mark.parametrize(
    "because",
    ["absent", "no_permission", "denied", "timeout", "not_supported", "failed", "malformed", "not_sent"],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_reason_has_a_sentence(because: str, language: Language) -> None:
    found = finding("os.kernel", report(UBUNTU, kernel=because))
    assert found.status is Status.UNKNOWN
    said = say(found, knowledge(), language)
    assert said.endswith((".", "?", "`"))
    assert "{" not in said


def test_the_other_explanation_is_said_too() -> None:
    missing = finding(
        "sock.present", report(UBUNTU, socket=f.Socket(path="/run/docker.sock", kind="missing"))
    )
    assert say_or_else(missing, knowledge(), "ko") == ("데몬이 다른 주소에서 듣고 있을 수도 있어요.",)
    assert say_or_else(finding("os.arch", report(UBUNTU)), knowledge(), "en") == ()


def test_a_literal_command_in_a_source_is_shown_as_code() -> None:
    literal = sources(source(suites=("$(lsb_release -cs)",)))
    assert "`$(lsb_release -cs)`" in say(
        finding("apt.suite", report(UBUNTU, apt_sources=literal)), knowledge(), "en"
    )


def outcomes() -> list[tuple[str, str, Language]]:
    return [
        (check.id, code, language)
        for check in knowledge().checks.values()
        for code in check.findings
        for language in ("ko", "en")
    ]


def test_every_message_is_short_and_ends_as_a_sentence() -> None:
    long = []
    for name, code, language in outcomes():
        text = knowledge().checks[name].findings[code].says.in_language(language)
        if len(text) > 200 or not text.rstrip("`").endswith((".", "?", "}", ")")):
            long.append((name, code, language, text))
    assert long == []


def test_korean_messages_are_polite_and_plain() -> None:
    rude = []
    for name, code, language in outcomes():
        text = knowledge().checks[name].findings[code].says.ko
        if language == "ko" and not any(end in text for end in ("요.", "요:", "요(", "요}.")):
            rude.append((name, code, text))
    assert rude == []
