"""The help of the command line, once in each language: Korean, English."""

from __future__ import annotations

from typing import Dict, Tuple

HELP: Dict[str, Tuple[str, str]] = {
    "help_agent": (
        "이 컴퓨터의 Docker 상태를 주인이 허락한 만큼만 보고 알려줘요.",
        "Looks at Docker on this machine, within what its owner grants, and tells what it saw.",
    ),
    "help_lang": ("말할 언어", "language to speak"),
    "help_home": ("에이전트의 폴더", "the agent's folder"),
    "help_enroll": (
        "Slack에서 받은 코드로 이 컴퓨터를 등록해요",
        "enroll this machine with a code from Slack",
    ),
    "help_run": ("요청을 기다리고 답해요", "wait for checks and answer them"),
    "help_once": ("지금 한 번 보고 출력해요. 아무것도 보내지 않아요", "look now and print; nothing is sent"),
    "help_status": ("등록과 실행 상태를 보여줘요", "show where this machine is enrolled and how it is"),
    "help_policy": ("볼 수 있는 범위를 보여주거나 바꿔요", "show or change what may be looked at"),
    "help_policy_show": ("정책을 보여줘요", "show the policy"),
    "help_policy_set": ("정책을 바꿔요", "change the policy"),
    "help_pause": ("다시 시작할 때까지 모든 요청을 거절해요", "refuse every request until resume"),
    "help_resume": ("다시 요청에 답해요", "answer requests again"),
    "help_log": ("누가 언제 무엇을 요청했는지 보여줘요", "show who asked what and when"),
    "help_leave": ("등록을 끝내고 키를 지워요", "end the enrollment and delete the key"),
    "help_name": ("Slack에서 정한 이름", "the name given in Slack"),
    "help_level": (
        "볼 수 있는 범위. docker와 active는 root와 같은 권한이에요",
        "what may be looked at; docker and active need rights equal to root",
    ),
    "help_user": (
        "물어볼 수 있는 사용자 (여러 번 쓸 수 있어요)",
        "a user that may be asked about (may be repeated)",
    ),
    "help_code_file": ("코드가 든 파일 (권한 0600)", "a file with the code (mode 0600)"),
    "help_service": ("systemd 서비스로 만들어요 (root)", "make it a systemd service (as root)"),
    "help_json": ("JSON으로 출력해요", "print JSON"),
    "help_once_level": ("이번에만 쓸 범위", "what to look at this time"),
    "help_once_user": ("이 사용자 기준으로 봐요", "look for this user"),
    "help_facts": ("이 항목만 봐요", "look at these facts only"),
    "help_denied": ("절대 보지 않을 항목", "facts that are never looked at"),
    "help_askers": (
        "요청할 수 있는 Slack 사용자 ID (비우면 서버가 허락한 모두)",
        "Slack ids of those who may ask; empty for all whom the server lets",
    ),
    "help_users": ("물어볼 수 있는 사용자", "users that may be asked about"),
    "help_rate": ("시간당 요청 수", "requests an hour"),
    "help_lines": ("보여줄 줄 수", "how many lines to show"),
    "help_verify": ("기록이 바뀌지 않았는지 확인해요", "see whether the log was changed"),
}
