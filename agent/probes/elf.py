"""Reads for which machine a program was built from the first bytes of its file."""

from __future__ import annotations

import struct
from typing import NamedTuple, Optional

HEADER_SIZE = 20
ARCHS = {
    (0x03, 32): "386",
    (0x3E, 64): "amd64",
    (0x3E, 32): "x32",
    (0x28, 32): "arm",
    (0xB7, 64): "arm64",
    (0xF3, 64): "riscv64",
    (0x16, 64): "s390x",
    (0x102, 64): "loong64",
    (0x08, 32): "mips",
    (0x08, 64): "mips64",
}
"""By the e_machine and the class of the header, in Docker's names; PowerPC also goes by its byte order."""


class Elf(NamedTuple):
    """``arch`` in Docker's names, empty for a machine that Docker has no name for."""

    bits: int
    arch: str


def read_elf(head: bytes) -> Optional[Elf]:
    """What the first HEADER_SIZE bytes say, or None if it is no ELF file."""
    if len(head) < HEADER_SIZE or head[:4] != b"\x7fELF" or head[4] not in (1, 2) or head[5] not in (1, 2):
        return None
    bits = 64 if head[4] == 2 else 32
    is_little = head[5] == 1
    (machine,) = struct.unpack("<H" if is_little else ">H", head[18:20])
    if machine == 0x15:
        return Elf(bits, "ppc64le" if is_little else "ppc64")
    return Elf(bits, ARCHS.get((machine, bits), ""))
