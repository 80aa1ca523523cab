"""What other programs and readers of the team's notes of 2022 rely on is there."""

from __future__ import annotations

import pytest

from bot.answering.answerer import Answerer
from bot.answering.model import Answer, Question
from bot.knowledge.base import Knowledge
from bot.knowledge.model import LANGUAGES, Language
from bot.matching.trained import Trained
from bot.platforms.model import Platform

NAMES = """
ml-vs-dl-vs-ai ml-definition ml-types supervised-learning unsupervised-learning reinforcement-learning
mlops-definition mlops-components mlops-examples ml-code-small-part research-vs-production
docker-what-is docker-install-ubuntu docker-apt-update docker-prerequisites docker-gpg-key docker-apt-repository
docker-install-engine docker-specific-version docker-hello-world docker-permission-denied docker-restart-service
docker-daemon-not-running docker-ps docker-arch docker-daemon-suffix-d docker-uninstall docker-install-other-os
docker-rootless docker-snap-conflict docker-rate-limit docker-disk-full docker-network-proxy docker-gpu
docker-compose-missing vm-ubuntu
"""
IDS = NAMES.split()

# What a reader of the notes may ask, section by section.
OF_THE_NOTES = [
    ("딥러닝이랑 머신러닝, AI 포함 관계가 어떻게 돼요", "ml-vs-dl-vs-ai"),
    ("is deep learning a subset of machine learning", "ml-vs-dl-vs-ai"),
    ("톰 미첼이 정의한 머신러닝이 뭐였죠", "ml-definition"),
    ("what are E, T and P in Tom Mitchell's definition", "ml-definition"),
    ("머신러닝 유형 그림 보여줘", "ml-types"),
    ("정답을 알고 예측하는 학습이 뭐지", "supervised-learning"),
    ("정답을 모르고 예측하는 학습", "unsupervised-learning"),
    ("강화학습이 뭔지 알려줘", "reinforcement-learning"),
    ("MLOps는 뭘 합친 거예요", "mlops-definition"),
    ("엠엘옵스 목표가 뭐야", "mlops-definition"),
    ("MLOps로 하는 일 예시 좀 (API 서버, 실험 결과 저장 같은 거)", "mlops-examples"),
    ("MLOps 구성요소 그림", "mlops-components"),
    ("which components does an ML system have", "mlops-components"),
    ("ML 코드는 전체에서 얼마나 차지해?", "ml-code-small-part"),
    ("why is the ML code only a small part of the system", "ml-code-small-part"),
    ("연구용 ML은 데이터가 고정인데 프로덕션은 왜 계속 변해요", "research-vs-production"),
    ("research ML vs production ML table", "research-vs-production"),
    ("우분투 가상머신에 도커 올려도 돼?", "vm-ubuntu"),
    ("run docker inside an ubuntu virtual machine", "vm-ubuntu"),
    ("apt-get update랑 upgrade 꼭 먼저 해야 하나요", "docker-apt-update"),
    (
        "install using the repository, why do I need to set it up first",
        "docker-install-ubuntu docker-apt-repository",
    ),
    ("도커 설치 전에 필요한 패키지 (ca-certificates, curl, gnupg, lsb-release)", "docker-prerequisites"),
    ("how do I add docker's gpg key", "docker-gpg-key"),
    ("docker-archive-keyring.gpg는 왜 추가해요", "docker-gpg-key"),
    ("sources.list.d에 docker 저장소 등록하는 명령어", "docker-apt-repository"),
    ("arm CPU면 저장소 줄을 어떻게 바꿔요", "docker-apt-repository docker-arch"),
    ("deb [arch=arm64 signed-by=...] 이건 언제 쓰나요", "docker-apt-repository docker-arch"),
    ("apt-get install docker-ce docker-ce-cli containerd.io", "docker-install-engine"),
    ("containerd에서 끝에 d는 무슨 뜻이야", "docker-daemon-suffix-d"),
    ("what does the d in containerd mean", "docker-daemon-suffix-d"),
    ("apt-cache madison docker-ce 하면 나오는 목록에서 VERSION_STRING이 뭐야", "docker-specific-version"),
    ("도커 20.10.16 버전으로 설치하고 싶어요", "docker-specific-version"),
    ("sudo docker run hello-world 하면 뭐가 나와야 정상이에요", "docker-hello-world"),
    (
        "Hello from Docker! This message shows that your installation appears to be working correctly.",
        "docker-hello-world",
    ),
    ("usermod -aG docker $USER에서 -a 옵션은 뭐예요", "docker-permission-denied"),
    ("sudo 계속 붙이기 귀찮아요 도커", "docker-permission-denied"),
    ("권한 설정하고도 거부되면 재부팅해야 하나요 도커", "docker-permission-denied"),
    ("sudo service docker restart", "docker-restart-service"),
    ("도커 재시작 명령어", "docker-restart-service"),
    ("docker ps 하면 CONTAINER ID IMAGE COMMAND 만 나오는데 정상인가요", "docker-ps"),
    ("현재 가동중인 컨테이너 리스트 출력", "docker-ps"),
]


@pytest.fixture(scope="session")
def knowledge(shipped: tuple[Knowledge, Trained]) -> Knowledge:
    return shipped[0]


@pytest.mark.parametrize("name", IDS)
def test_an_id_that_other_programs_name_exists(knowledge: Knowledge, name: str) -> None:
    assert name in knowledge.entries


def test_there_are_thirty_six_of_them() -> None:
    assert len(set(IDS)) == 36


@pytest.mark.parametrize(("text", "entries"), OF_THE_NOTES)
def test_a_question_about_the_notes_of_2022_is_answered(answerer: Answerer, text: str, entries: str) -> None:
    reply = answerer.reply(Question(text=text))
    assert isinstance(reply, Answer), reply
    assert reply.entry in entries.split()


@pytest.mark.parametrize(
    ("name", "picture"),
    [
        ("ml-vs-dl-vs-ai", "ai-ml-dl"),
        ("ml-types", "ml-types"),
        ("mlops-components", "ml-system"),
        ("docker-install-ubuntu", "install-path"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_of_the_notes_is_shown_in_both_languages(
    answerer: Answerer, name: str, picture: str, language: Language
) -> None:
    answer = answerer.show(name, Platform(), language)
    assert f"{picture}.{language}" in [shown.stem for shown in answer.pictures]


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("docker-ps", "CONTAINER ID   IMAGE     COMMAND   CREATED   STATUS    PORTS     NAMES"),
        ("docker-hello-world", "Hello from Docker!"),
        ("docker-install-ubuntu", "Hello from Docker!"),
    ],
)
def test_what_a_terminal_prints_when_it_worked_is_said(answerer: Answerer, name: str, printed: str) -> None:
    answer = answerer.show(name, Platform(), "en")
    assert printed in "\n".join(command.expect for command in answer.commands)


@pytest.mark.parametrize(
    "name",
    [
        *("docker-apt-update", "docker-prerequisites", "docker-gpg-key", "docker-apt-repository"),
        *(
            "docker-install-engine",
            "docker-specific-version",
            "docker-permission-denied",
            "docker-install-ubuntu",
        ),
    ],
)
def test_where_a_reader_of_the_notes_is_surprised_the_answer_says_what_changed(
    knowledge: Knowledge, name: str
) -> None:
    changed = knowledge.entries[name].changed
    assert changed is not None
    assert changed.ko
    assert changed.en


def test_the_tables_of_research_and_production_are_apart_and_each_says_whose_it_is(
    knowledge: Knowledge,
) -> None:
    tables = knowledge.entries["research-vs-production"].tables
    assert len(tables) >= 3
    assert len({table.attribution.en for table in tables}) == len(tables)


def test_every_row_of_the_notes_table_is_there(knowledge: Knowledge) -> None:
    cells = {row[0].ko for table in knowledge.entries["research-vs-production"].tables for row in table.rows}
    assert {"데이터", "중요 요소", "도전 과제", "학습", "목적", "표현"} <= cells


def test_the_guide_leads_step_by_step_from_the_first_to_docker_ps(knowledge: Knowledge) -> None:
    name, path = "docker-apt-update", []
    while name and name not in path:
        path.append(name)
        name = knowledge.entries[name].next or ""
    assert path[:5] == [
        *("docker-apt-update", "docker-prerequisites", "docker-gpg-key"),
        *("docker-apt-repository", "docker-install-engine"),
    ]
    assert "docker-ps" in path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_complete_in_both_languages(knowledge: Knowledge, language: Language) -> None:
    for entry in knowledge.entries.values():
        assert entry.title.in_language(language).strip()
        assert entry.summary.in_language(language).strip()
        assert entry.answer.in_language(language).strip()


def test_every_entry_has_a_source_with_the_day_it_was_seen(knowledge: Knowledge) -> None:
    assert [entry.id for entry in knowledge.entries.values() if not entry.sources] == []
