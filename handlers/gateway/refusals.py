"""What an Agent is told when a request is not done: a code for the program, a sentence for its owner."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from starlette.responses import JSONResponse

Code = Literal[
    "upgrade", "malformed", "too_large", "too_many", "unauthenticated", "revoked", "quarantined",
    "bad_code", "wrong_name", "name_taken", "finished", "unknown", "unavailable", "fault",
]  # fmt: skip

STATUS: dict[Code, int] = {
    "upgrade": 426, "malformed": 400, "too_large": 413, "too_many": 429, "unauthenticated": 401,
    "revoked": 401, "quarantined": 403, "bad_code": 403, "wrong_name": 409, "name_taken": 409,
    "finished": 409, "unknown": 404, "unavailable": 503, "fault": 500,
}  # fmt: skip

SENTENCES: dict[Code, tuple[str, str]] = {
    "upgrade": (
        "This agent is too old for its server. Get the current one from the server's /agent.pyz.",
        "에이전트가 너무 오래됐어요. 서버의 /agent.pyz에서 새 파일을 받으세요.",
    ),
    "malformed": ("The server cannot read this request.", "서버가 이 요청을 읽지 못했어요."),
    "too_large": (
        "This is more than the server takes at once.",
        "한 번에 받을 수 있는 크기를 넘었어요.",
    ),
    "too_many": (
        "Too many requests. Please try again in a moment.",
        "요청이 너무 많아요. 잠시 뒤에 다시 시도해 주세요.",
    ),
    "unauthenticated": (
        "The key is missing, or of no host that this server knows.",
        "키가 없거나, 이 서버가 모르는 호스트의 키예요.",
    ),
    "revoked": (
        "This host is not enrolled (any more). Ask for a new code with /docker-check add NAME.",
        "이 호스트는 등록되어 있지 않아요. /docker-check add NAME으로 새 코드를 받으세요.",
    ),
    "quarantined": (
        "Two machines used the same key, so this host is set aside. Remove it, then enrol each machine by itself.",
        "두 기기가 같은 키를 썼어요. 호스트를 지운 뒤 기기마다 따로 등록하세요.",
    ),
    "bad_code": (
        "This code is not valid (any more). Codes work once, for 15 minutes; ask for a new one.",
        "쓸 수 없는 코드예요. 코드는 15분 동안 한 번만 쓸 수 있어요. 새 코드를 받으세요.",
    ),
    "wrong_name": ("This code is for a host of another name.", "다른 이름의 호스트를 위한 코드예요."),
    "name_taken": (
        "Another host joined under this name. Choose another name, or remove that host first.",
        "같은 이름의 호스트가 이미 있어요. 다른 이름을 고르거나 그 호스트를 먼저 지우세요.",
    ),
    "finished": (
        "The server takes no (further) result for this job.",
        "이 작업의 결과는 더 받지 않아요.",
    ),
    "unknown": ("There is no such thing here.", "그런 것이 없어요."),
    "unavailable": (
        "The server cannot answer just now. Please try again in a minute.",
        "서버가 지금은 답할 수 없어요. 잠시 뒤에 다시 시도해 주세요.",
    ),
    "fault": ("Something went wrong on the server.", "서버에서 문제가 생겼어요."),
}


@dataclass
class Refused(Exception):  # noqa: N818  # an expected outcome, told to the Agent
    """Ends a request with that code; ``more`` is added to its body (never anything that was sent)."""

    code: Code
    more: dict[str, str | int] = field(default_factory=dict)


def refusal(refused: Refused) -> JSONResponse:
    """``{"error": code, "message": {"en": ..., "ko": ...}}``."""
    english, korean = SENTENCES[refused.code]
    body = {"error": refused.code, "message": {"en": english, "ko": korean}} | refused.more
    headers = {"retry-after": "5"} if STATUS[refused.code] in (429, 503) else {}
    return JSONResponse(body, status_code=STATUS[refused.code], headers=headers)
