"""Tokens at rest: sealed for their workspace by the first of several keys, opened by any."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Sealer:
    """``keys`` are 32 bytes each. What is sealed for one workspace does not open for another."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        fernets = [Fernet(base64.urlsafe_b64encode(key)) for key in keys]
        self._first, self._all = fernets[0], MultiFernet(fernets)

    def seal(self, team: str, token: str) -> bytes:
        """Different each time."""
        return self._first.encrypt(f"{team}\n{token}".encode())

    def open(self, team: str, sealed: bytes) -> str | None:
        """The token; None if no key opens it, or it is another workspace's."""
        return _opened(self._all, team, sealed)

    def is_current(self, team: str, sealed: bytes) -> bool:
        """Whether the first key opens it."""
        return _opened(self._first, team, sealed) is not None


def _opened(key: Fernet | MultiFernet, team: str, sealed: bytes) -> str | None:
    try:
        whose, _, token = key.decrypt(sealed).decode().partition("\n")
    except (InvalidToken, UnicodeDecodeError):
        return None
    return token if whose == team else None
