"""How long what an Agent sends may be."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

Word = Annotated[str, Meta(max_length=120)]
Line = Annotated[str, Meta(max_length=500)]
Path_ = Annotated[str, Meta(max_length=400)]
Words = Annotated[tuple[Word, ...], Meta(max_length=64)]
Lines = Annotated[tuple[Line, ...], Meta(max_length=64)]
Count = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Mode = Annotated[int, Meta(ge=0, le=0o7777)]

Obstacle = Literal["dns", "tls", "timeout", "refused", "unreachable", "proxy", "other"]
"""Why a network call got no answer."""
