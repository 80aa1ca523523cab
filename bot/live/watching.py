"""Notices edited knowledge files without reading them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.knowledge.folders import misnamed_files, yaml_files

Fingerprint = tuple[tuple[str, int, int, int], ...]


def fingerprint(folders: Sequence[Path]) -> Fingerprint:
    """Changes with every file that is written, added, renamed or taken away."""
    return tuple(
        mark
        for folder in folders
        for path in (*yaml_files(folder), *misnamed_files(folder))
        if (mark := _mark(path))
    )


def _mark(path: Path) -> tuple[str, int, int, int] | None:
    try:
        found = path.stat()
    except OSError:  # taken away just now
        return None
    return str(path), found.st_mtime_ns, found.st_size, found.st_ino
