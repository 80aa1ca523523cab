"""A question is found however it is written, and no code is mended."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest

from bot.answering.answerer import Answerer
from bot.knowledge.base import Knowledge
from bot.matching.spelling import Speller
from bot.matching.trained import Trained
from bot.matching.words import words_of
from tests.knowledge.replies import reply

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
