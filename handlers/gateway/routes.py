"""The table of routes: all that an Agent can ask for, what each needs and how much it may send.

Nothing is served that does not stand here, and nothing here is reached before its need is met.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from handlers.gateway.bodies import RESULT_BYTES, SMALL_BYTES

PREFIX = "/agent/v1"
OPENAPI_PATH = "/openapi.json"
Need = Literal["nothing", "protocol", "key"]
"""``protocol``: a version that is served; ``key``: that, and the key of a live Host."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One route. ``name`` is that of the function in ``app.py`` that answers it."""

    method: Literal["GET", "POST"]
    path: str
    name: str
    needs: Need
    most_bytes: int = 0
    is_for_quarantined: bool = False

    def matches(self, path: str) -> bool:
        """Whether a request's path is this one's."""
        pattern = "[^/]+".join(re.escape(part) for part in re.split(r"\{\w+\}", self.path))
        return re.fullmatch(pattern, path) is not None


TABLE: tuple[Row, ...] = (
    Row(method="GET", path=OPENAPI_PATH, name="openapi", needs="nothing"),
    Row(method="POST", path="/hello", name="hello", needs="protocol", most_bytes=SMALL_BYTES),
    Row(method="POST", path="/enroll", name="enroll", needs="protocol", most_bytes=SMALL_BYTES),
    Row(method="GET", path="/jobs", name="wait_for_job", needs="key"),
    Row(
        method="POST",
        path="/jobs/{job_id}/result",
        name="take_result",
        needs="key",
        most_bytes=RESULT_BYTES,
    ),
    Row(method="POST", path="/key", name="change_key", needs="key", most_bytes=SMALL_BYTES),
    Row(
        method="POST",
        path="/leave",
        name="leave",
        needs="key",
        most_bytes=SMALL_BYTES,
        is_for_quarantined=True,
    ),
)


def row_of(method: str, path: str) -> Row | None:
    """The route of a request; a HEAD is none."""
    return next((row for row in TABLE if row.method == method and row.matches(path)), None)
