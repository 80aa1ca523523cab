"""The few sentences that the listeners say themselves, in both languages: Slack does not tell whose is whose."""

from __future__ import annotations

from typing import Final

ASK_USAGE: Final = (
    "`/ask 질문`처럼 적어 주세요. 예: `/ask 도커 권한 오류가 나요`\n"
    "Write `/ask QUESTION`, for example `/ask how do I fix permission denied`"
)
NOT_KNOWN: Final = "아직 모르는 명령이에요.\nI do not know this command."
OUTSIDE: Final = (
    "죄송하지만 외부와 공유된 채널에서는 답하지 않아요.\n"
    "I am sorry, I do not answer in channels shared with other organisations."
)
SLACK_AWAY: Final = (
    "지금은 Slack에 연결할 수 없어요. 잠시 뒤에 다시 해 보세요.\n"
    "I cannot reach Slack just now. Please try again in a minute."
)
FAULT: Final = (
    "제 쪽에서 문제가 생겼어요. 관리자에게 `{incident}` 번호를 알려 주세요.\n"
    "Something went wrong on my side. Please tell a maintainer `{incident}`."
)

PROMPTS: Final = (
    {"title": "Docker를 설치하고 싶어요", "message": "우분투에 도커를 설치하려면 어떻게 해요?"},
    {"title": "permission denied가 나와요", "message": "docker ps 하면 permission denied가 나와요"},
    {"title": "Install Docker on Ubuntu", "message": "How do I install Docker on Ubuntu?"},
    {"title": "What is MLOps?", "message": "What is MLOps?"},
)
