"""Codes and keys: made, shown, hashed and proved. Only hashes are ever kept, and nothing here is logged."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from uuid import UUID

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no letter that is taken for another."""
CODE_ID_LENGTH = 8
SECRET_LENGTH = 16
KEY_BYTES = 32
_GROUP = 4
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_BEARER = re.compile(r"Bearer ([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})")


def new_code() -> tuple[str, str]:
    """A code's id (40 bits, to find it) and its secret (80 bits, to prove it)."""
    letters = [secrets.choice(ALPHABET) for _ in range(CODE_ID_LENGTH + SECRET_LENGTH)]
    return "".join(letters[:CODE_ID_LENGTH]), "".join(letters[CODE_ID_LENGTH:])


def shown_code(code_id: str, secret: str) -> str:
    """The code as a person reads it: ``7Q4M-2KXT-9F3A-WZ5D-8H6P-1JNV``."""
    whole = code_id + secret
    return "-".join(whole[start : start + _GROUP] for start in range(0, len(whole), _GROUP))


def plain(part: str) -> str:
    """A typed part of a code as it was made: upper case, without dashes, O and I and L as the digits they look like."""
    return part.upper().translate(_MISREAD)


def hash_of(secret: str) -> bytes:
    """SHA-256; enough for what is random through and through."""
    return hashlib.sha256(secret.encode()).digest()


def proof_of(secret_hash: bytes, nonce: str) -> str:
    """What shows an Agent, before it sends its secret, that the server made the code."""
    return hmac.new(secret_hash, b"setupbot hello " + nonce.encode(), hashlib.sha256).hexdigest()


def new_key() -> str:
    """A Host's key: 32 random bytes in base64url."""
    return secrets.token_urlsafe(KEY_BYTES)


def new_nonce() -> str:
    """Names one job for good."""
    return secrets.token_hex(16)


def is_same(one: bytes, other: bytes) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(one, other)


def read_bearer(header: str) -> tuple[UUID, str] | None:
    """The Host's id and key of an Authorization header; None if it is not of that form."""
    found = _BEARER.fullmatch(header)
    if not found:
        return None
    try:
        return UUID(found[1]), found[2]
    except ValueError:
        return None
