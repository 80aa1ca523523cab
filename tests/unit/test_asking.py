"""What is said in a channel: asking, or telling."""

from __future__ import annotations

import pytest

from bot.overhearing.asking import is_asking


@pytest.mark.parametrize(
    "text",
    [
        "how do I install docker on ubuntu",
        "anyone here know where the image goes?",
        "docker ps doesn't work on my box",
        "I'm stuck, the daemon won't start",
        "got it fixed on web-1, but why does web-2 still say no?",
        "도커 설치 어떻게 해요",
        "docker ps 하면 권한 오류가 나요",
        "컨테이너가 안 떠요",
        "이미지랑 컨테이너 차이 아시는 분",
        "설치하다가 막혔어요",
    ],
)
def test_what_asks(text: str) -> None:
    assert is_asking(text)


@pytest.mark.parametrize(
    "text",
    [
        "I restarted docker on web-1",
        "the permission error is fixed now, thanks",
        "fyi: docker 27 is out",
        "lunch at noon",
        "web-1에 도커 설치했습니다",
        "오류 해결했어요, 감사합니다",
        "도커 설치 문서 공유합니다",
        "점심 먹고 올게요",
    ],
)
def test_what_tells(text: str) -> None:
    assert not is_asking(text)
