"""What the bot takes up unasked: with the shipped knowledge, of our own questions and of what is said in channels."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation import LabelledQuestion, read_questions
from bot.matching.matcher import Matcher
from bot.overhearing.overhearing import is_clear

FOLDER = Path(__file__).parents[1] / "questions"
ROWS = [row for file in sorted(FOLDER.glob("*.jsonl")) for row in read_questions(file) if row.is_strict]


def taken_up(matcher: Matcher, rows: list[LabelledQuestion]) -> float:
    return sum(is_clear(matcher, row.q) for row in rows) / len(rows)


def test_off_topic_questions_are_left_alone(matcher: Matcher) -> None:
    assert taken_up(matcher, [row for row in ROWS if row.is_off_topic]) <= 0.005


def test_two_in_five_questions_are_taken_up(matcher: Matcher) -> None:
    assert taken_up(matcher, [row for row in ROWS if not row.is_off_topic]) >= 0.40


@pytest.mark.parametrize(
    "said",
    [
        "I installed docker on the new box, all good",
        "restarting the docker daemon on web-1 in five minutes",
        "docker ps shows three containers, as planned",
        "the model is in production since Monday",
        "can you review my pull request?",
        "who has the key to the server room?",
        "오늘 web-1에 도커 새로 설치했습니다",
        "도커 데몬 재시작할게요",
        "모델 배포는 내일 하죠",
        "회의실 예약하신 분 있나요?",
    ],
)
def test_talk_among_people_is_left_alone(matcher: Matcher, said: str) -> None:
    assert not is_clear(matcher, said)


@pytest.mark.parametrize(
    "said",
    [
        "does anyone know how to install docker on ubuntu?",
        "우분투에 도커 어떻게 설치해요?",
        "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
    ],
)
def test_a_question_and_a_pasted_error_are_taken_up(matcher: Matcher, said: str) -> None:
    assert is_clear(matcher, said)
