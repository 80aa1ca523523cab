"""Reads the fingerprints of OpenPGP public keys, armored or binary (RFC 9580, version 4 keys).

Docker's keys are checked where no gnupg is installed; nothing is verified here, only named.
"""

from __future__ import annotations

import binascii
import re
from typing import Iterator, List, NamedTuple, Tuple

BEGIN = b"-----BEGIN PGP PUBLIC KEY BLOCK-----"
ARMORED = re.compile(
    rb"-----BEGIN PGP PUBLIC KEY BLOCK-----(.*?)-----END PGP PUBLIC KEY BLOCK-----", re.DOTALL
)
PUBLIC_KEY, PUBLIC_SUBKEY = 6, 14
MOST_PACKETS = 5000


class Keys(NamedTuple):
    """What a file holds: ``form`` is armored, binary, html, empty or other; fingerprints are upper-case hex."""

    form: str
    fingerprints: Tuple[str, ...] = ()
    subkeys: Tuple[str, ...] = ()


def read_keys(held: bytes) -> Keys:
    """The keys in a file, whatever the file is; those of other versions than 4 are left out."""
    start = held.lstrip()
    if not start:
        return Keys("empty")
    if BEGIN in held:
        return _keys("armored", b"".join(dearmor(held)))
    if start[:1] == b"<":
        return Keys("html")  # what a server or a proxy answered in the key's stead
    if held[0] & 0x80:
        keys = _keys("binary", held)
        if keys.fingerprints:
            return keys
    return Keys("other")


def dearmor(text: bytes) -> Iterator[bytes]:
    """The bytes in each armored block; a block that is no base64 gives what can be read of it."""
    for block in ARMORED.findall(text.replace(b"\r\n", b"\n")):
        # Headers such as "Version: ..." end at the first empty line.
        head, empty, body = block.lstrip(b" \t").partition(b"\n\n")
        if not empty or (b":" not in head and head.strip()):
            body = block
        rows = [row.strip() for row in body.splitlines()]
        try:
            # A row that begins with "=" is the checksum.
            yield binascii.a2b_base64(b"".join(row for row in rows if not row.startswith(b"=")))
        except binascii.Error:
            continue


def _keys(form: str, packets: bytes) -> Keys:
    import hashlib  # slow, and only where there are keys

    fingerprints: List[str] = []
    subkeys: List[str] = []
    for tag, body in read_packets(packets):
        if tag in (PUBLIC_KEY, PUBLIC_SUBKEY) and body[:1] == b"\x04" and len(body) < 0x10000:
            digest = hashlib.sha1(b"\x99" + len(body).to_bytes(2, "big") + body)  # noqa: S324 # what version 4 says
            (fingerprints if tag == PUBLIC_KEY else subkeys).append(digest.hexdigest().upper())
    return Keys(form, tuple(fingerprints), tuple(subkeys))


def read_packets(held: bytes) -> Iterator[Tuple[int, bytes]]:
    """Tag and body of each packet, up to the first that is broken."""
    at = 0
    for _ in range(MOST_PACKETS):
        if at >= len(held) or not held[at] & 0x80:
            return
        first = held[at]
        at += 1
        try:
            if first & 0x40:
                tag = first & 0x3F
                body, at = _new_body(held, at)
            else:
                tag = (first >> 2) & 0x0F
                body, at = _old_body(held, at, first & 3)
        except (IndexError, ValueError):
            return
        yield tag, body


def _old_body(held: bytes, at: int, kind: int) -> Tuple[bytes, int]:
    if kind == 3:
        return held[at:], len(held)
    width = (1, 2, 4)[kind]
    size = int.from_bytes(_take(held, at, width), "big")
    return _take(held, at + width, size), at + width + size


def _new_body(held: bytes, at: int) -> Tuple[bytes, int]:
    pieces = []
    while True:
        first = held[at]
        at += 1
        is_partial = 224 <= first < 255
        if first < 192:
            size = first
        elif first < 224:
            size = ((first - 192) << 8) + held[at] + 192
            at += 1
        elif is_partial:
            size = 1 << (first & 0x1F)
        else:
            size = int.from_bytes(_take(held, at, 4), "big")
            at += 4
        pieces.append(_take(held, at, size))
        at += size
        if not is_partial:
            return b"".join(pieces), at


def _take(held: bytes, at: int, size: int) -> bytes:
    if at + size > len(held):
        raise ValueError("the packet ends before its length says")
    return held[at : at + size]
