"""Bodies of agents: read no further than their cap, no deeper and with no more parts than allowed.

Fields that we do not know are ignored: a newer Agent may say more.
"""

from __future__ import annotations

import asyncio
import json
from typing import Annotated, Any, NoReturn

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.requests import Request
from starlette.types import Scope

from handlers.bodies import OFF_LOOP_BYTES, TooLargeError, UnreadableError, read_capped
from handlers.gateway.refusals import Refused

DEPTH_MAX = 12
PARTS_MAX = 20_000
SMALL_BYTES = 4 * 1024
RESULT_BYTES = 256 * 1024

_Strict = ConfigDict(strict=True, extra="ignore", hide_input_in_errors=True)
CodePart = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z -]{1,40}$")]
Nonce = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
SESSION = "[0-9A-Za-z_-]{8,64}"
Session = Annotated[str, StringConstraints(pattern=f"^{SESSION}$")]
Label = Annotated[str, StringConstraints(max_length=255, pattern=r"^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$")]
"""One line to be read: no control characters, and nothing that turns the direction of writing or is not seen."""


class HelloBody(BaseModel):
    """Asks the server to prove that it made a code, before the code's secret is sent."""

    model_config = _Strict
    code_id: CodePart = Field(description="The code's first eight letters.")
    nonce: Nonce


class MachineBody(BaseModel):
    """What the machine calls itself, and the Agent's version."""

    model_config = _Strict
    hostname: Label
    agent: Annotated[str, StringConstraints(max_length=32)] = ""


class EnrollBody(BaseModel):
    """Uses a code."""

    model_config = _Strict
    code_id: CodePart
    secret: CodePart = Field(description="The code's last sixteen letters.", repr=False)
    name: Annotated[str, StringConstraints(max_length=64)]
    machine: MachineBody
    session: Session = Field(description="Random, new for each process of the Agent.")


class ResultBody(BaseModel):
    """The one result of a job: an Observation, or why there is none."""

    model_config = _Strict
    nonce: Nonce
    observation: dict[str, Any] | None = None
    refused: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}$")] | None = None
    detail: Annotated[str, StringConstraints(max_length=2000)] = ""


class CappedRequest(Request):
    """A request whose body is read up to ``most`` bytes, and parsed once (``Request.json`` returns ``_json``)."""

    def __init__(self, scope: Scope, receive: Any, most: int) -> None:
        super().__init__(scope, receive)
        self._most = most

    async def body(self) -> bytes:
        """Raises Refused."""
        if not hasattr(self, "_body"):
            try:
                self._body = await read_capped(self, self._most)
            except TooLargeError as large:
                raise Refused("too_large") from large
            except UnreadableError as bad:
                raise Refused("malformed") from bad
        return self._body

    async def check(self) -> None:
        """Reads and parses it, if there is one. Raises Refused."""
        if self.method == "POST" and (raw := await self.body()):
            large = len(raw) > OFF_LOOP_BYTES
            self._json = await asyncio.to_thread(read_json, raw) if large else read_json(raw)


def read_json(raw: bytes) -> Any:
    """The parsed body; raises Refused where it is none, too deep, or of too many parts."""
    try:
        parsed = json.loads(raw, parse_constant=_not_json)
        # A number past all bounds is read as infinite; half a surrogate pair is no text that can be stored or sent.
        json.dumps(parsed, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as bad:
        raise Refused("malformed") from bad
    level, parts = [parsed], 0
    for _ in range(DEPTH_MAX):
        inner: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                inner.extend(one.values())
            elif isinstance(one, list):
                inner.extend(one)
        parts += len(inner)
        if parts > PARTS_MAX:
            raise Refused("too_large")
        if not inner:
            return parsed
        level = inner
    raise Refused("too_large")


def _not_json(constant: str) -> NoReturn:
    raise ValueError("not JSON")
