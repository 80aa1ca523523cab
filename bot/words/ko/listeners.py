"""The sentences of the listeners, in Korean."""

from __future__ import annotations

from bot.words.listeners import ListenerWords

LISTENERS = ListenerWords(
    ask_usage="`/ask 질문`처럼 적어 주세요. 예: `/ask 도커 권한 오류가 나요`",
    not_known="아직 모르는 명령이에요.",
    outside="죄송하지만 외부와 공유된 채널에서는 답하지 않아요.",
    slack_away="지금은 Slack에 연결할 수 없어요. 잠시 뒤에 다시 해 보세요.",
    fault="제 쪽에서 문제가 생겼어요. 관리자에게 `{incident}` 번호를 알려 주세요.",
    prompts=(
        ("Docker를 설치하고 싶어요", "우분투에 도커를 설치하려면 어떻게 해요?"),
        ("permission denied가 나와요", "docker ps 하면 permission denied가 나와요"),
    ),
)
