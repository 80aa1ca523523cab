"""Keeps the checked knowledge and what was learnt from it on disk, so that starting is quick.

The file is named after a hash of every knowledge file and of the code that read them: a change
of either makes a new one, and nothing stale is ever read.
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

import msgspec
import numpy as np

import bot
from bot.knowledge.base import Knowledge
from bot.knowledge.folders import digest_of
from bot.matching.linear import LinearModel
from bot.matching.trained import Trained

KEPT_FILES = 3
CODE = ("knowledge", "matching", "platforms", "text")


@dataclass(frozen=True, slots=True)
class _Compiled:
    """What a file holds; arrays as bytes of float32."""

    knowledge: Knowledge
    labels: tuple[str, ...]
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
    if path:
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            return _unpack(msgspec.msgpack.decode(path.read_bytes(), type=_Compiled))
    on_learning()
    # Imported only here: validating and fitting need much that a start from the kept file does not.
    from bot.knowledge.source import read_knowledge
    from bot.matching.training import Trainer
    from bot.matching.vocabulary import Vocabulary

    knowledge = read_knowledge(folders)
    trained = Trainer(Vocabulary(knowledge.concepts)).train(knowledge)
    if path:
        # Not being able to keep it costs the next start a second and nothing else.
        with contextlib.suppress(OSError):
            _keep(path, msgspec.msgpack.encode(_pack(knowledge, trained)))
    return knowledge, trained


def _pack(knowledge: Knowledge, trained: Trained) -> _Compiled:
    model = trained.model
    return _Compiled(
        knowledge,
        model.labels,
        model.weights.astype("<f4").tobytes(),
        model.bias.astype("<f4").tobytes(),
        trained.latin,
        trained.korean,
    )


def _unpack(kept: _Compiled) -> tuple[Knowledge, Trained]:
    model = LinearModel(
        kept.labels,
        np.frombuffer(kept.weights, dtype="<f4").reshape(-1, len(kept.labels)),
        np.frombuffer(kept.bias, dtype="<f4"),
    )
    return kept.knowledge, Trained(model, kept.latin, kept.korean)


def _keep(path: Path, raw: bytes) -> None:
    """Writes the file whole or not at all, and drops the oldest."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(raw)
    os.replace(file.name, path)
    for old in sorted(path.parent.glob("*.knowledge"), key=lambda one: -one.stat().st_mtime)[KEPT_FILES:]:
        old.unlink(missing_ok=True)


@cache
def _code_digest() -> str:
    sum_ = hashlib.sha256()
    root = Path(bot.__file__).parent
    for folder in CODE:
        for path in sorted((root / folder).glob("*.py")):
            sum_.update(path.read_bytes())
    return sum_.hexdigest()[:12]
