"""What is pasted into a question: an error is found in whatever surrounds it, however long."""

from __future__ import annotations

import pytest

from bot.answering.answerer import Answerer
from bot.matching.matcher import Matcher, NearMisses
from bot.text.normalise import normalise
from tests.knowledge.replies import reply

DENIED = (
    "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock"
)
PASTED = [
    (
        "chatter around a coloured error in a code fence",
        f"안녕하세요 어제부터 이러는데 도와주실 분 ㅠㅠ\n```\n\x1b[31mGot {DENIED}\x1b[0m: dial unix: connect: "
        "permission denied\n```\n재부팅도 해봤어요",
        "docker-permission-denied",
    ),
    (
        "timestamps and prompts",
        "[2026-11-20 10:12:33] mina@web-1:~$ docker ps\n[2026-11-20 10:12:34] Cannot connect to the Docker daemon "
        "at unix:///var/run/docker.sock. Is the docker daemon running?\nwhat now?",
        "docker-daemon-not-running",
    ),
    (
        "escaped signs before the error",
        "docker run -it &lt;none&gt; bash\ndocker: Error response from daemon: toomanyrequests: You have reached "
        "your pull rate limit.",
        "docker-rate-limit",
    ),
    (
        "a line broken in the middle",
        "Reading package lists... Done\nE: Package 'docker-ce' has no installation\ncandidate",
        "docker-apt-repository",
    ),
    ("a quoted log", "> exec /usr/bin/python: exec\n> format error", "docker-arch"),
    (
        "an error cut off at its end",
        "\x1b[1;31mdocker: Error response from daemon: toomanyrequests: You have reached your pu",
        "docker-rate-limit",
    ),
    ("an error cut off before its pattern ends", f"Got {DENIED[:59]}", "docker-permission-denied"),
    (
        "typographic quotes of a chat program",
        "could not select device driver “” with capabilities: [[gpu]]",
        "docker-gpu",
    ),
    (
        "a syslog line",
        "2026-11-22T09:00:01Z web-1 bash[812]: docker: command not found",
        "docker-install-engine",
    ),
    (
        "an error in the middle of a sentence",
        "write /var/lib/docker/tmp/a: no space left on device 라고 떠요",
        "docker-disk-full",
    ),
    (
        "a question before the lines",
        "방금 우분투 올렸는데 docker 설치하려니까 이게 떠요\nE: Could not get lock /var/lib/dpkg/lock-frontend. "
        "It is held by process 1234 (unattended-upgr)",
        "docker-apt-update",
    ),
    (
        "an error of two lines, the first a warning",
        "mina@pi:~ $ docker run hello-world\nWARNING: The requested image's platform (linux/amd64) does not match "
        "the detected host platform (linux/arm64/v8)\nexec /hello: exec format error",
        "docker-arch",
    ),
    (
        "a colour inside the error",
        "unknown shorthand flag: \x1b[1m'd'\x1b[0m in -d",
        "docker-compose-missing",
    ),
    (
        "an error between no-break spaces",
        "NO_PUBKEY\u00a07EA0A9C3F273FCD8 download.docker.com",
        "docker-gpg-key",
    ),
]


@pytest.mark.parametrize(("text", "entry"), [case[1:] for case in PASTED], ids=[case[0] for case in PASTED])
def test_a_pasted_error_is_found(answerer: Answerer, text: str, entry: str) -> None:
    assert reply(answerer, text).entry == entry


LONG = 40_000


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("도커 설치 방법 알려주세요\n" + "2026-11-22 INFO tick\n" * (LONG // 21), "docker-install-ubuntu"),
        (
            "2026-11-22 INFO tick\n" * (LONG // 42) + DENIED + "\n" + "INFO tick\n" * (LONG // 20),
            "docker-permission-denied",
        ),
        ("how do I uninstall docker completely? " + " " * LONG, "docker-uninstall"),
    ],
)
def test_forty_thousand_characters_are_answered(answerer: Answerer, text: str, entry: str) -> None:
    assert reply(answerer, text).entry == entry


@pytest.mark.parametrize(
    "text", ["가" * LONG, "a" * LONG, "a-" * (LONG // 2), "🎉" * LONG, "점심 " * (LONG // 3)]
)
def test_forty_thousand_characters_of_nothing_are_not_answered(matcher: Matcher, text: str) -> None:
    assert isinstance(matcher.match(normalise(text), "ko"), NearMisses)
