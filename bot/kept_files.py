"""Files that only spare work: written whole or not at all, damaged ones taken for none, the oldest dropped."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import msgspec

import bot

T = TypeVar("T")
KEPT_FILES = 3
"""Of each kind."""

SUM_BYTES = 4


def read_kept(path: Path | None, kind: type[T]) -> T | None:
    """What ``keep`` wrote, or None where there is none or it was damaged."""
    if path:
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            raw = path.read_bytes()
            content = memoryview(raw)[SUM_BYTES:]
            if raw[:SUM_BYTES] == _sum(content):
                return msgspec.msgpack.decode(content, type=kind)
    return None


def keep(path: Path, value: object) -> None:
    """Writes the file whole or not at all, and drops the oldest."""
    raw = msgspec.msgpack.encode(value)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(_sum(raw))
        file.write(raw)
    os.replace(file.name, path)
    kept = path.parent.glob(f"*{path.suffix}")
    for old in sorted(kept, key=lambda one: -one.stat().st_mtime)[KEPT_FILES:]:
        old.unlink(missing_ok=True)


def _sum(raw: bytes | memoryview) -> bytes:
    return crc32(raw).to_bytes(SUM_BYTES, "big")


@cache
def code_digest(folders: tuple[str, ...]) -> str:
    """A hash of our own code in these folders of ``bot``."""
    sum_ = hashlib.sha256()
    root = Path(bot.__file__).parent
    for folder in folders:
        for path in sorted((root / folder).glob("*.py")):
            sum_.update(path.read_bytes())
    return sum_.hexdigest()[:12]
