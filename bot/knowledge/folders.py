"""Where knowledge files are, and a hash over all of them; imports nothing heavy, since every start needs it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path


def own_folder() -> Path:
    """The knowledge that ships with the program."""
    return Path(str(files("knowledge")))


def yaml_files(folder: Path) -> list[Path]:
    """Every file of a knowledge folder, in reading order."""
    return sorted([*folder.glob("*.yaml"), *folder.glob("entries/*.yaml")])


def misnamed_files(folder: Path) -> list[Path]:
    """Files that look like knowledge and are not read: ``*.yml``, ``*.YAML``."""
    found = (path for place in (folder, folder / "entries") for path in place.glob("*.*"))
    return sorted(
        path for path in found if path.suffix != ".yaml" and path.suffix.lower() in (".yaml", ".yml")
    )


def digest_of(folders: Sequence[Path]) -> str:
    """A hash over names and bytes of all files, in reading order."""
    sum_ = hashlib.sha256()
    for folder in folders:
        for path in yaml_files(folder):
            try:
                raw = path.read_bytes()
            except OSError:  # reading it as knowledge then tells the fault
                raw = b""
            sum_.update(f"{path.name}\0{len(raw)}\0".encode())
            sum_.update(raw)
    return sum_.hexdigest()
