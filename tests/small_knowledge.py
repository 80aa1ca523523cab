"""A made knowledge base of three Entries, and what the matcher learns from it, without any file but platforms.yaml."""

from __future__ import annotations

from datetime import date

from bot.knowledge.base import Knowledge
from bot.knowledge.model import (
    Command,
    Concept,
    Entry,
    OffTopic,
    Picture,
    Refusal,
    Signature,
    Source,
    Step,
    Table,
    Text,
    Utterances,
    When,
)
from bot.matching.limits import Limits
from bot.matching.matcher import Matcher
from bot.matching.training import Trainer
from bot.matching.vocabulary import Vocabulary
from tests.catalogue import CATALOGUE


def both(name: str) -> Text:
    """A Text whose two languages can be told apart."""
    return Text(ko=f"{name} 한국어", en=f"{name} in English")


def step(name: str, *commands: Command, needs_root: bool = False, grants_root: bool = False) -> Step:
    return Step(id=name, does=both(name), commands=commands, needs_root=needs_root, grants_root=grants_root)


REVIEWED = date(2026, 11, 22)
SOURCES = (Source(title="Docker manuals", url="https://docs.docker.com/", seen=REVIEWED),)
RECIPES = {"update": step("update", Command(run="sudo apt-get update\n"), needs_root=True)}

INSTALL = Entry(
    id="install",
    title=Text(ko="도커 설치", en="Install Docker"),
    summary=both("summary"),
    answer=both("body"),
    steps=(
        "update",
        step(
            "engine",
            Command(run="sudo dnf -y install docker-ce", when=When(distro=("fedora",))),
            Command(run="sudo apt-get install -y docker-ce:armhf", when=When(arch=("armhf",))),
            Command(run="sudo apt-get install -y docker-ce"),
            needs_root=True,
        ),
        step("windows", Command(run="wsl --install", when=When(distro=("windows",)), shell="powershell")),
    ),
    needs_packages=True,
    refusals=(
        Refusal(
            when=When(distro=("alpine",)),
            reason=both("reason"),
            alternative=both("alternative"),
            entry="list",
        ),
    ),
    changed=both("changed"),
    next="list",
    see_also=("list", "install"),
    utterances=Utterances(
        ko=(
            "도커 설치 방법",
            "우분투에 도커 깔고 싶어요",
            "도커 엔진 설치는 어떻게 해",
            "도커를 새로 설치하려면",
        ),
        en=("how do I install docker", "install docker engine on ubuntu", "setting up docker", "get docker"),
    ),
    sources=SOURCES,
    reviewed=REVIEWED,
)
LIST = Entry(
    id="list",
    title=Text(ko="컨테이너 목록 보기", en="List running containers"),
    summary=both("summary"),
    answer=both("body"),
    steps=(step("ps", Command(run="docker ps")),),
    signatures=(
        Signature(
            id="ps_args",
            title=both("ps_args"),
            pattern=r"docker ps['\"]? accepts no arguments",
            samples=("docker: 'docker ps' accepts no arguments",),
            cause=both("cause"),
            steps=(step("ps-all", Command(run="docker ps -a")),),
        ),
        Signature(
            id="no_socket",
            title=both("no_socket"),
            pattern="cannot connect to the docker daemon",
            samples=("Cannot connect to the Docker daemon",),
            cause=both("cause"),
            priority=2,
        ),
    ),
    warnings=(both("warning"),),
    utterances=Utterances(
        ko=(
            "실행 중인 컨테이너 목록",
            "지금 떠 있는 컨테이너 보기",
            "컨테이너 뭐가 돌고 있는지",
            "docker ps 설명",
        ),
        en=("list running containers", "which containers are running", "show all containers", "docker ps"),
    ),
    sources=SOURCES,
    reviewed=REVIEWED,
)
TYPES = Entry(
    id="types",
    title=Text(ko="머신러닝 유형", en="Types of machine learning"),
    summary=both("summary"),
    answer=both("body"),
    tables=(
        Table(
            title=both("table"),
            columns=(both("first"), both("second")),
            rows=((both("one"), both("two")),),
            attribution=both("team"),
        ),
    ),
    pictures=(Picture(name="ml-types", alt=both("alt")),),
    utterances=Utterances(
        ko=("머신러닝 유형", "지도학습이 뭐야", "비지도 학습과 강화학습 차이", "머신러닝은 어떻게 나뉘나요"),
        en=("types of machine learning", "what is supervised learning", "kinds of learning", "reinforcement"),
    ),
    sources=SOURCES,
    reviewed=REVIEWED,
)
CONCEPTS = (
    Concept(id="docker", ko=("도커",), en=("docker*",)),
    Concept(id="install", ko=("설치", "깔"), en=("install*", "set up", "setting up")),
    Concept(id="container", ko=("컨테이너",), en=("container*", "docker ps")),
    Concept(id="learning", ko=("학습", "머신러닝"), en=("learning", "machine learning")),
)
OFF_TOPIC_LINES = OffTopic(
    ko=(
        "점심 뭐 먹지",
        "주차장 위치 알려줘",
        "지도 앱 추천",
        "회의실 예약 어떻게 해",
        "쿠버네티스 파드 에러",
    ),
    en=(
        "what is for lunch",
        "where do I park",
        "git push permission denied",
        "book a meeting room",
        "pod crash",
    ),
    other=("今日の天気は", "wie ist das wetter"),
)
SMALL = Knowledge(
    entries={entry.id: entry for entry in (INSTALL, LIST, TYPES)},
    recipes=RECIPES,
    concepts=CONCEPTS,
    off_topic={"other": OFF_TOPIC_LINES},
    checks={},
    catalogue=CATALOGUE,
    digest="",
)
VOCABULARY = Vocabulary(CONCEPTS)


def small_matcher(limits: Limits | None = None) -> Matcher:
    """Trains on the three Entries, which takes hundredths of a second."""
    return Matcher(SMALL, VOCABULARY, Trainer(VOCABULARY).train(SMALL), limits or Limits())
