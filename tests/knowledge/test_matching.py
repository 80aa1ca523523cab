"""The shipped knowledge: everything that it knows is found, and what only looks like it is not."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.answering.answerer import Answerer
from bot.answering.model import Answer, Match, Question
from bot.knowledge.base import Knowledge
from bot.matching.matcher import Matcher, NearMisses
from bot.matching.spelling import Speller
from bot.matching.trained import Trained
from bot.matching.words import words_of
from bot.text.normalise import normalise

HERE = Path(__file__).parent
NEAR_MISSES: dict[str, list[str]] = yaml.safe_load((HERE / "near_misses.yaml").read_text("utf-8"))
QUESTIONS = sorted((HERE.parent / "questions").glob("*.jsonl"))

FIRST_GUESSES = 0.995
FALSE_ANSWERS = 0.02
KNOWN_QUESTIONS = 0.03
"""The barest questions ("what is supervised learning") have but one wording, which utterances have too."""


@pytest.fixture(scope="session")
def knowledge(shipped: tuple[Knowledge, Trained]) -> Knowledge:
    return shipped[0]


@pytest.fixture(scope="session")
def of_utterances(knowledge: Knowledge, matcher: Matcher) -> list[tuple[str, str, Match | NearMisses]]:
    """Entry, utterance and what the matcher makes of it, for each one."""
    return [
        (entry.id, line, matcher.match(normalise(line), language))
        for entry in knowledge.entries.values()
        for language, line in entry.utterances
    ]


def first_guess(found: Match | NearMisses) -> str | None:
    candidates = found.candidates if isinstance(found, Match) else found.near
    return candidates[0].entry if candidates else None


def test_every_utterance_finds_its_own_entry_as_first_guess(
    of_utterances: list[tuple[str, str, Match | NearMisses]],
) -> None:
    lost = [
        f"{entry} <- {line!r} (found {first_guess(found)})"
        for entry, line, found in of_utterances
        if first_guess(found) != entry
    ]
    assert len(of_utterances) > 1_000
    assert len(lost) <= (1 - FIRST_GUESSES) * len(of_utterances), "\n".join(lost)


def test_no_utterance_is_read_on_the_other_keyboard_layout(
    of_utterances: list[tuple[str, str, Match | NearMisses]],
) -> None:
    assert [line for _, line, found in of_utterances if isinstance(found, Match) and found.layout] == []


def test_every_sample_of_an_error_finds_its_entry_by_a_signature_of_it(
    knowledge: Knowledge, matcher: Matcher
) -> None:
    lost = []
    for entry in knowledge.entries.values():
        own = {signature.id for signature in entry.signatures}
        for signature in entry.signatures:
            for sample in signature.samples:
                found = matcher.match(normalise(sample), "en")
                named = found.signature if isinstance(found, Match) else None
                if named not in own:
                    lost.append(f"{entry.id}/{signature.id} <- {sample!r} (found {named})")
    assert lost == []


def test_what_only_looks_like_our_subjects_gets_no_answer(matcher: Matcher) -> None:
    lines = [line for of_language in NEAR_MISSES.values() for line in of_language]
    answered = {
        line: found.entry
        for line in lines
        if isinstance(found := matcher.match(normalise(line), "en"), Match)
    }
    assert len(answered) <= FALSE_ANSWERS * len(lines), answered


def taught(knowledge: Knowledge) -> set[str]:
    lines = {line for entry in knowledge.entries.values() for _, line in entry.utterances}
    return lines | {line for theme in knowledge.off_topic.values() for line in theme}


def test_no_near_miss_is_a_line_that_the_matcher_learnt_from(knowledge: Knowledge) -> None:
    lines = {line for of_language in NEAR_MISSES.values() for line in of_language}
    assert lines & taught(knowledge) == set()


def test_hardly_a_development_question_is_a_line_that_the_matcher_learnt_from(knowledge: Knowledge) -> None:
    asked = {
        json.loads(line)["q"] for file in QUESTIONS for line in file.read_text("utf-8").split("\n") if line
    }
    known = asked & taught(knowledge)
    assert len(asked) > 1_000
    assert len(known) <= KNOWN_QUESTIONS * len(asked), sorted(known)


def reply(answerer: Answerer, text: str) -> Answer:
    found = answerer.reply(Question(text=text))
    assert isinstance(found, Answer), found
    return found


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


SAME = [
    # Korean without blanks
    ("도커설치방법알려주세요", "docker-install-ubuntu"),
    ("우분투에도커설치하는법", "docker-install-ubuntu"),
    ("도커권한거부오류해결", "docker-permission-denied"),
    ("sudo없이도커쓰고싶어요", "docker-permission-denied"),
    ("도커삭제", "docker-uninstall"),
    ("컨테이너목록", "docker-ps"),
    ("딥러닝머신러닝차이", "ml-vs-dl-vs-ai"),
    # particles and endings
    ("도커의 설치는", "docker-install-ubuntu"),
    ("지도학습이란", "supervised-learning"),
    ("비지도학습의 예시를", "unsupervised-learning"),
    ("강화학습은 뭔데", "reinforcement-learning"),
    ("도커를 지우려면", "docker-uninstall"),
    # plain and polite speech
    ("도커 설치하는 거 어떻게 해", "docker-install-ubuntu"),
    ("도커를 설치하려면 어떻게 해야 하나요?", "docker-install-ubuntu"),
    ("도커 지우고 싶은데 어떻게 하지", "docker-uninstall"),
    ("도커를 완전히 삭제하고 싶습니다", "docker-uninstall"),
    ("도커 데몬 안 떠", "docker-daemon-not-running"),
    ("도커 데몬이 실행되지 않습니다", "docker-daemon-not-running"),
    # two languages in one
    ("docker install 어떻게 하나요", "docker-install-ubuntu"),
    ("ubuntu에 docker engine 설치하는 방법", "docker-install-ubuntu"),
    ("supervised learning이 뭐야?", "supervised-learning"),
    ("`docker ps` 하면 permission denied 나와요", "docker-permission-denied"),
    ("rootless 도커", "docker-rootless"),
    # typos
    ("how do I instal dokcer on ubutnu", "docker-install-ubuntu"),
    ("permision denied docker socket", "docker-permission-denied"),
    ("unistall docker completly", "docker-uninstall"),
    ("contianer list", "docker-ps"),
    ("suprvised lerning", "supervised-learning"),
    ("도코 설치 방법", "docker-install-ubuntu"),
    ("도커 셜치 방법", "docker-install-ubuntu"),
    ("컨태이너 목록 보기", "docker-ps"),
    # what is not wanted
    ("docker without sudo", "docker-permission-denied"),
    ("how do I run docker without sudo", "docker-permission-denied"),
    ("don't want to use sudo for docker", "docker-permission-denied"),
    ("the docker daemon is not running", "docker-daemon-not-running"),
    ("without docker desktop on mac, how do I install docker", "docker-install-other-os"),
    # long ago and far away
    ("LIST RUNNING CONTAINERS???", "docker-ps"),
    ("   도커    설치   ", "docker-install-ubuntu"),
    ("도커 설치 🙏🙏", "docker-install-ubuntu"),
]


@pytest.mark.parametrize(("text", "entry"), SAME)
def test_a_question_is_found_however_it_is_written(answerer: Answerer, text: str, entry: str) -> None:
    assert reply(answerer, text).entry == entry


@pytest.mark.parametrize(("text", "entry"), [(text, entry) for text, entry in SAME if not text.isascii()])
def test_decomposed_hangul_is_found_just_so(answerer: Answerer, text: str, entry: str) -> None:
    assert reply(answerer, unicodedata.normalize("NFD", text)).entry == entry


@pytest.mark.parametrize(
    ("text", "meant", "entry"),
    [
        ("ehzj tjfcl", "도커 설치", "docker-install-ubuntu"),
        ("애찯ㄱ 설치", "docker 설치", "docker-install-ubuntu"),
        ("애찯ㄱ tjfcl", "docker 설치", "docker-install-ubuntu"),
        ("ehzj tkrwp", "도커 삭제", "docker-uninstall"),
        ("애찯ㄱ ㅔㄴ", "docker ps", "docker-ps"),
        ("ajtlsfjsld dbgud", "머신러닝 유형", "ml-types"),
        ("ㅑㅜㄴㅅ미ㅣ 애찯ㄱ", "install docker", "docker-install-ubuntu"),
    ],
)
def test_text_on_the_wrong_keyboard_layout_is_found(
    answerer: Answerer, text: str, meant: str, entry: str
) -> None:
    found = reply(answerer, text)
    assert found.entry == entry
    assert found.match is not None
    assert found.match.layout
    assert found.match.why[0].what == meant


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("🎉🎉🎉", "empty"),
        ("?!", "empty"),
        ("今日の天気はどうですか", "outside"),
        ("Как установить принтер", "outside"),
        ("¿Qué hora es?", "outside"),
        ("wie lange hat die Kantine heute offen", "outside"),
        ("점심 뭐 먹지", "outside"),
        ("ㅋㅋㅋㅋ", "outside"),
        ("asdfghjkl", "outside"),
    ],
)
def test_what_is_no_question_for_us_is_not_answered(matcher: Matcher, text: str, reason: str) -> None:
    found = matcher.match(normalise(text), "en")
    assert isinstance(found, NearMisses)
    assert found.reason == reason


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


def code_of(knowledge: Knowledge) -> Iterator[str]:
    steps = [*knowledge.recipes.values()]
    for entry in knowledge.entries.values():
        steps.extend(knowledge.steps(entry.steps))
    for step in steps:
        for command in step.commands:
            yield from (word.text for word in words_of(command.run.lower()) if word.kind == "code")


def test_no_typo_is_ever_mended_in_a_flag_path_or_version(shipped: tuple[Knowledge, Trained]) -> None:
    knowledge, trained = shipped
    speller = Speller(trained.latin, trained.korean)
    code = set(code_of(knowledge)) | {
        "--instal",
        "/var/run/dokcer.sock",
        "dokcer.io",
        "20.10.61",
        "dokcer:27",
    }
    assert len(code) > 100
    assert {word for word in code if speller.mend(word) != word} == set()


def test_every_match_says_why(of_utterances: list[tuple[str, str, Match | NearMisses]]) -> None:
    assert [line for _, line, found in of_utterances if not found.why] == []
