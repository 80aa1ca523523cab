"""Keeps the checked knowledge and what was learnt from it on disk, so that starting is quick.

The file is named after a hash of every knowledge file and of the code that read them: a change
of either makes a new one, and nothing stale is ever read. A second file, named after the
vocabulary and the code, keeps how each line reads: after a change only the new lines are read.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import msgspec
import numpy as np

import bot
from bot.knowledge.base import Knowledge
from bot.knowledge.folders import digest_of
from bot.matching.linear import SLOT, Features, LinearModel
from bot.matching.trained import Trained

T = TypeVar("T")
KEPT_FILES = 3
"""Of each kind."""

SUM_BYTES = 4
CODE = ("knowledge", "matching", "platforms", "text")


@dataclass(frozen=True, slots=True)
class _Compiled:
    """What a file holds; arrays as bytes."""

    knowledge: Knowledge
    labels: tuple[str, ...]
    slots: bytes
    rarity: bytes
    weights: bytes
    bias: bytes
    latin: tuple[str, ...]
    korean: tuple[str, ...]


def load(
    folders: Sequence[Path], kept_in: Path | None, on_learning: Callable[[], None] = lambda: None
) -> tuple[Knowledge, Trained]:
    """The knowledge base and what was learnt from it, from the kept file if there is one for just this.

    ``on_learning`` is called first where there is none, since learning takes seconds.

    Raises:
        KnowledgeError: with every fault of every file.
    """
    path = kept_in / f"{digest_of(folders)[:24]}-{_code_digest()}.knowledge" if kept_in else None
    compiled = _read_kept(path, _Compiled)
    if compiled:
        return _unpack(compiled)
    on_learning()
    # Imported only here: validating and fitting need much that a start from the kept file does not.
    from bot.knowledge.source import read_knowledge
    from bot.matching.training import ReadLine, Trainer
    from bot.matching.vocabulary import Vocabulary

    knowledge = read_knowledge(folders)
    lines = kept_in / f"{_digest(knowledge.concepts)}-{_code_digest()}.lines" if kept_in else None
    known = _read_kept(lines, dict[str, ReadLine]) or {}
    trainer = Trainer(Vocabulary(knowledge.concepts), known)
    trained = trainer.train(knowledge)
    if path and lines:
        # Not being able to keep it costs the next start a few seconds and nothing else.
        with contextlib.suppress(OSError):
            _keep(path, _pack(knowledge, trained))
            if trainer.known.keys() != known.keys():
                _keep(lines, trainer.known)
    return knowledge, trained


def _pack(knowledge: Knowledge, trained: Trained) -> _Compiled:
    model = trained.model
    return _Compiled(
        knowledge,
        model.labels,
        model.features.slots.astype(SLOT).tobytes(),
        model.features.rarity.astype("<f4").tobytes(),
        model.weights.astype("<f4").tobytes(),
        model.bias.astype("<f4").tobytes(),
        trained.latin,
        trained.korean,
    )


def _unpack(kept: _Compiled) -> tuple[Knowledge, Trained]:
    model = LinearModel(
        kept.labels,
        Features(np.frombuffer(kept.slots, SLOT), np.frombuffer(kept.rarity, "<f4")),
        np.frombuffer(kept.weights, dtype="<f4").reshape(-1, len(kept.labels)),
        np.frombuffer(kept.bias, dtype="<f4"),
    )
    return kept.knowledge, Trained(model, kept.latin, kept.korean)


def _read_kept(path: Path | None, kind: type[T]) -> T | None:
    """What ``_keep`` wrote, or None where there is none or it was damaged."""
    if path:
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            raw = path.read_bytes()
            content = memoryview(raw)[SUM_BYTES:]
            if raw[:SUM_BYTES] == _sum(content):
                return msgspec.msgpack.decode(content, type=kind)
    return None


def _keep(path: Path, value: object) -> None:
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


def _digest(value: object) -> str:
    return hashlib.sha256(msgspec.msgpack.encode(value)).hexdigest()[:24]


@cache
def _code_digest() -> str:
    sum_ = hashlib.sha256()
    root = Path(bot.__file__).parent
    for folder in CODE:
        for path in sorted((root / folder).glob("*.py")):
            sum_.update(path.read_bytes())
    return sum_.hexdigest()[:12]
