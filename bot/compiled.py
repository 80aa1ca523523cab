"""Keeps the checked knowledge and what was learnt from it on disk, so that starting is quick.

The file is named after a hash of every knowledge file and of the code that read them: a change
of either makes a new one, and nothing stale is ever read. A second file, named after the
vocabulary and the code, keeps how each line reads: after a change only the new lines are read.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from bot.kept_files import code_digest, keep, read_kept
from bot.knowledge.base import Knowledge
from bot.knowledge.folders import digest_of
from bot.matching.linear import SLOT, Features, LinearModel
from bot.matching.trained import Trained

CODE = ("checks", "knowledge", "matching", "platforms", "text")


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
    kept = compiled_path(kept_in, digest_of(folders)) if kept_in else None
    if found := read_compiled(kept):
        return found
    on_learning()
    from bot.knowledge.source import read_knowledge  # validating needs much that a kept file does not

    knowledge = read_knowledge(folders)
    return knowledge, learn(knowledge, kept_in, kept)


def compiled_path(kept_in: Path, name: str) -> Path:
    """Where it is kept; ``name`` tells the knowledge from every other."""
    stem, _, more = name.partition("+")
    return kept_in / f"{stem[:24]}{f'+{more[:24]}' if more else ''}-{code_digest(CODE)}.knowledge"


def read_compiled(path: Path | None) -> tuple[Knowledge, Trained] | None:
    """What was kept there, if there is anything."""
    compiled = read_kept(path, _Compiled)
    return _unpack(compiled) if compiled else None


def learn(knowledge: Knowledge, kept_in: Path | None, path: Path | None) -> Trained:
    """Learns from checked knowledge, which takes seconds; kept at ``path`` for the next time."""
    from bot.matching.training import ReadLine, Trainer  # fitting needs much that a kept file does not
    from bot.matching.vocabulary import Vocabulary

    lines = kept_in / f"{_digest(knowledge.concepts)}-{code_digest(CODE)}.lines" if kept_in else None
    known = read_kept(lines, dict[str, ReadLine]) or {}
    trainer = Trainer(Vocabulary(knowledge.concepts), known)
    trained = trainer.train(knowledge)
    if path and lines:
        # Not being able to keep it costs the next start a few seconds and nothing else.
        with contextlib.suppress(OSError):
            keep(path, _pack(knowledge, trained))
            if trainer.known.keys() != known.keys():
                keep(lines, trainer.known)
    return trained


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


def _digest(value: object) -> str:
    return hashlib.sha256(msgspec.msgpack.encode(value)).hexdigest()[:24]
