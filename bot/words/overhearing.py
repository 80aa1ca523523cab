"""The sentences around answering without being called."""

from __future__ import annotations

from msgspec import Struct


class OverhearingWords(Struct, frozen=True, kw_only=True):
    """``unasked`` stands under an answer that nobody asked the bot for."""

    opened: str
    closed: str
    is_open: str
    is_closed: str
    refused: str
    in_private: str
    away: str
    unasked: str
