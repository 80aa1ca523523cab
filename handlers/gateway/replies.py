"""What each route answers, for ``openapi.json``: written for whoever builds another Agent."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from handlers.gateway.refusals import STATUS, Code

_HEADERS = (
    ("Setupbot-Protocol", "Version of the protocol, a number.", "1"),
    ("Setupbot-Agent", "Version of the Agent.", "1.0.0"),
)


class HelloReply(BaseModel):
    """``proof``: HMAC-SHA256, hex; key: SHA-256 of the code's secret; message: ``setupbot hello <nonce>``."""

    protocols: list[int]
    proof: str
    host_name: str
    server_time: str


class EnrollReply(BaseModel):
    """The key is told this once; the server keeps only its hash."""

    host_id: str
    key: str
    name: str
    owner: str
    poll_s: int


class JobReply(BaseModel):
    """A job. An Agent refuses one with a field, or a fact, that it does not know."""

    id: str
    host: str
    nonce: str
    issued_at: str
    expires_at: str
    facts: list[str]
    user: str | None = None
    asker: str


class PollReply(BaseModel):
    """One of the two, or both: then the job is done with the old key."""

    job: JobReply | None = None
    rotate: bool | None = Field(None, description="Ask for another key, then poll again.")


class KeyReply(BaseModel):
    """Stored by the Agent before it is used; the old key holds until then. Only where a poll said ``rotate``."""

    key: str


class RefusalReply(BaseModel):
    """Why a request was not done."""

    error: str
    message: dict[str, str]


def _documented(
    codes: tuple[Code, ...], *, model: type[BaseModel] | None = None, empty: str = ""
) -> dict[int | str, dict[str, Any]]:
    of: dict[int | str, dict[str, Any]] = {}
    if model:
        of[200] = {"model": model}
    if empty:
        of[204] = {"description": empty}
    for code in (*codes, "malformed", "unavailable"):
        status = STATUS[code]
        known = of.get(status, {}).get("description")
        of[status] = {
            "model": RefusalReply,
            "description": f"{known}, `{code}`" if known else f"`{code}`",
        }
    return of


_OPEN: tuple[Code, ...] = ("upgrade", "too_many", "too_large")
_KEYED: tuple[Code, ...] = ("upgrade", "unauthenticated", "revoked", "quarantined", "too_many")

DOCUMENTED: dict[str, dict[int | str, dict[str, Any]]] = {
    "hello": _documented(_OPEN, model=HelloReply),
    "enroll": _documented((*_OPEN, "bad_code", "wrong_name", "name_taken"), model=EnrollReply),
    "wait_for_job": _documented(_KEYED, model=PollReply, empty="Nothing in 50 s: poll again."),
    "take_result": _documented((*_KEYED, "unknown", "finished", "too_large"), empty="Taken."),
    "change_key": _documented((*_KEYED, "not_asked"), model=KeyReply),
    "leave": _documented(_KEYED, empty="Revoked."),
}
"""By the name of a row of the table."""


def needing(needs: Literal["nothing", "protocol", "key"]) -> dict[str, Any]:
    """What the gate asks for, which FastAPI does not see."""
    headers = [
        {
            "name": name,
            "in": "header",
            "required": True,
            "description": description,
            "schema": {"type": "string"},
            "example": example,
        }
        for name, description, example in _HEADERS
    ]
    if needs == "key":
        headers.append(
            {
                "name": "Authorization",
                "in": "header",
                "required": True,
                "description": "`Bearer <host_id>.<key>`",
                "schema": {"type": "string"},
            }
        )
    return {"parameters": headers}
