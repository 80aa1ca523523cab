"""The sentences of the terminal, in Korean."""

from __future__ import annotations

from bot.words.terminal import TerminalWords

TERMINAL = TerminalWords(
    type_question="질문을 적고 Enter, Ctrl-D를 누르세요.",
    welcome="안녕하세요! Docker나 머신러닝 환경에 대해 물어보세요. (/help 도움말, /quit 끝내기)",
    help="""/arch arm64        내 CPU를 알려줘요
/os ubuntu:noble   내 시스템을 알려줘요
1, 2, 3            제안한 것 중에서 골라요
/quit              끝내요""",
    noted="기억할게요: {platform}",
    no_such="{word} 명령은 없어요. /help를 보세요.",
    this_machine="이 컴퓨터",
    unknown_arch="모르는 아키텍처예요: {given}. 이 중에서 골라 주세요: {known}",
    unknown_os="모르는 시스템이에요: {given}. ubuntu:noble처럼 적고, 앞부분은 이 중에서 골라 주세요: {known}",
    unknown_release="{distro}에서 '{given}' 릴리스는 몰라요. 아는 릴리스: {known}",
)
