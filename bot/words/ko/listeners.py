"""The sentences of the listeners, in Korean."""

from __future__ import annotations

from bot.words.listeners import ListenerWords

LISTENERS = ListenerWords(
    not_known="아직 모르는 명령이에요.",
    not_installed="저는 이제 이 워크스페이스에 설치되어 있지 않아요. 봇을 운영하는 분께 다시 설치해 달라고 해 주세요.",
    outside="외부와 공유된 채널에서는 답하지 않아요.",
    away="지금은 답할 수 없어요. 잠시 뒤에 다시 해 주세요.",
    fault="제 쪽에서 문제가 생겼어요. 다시 해도 안 되면 관리자에게 이 번호를 알려 주세요: `{incident}`",
    not_opened="창이 열리지 않았어요. 다시 한번 눌러 주세요.",
    prompts=(
        ("Docker를 설치하고 싶어요", "우분투에 도커를 설치하려면 어떻게 해요?"),
        ("permission denied가 나와요", "docker ps 하면 permission denied가 나와요"),
    ),
)
