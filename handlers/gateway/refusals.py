"""What an Agent is told when a request is not done: a code for the program, a sentence for its owner."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from starlette.responses import JSONResponse

from bot.knowledge.model import Language
from bot.words import words_in

LANGUAGES: tuple[Language, ...] = ("en", "ko")
Code = Literal[
    "upgrade", "malformed", "too_large", "too_many", "unauthenticated", "revoked", "quarantined",
    "bad_code", "wrong_name", "name_taken", "finished", "not_asked", "unknown", "unavailable", "fault",
]  # fmt: skip

STATUS: dict[Code, int] = {
    "upgrade": 426, "malformed": 400, "too_large": 413, "too_many": 429, "unauthenticated": 401,
    "revoked": 401, "quarantined": 403, "bad_code": 403, "wrong_name": 409, "name_taken": 409,
    "finished": 409, "not_asked": 409, "unknown": 404, "unavailable": 503, "fault": 500,
}  # fmt: skip


@dataclass
class Refused(Exception):  # noqa: N818  # an expected outcome, told to the Agent
    """Ends a request with that code; ``more`` is added to its body (never anything that was sent)."""

    code: Code
    more: dict[str, str | int] = field(default_factory=dict)


def refusal(refused: Refused) -> JSONResponse:
    """``{"error": code, "message": {"en": ..., "ko": ...}}``."""
    message = {language: dict(words_in(language).gateway.refusals)[refused.code] for language in LANGUAGES}
    body = {"error": refused.code, "message": message} | refused.more
    headers = {"retry-after": "5"} if STATUS[refused.code] in (429, 503) else {}
    return JSONResponse(body, status_code=STATUS[refused.code], headers=headers)
