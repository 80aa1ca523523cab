"""A multinomial logistic regression over named features, fitted and read with numpy alone.

A line is encoded without knowing the others: the name of each feature is hashed into one of
``SLOTS``. The model has weights for the features that most lines have; what it does not know it
leaves out. Fitted by AdaGrad over mini-batches, once in each of ``ORDERS`` orders, and averaged. What
batch a line is in, and when that has its turn, hang on the line alone: the same lines give the same
weights, and one line more changes next to nothing about what has nothing to do with it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import compress
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

GROUP_WEIGHTS = {"concept": 1.0, "pair": 1.0, "word": 0.8, "gram": 1.0}
"""How much each group of features counts in a line; within its group a feature counts by its rarity."""

EXPLAINING = ("concept", "pair", "word")
SLOTS = 1 << 22
SLOT = np.dtype("<u4")
MOST_FEATURES = 1 << 15
BATCH_ROWS = 64
"""How many lines a batch has, about: the number of batches is a power of two, so that they seldom are dealt anew."""

EPOCHS = 2
LEARNT = 0.5
"""A line whose label has this share after an epoch is left out of the next: two of three are."""

LEFT_TOGETHER = 3
"""So many batches, one after the other in an epoch, are one in the next."""

LEARNING_RATE = 0.4
SEED = 20220627
ORDERS = 2
"""What a single order of the lines teaches is a matter of luck by two in a hundred questions. They run side by side."""

THREADS = 2
MANY_LABELS = 256
LEAST_ERROR = 0.1
"""With more than ``MANY_LABELS`` labels, those that a batch is wrong about by less than this are left alone."""


Groups = Mapping[str, Sequence[str]]
Floats = NDArray[np.float32]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One or more lines as plain bytes: the slots of their features, and how many each group has, line by line."""

    slots: bytes
    sizes: tuple[int, ...]

    @classmethod
    def together(cls, lines: Iterable[Encoded]) -> Encoded:
        """All ``lines`` as one."""
        lines = tuple(lines)
        return cls(
            b"".join(line.slots for line in lines), tuple(size for line in lines for size in line.sizes)
        )


class Encoder:
    """Encodes lines, and remembers the slot of every name: lines of one knowledge base share most."""

    def __init__(self) -> None:
        self._slots = {group: _Slots(group) for group in GROUP_WEIGHTS}

    def encode(self, groups: Groups) -> Encoded:
        """The features of a line, to be read by a model."""
        slots: list[int] = []
        sizes = []
        for group, known in self._slots.items():
            names = groups.get(group, ())
            slots += map(known.__getitem__, names)
            sizes.append(len(names))
        return Encoded(np.array(slots, SLOT).tobytes(), tuple(sizes))


class _Slots(dict[str, int]):
    def __init__(self, group: str) -> None:
        super().__init__()
        self._seed = crc32(group.encode())

    def __missing__(self, name: str) -> int:
        slot = self[name] = crc32(name.encode(), self._seed) % SLOTS
        return slot


def encode(groups: Groups) -> Encoded:
    """The features of a single line, to be read by a model."""
    return Encoder().encode(groups)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines as a model reads them: rows of its weights with their values, and how many each line has."""

    rows: Integers
    values: Floats
    lengths: Integers


@dataclass(frozen=True, slots=True)
class Features:
    """What a model knows: slots in ascending order (their place is the row of the weights) and how rare each is."""

    slots: NDArray[np.uint32]
    rarity: Floats

    @classmethod
    def of(cls, lines: Encoded) -> Features:
        """The features that most of the lines have."""
        counts = np.bincount(np.frombuffer(lines.slots, SLOT), minlength=1)
        used = np.flatnonzero(counts)
        commonest = (-counts[used]).argsort(kind="stable")[:MOST_FEATURES]
        slots = np.sort(used[commonest])
        number = len(lines.sizes) // len(GROUP_WEIGHTS)
        return cls(slots.astype(SLOT), np.log((number + 1) / (counts[slots] + 0.5)).astype(np.float32))

    def read(self, lines: Encoded) -> tuple[Lines, NDArray[np.bool_]]:
        """The features that are known, and which of all of them that is."""
        slots = np.frombuffer(lines.slots, SLOT)
        places = np.minimum(self.slots.searchsorted(slots), len(self.slots) - 1)
        is_known = self.slots[places] == slots
        rows = places[is_known]
        # A segment is one group of one line: its values have the group's weight for their length.
        segments = np.repeat(np.arange(len(lines.sizes)), lines.sizes)[is_known]
        number = len(lines.sizes) // len(GROUP_WEIGHTS)
        values = self.rarity[rows]
        squares = np.bincount(segments, values * values, len(lines.sizes))
        scales = np.tile(list(GROUP_WEIGHTS.values()), number) / np.sqrt(np.maximum(squares, 1e-9))
        values *= scales[segments].astype(np.float32)
        lengths = np.bincount(segments // len(GROUP_WEIGHTS), minlength=number)
        return Lines(rows, values, lengths), is_known


@dataclass(frozen=True, slots=True)
class LinearModel:
    """``weights`` is features x labels and ``bias`` one a label, float32."""

    labels: tuple[str, ...]
    features: Features
    weights: Floats
    bias: Floats

    def probabilities(self, groups: Groups) -> Floats:
        """The share of each label, in the order of ``labels``."""
        line, _ = self.features.read(encode(groups))
        shares: Floats = softmax((line.values @ self.weights[line.rows] + self.bias)[None, :])[0]
        return shares

    def contributions(self, groups: Groups, label: str) -> Iterator[tuple[str, str, float]]:
        """Group, name and what it adds to a label beyond the average label, for the telling groups."""
        column = self.labels.index(label)
        told = {group: groups[group] for group in EXPLAINING if group in groups}
        line, is_known = self.features.read(encode(told))
        weights = self.weights[line.rows]
        adds = (weights[:, column] - weights.mean(axis=1)) * line.values
        names = [(group, name) for group in GROUP_WEIGHTS for name in told.get(group, ())]
        for (group, name), add in zip(compress(names, is_known), adds.tolist(), strict=True):
            yield group, name, add


def softmax(logits: Floats) -> Floats:
    """Shares of each row, summing to 1."""
    shifted: Floats = np.exp(logits - logits.max(axis=1, keepdims=True))
    shifted /= shifted.sum(axis=1, keepdims=True)
    return shifted


def fit(lines: Iterable[Encoded], labels: Sequence[str]) -> LinearModel:
    """Fits the model; deterministic."""
    names = tuple(sorted(set(labels)))
    columns = {name: column for column, name in enumerate(names)}
    targets = np.array([columns[label] for label in labels])
    lines = tuple(lines)
    together = Encoded.together(lines)
    features = Features.of(together)
    read, _ = features.read(together)
    # Thousands of labels take a gigabyte for each order, and have no lines to be lucky with.
    orders = 1 if len(names) > MANY_LABELS else ORDERS
    shape = len(features.slots), len(names)
    with ThreadPoolExecutor(THREADS) as threads:
        fitted = list(threads.map(partial(_fit_once, shape, _deal(lines), read, targets), range(orders)))
    weights, bias = fitted[0]
    for other_weights, other_bias in fitted[1:]:
        weights += other_weights
        bias += other_bias
    weights /= orders
    bias /= orders
    return LinearModel(names, features, weights, bias)


def _deal(lines: Sequence[Encoded]) -> list[Integers]:
    """The lines of each batch, some of which may have none."""
    batches = 1 << max(0, round(math.log2(max(1, len(lines)) / BATCH_ROWS)))
    hashes = np.array([crc32(line.slots, SEED) for line in lines], dtype=np.int64)
    order = hashes.argsort(kind="stable")
    places = (hashes[order] * batches) >> 32
    return np.split(order, places.searchsorted(np.arange(1, batches)))


def _fit_once(
    shape: tuple[int, int], dealt: Sequence[Integers], read: Lines, targets: Integers, order: int
) -> tuple[Floats, Floats]:
    """Weights and bias; ``order`` says in which order the batches have their turn."""
    weights = np.zeros(shape, dtype=np.float32)
    bias = np.zeros(shape[1], dtype=np.float32)
    pace, bias_pace = np.full_like(weights, 1e-3), np.full_like(bias, 1e-3)
    turns: Iterable[Integers] = (
        dealt[at] for at in np.random.default_rng(SEED + order).permutation(len(dealt))
    )
    for _ in range(EPOCHS):
        left = []
        for batch in _batches(read, targets, turns):
            # Only the features that the batch has are touched: a line has seventy of them.
            values = batch.dense()
            own = weights[batch.rows]
            error = softmax(values @ own + bias)
            each = np.arange(len(error))
            left.append(batch.lines[error[each, batch.targets] < LEARNT])
            error[each, batch.targets] -= 1.0
            touched: Any = batch.rows
            some: Any = slice(None)
            if shape[1] > MANY_LABELS:
                # A batch tells little about most of thousands of labels, and writing them is what takes long.
                some = np.flatnonzero(np.abs(error).sum(axis=0) > LEAST_ERROR)
                touched, own, error = (touched[:, None], some), own[:, some], error[:, some]
            slope = values.T @ error
            own_pace = pace[touched]
            own_pace += slope * slope
            pace[touched] = own_pace
            slope *= LEARNING_RATE
            slope /= np.sqrt(own_pace, out=own_pace)
            own -= slope
            weights[touched] = own
            slope = error.sum(axis=0)
            own_pace = bias_pace[some] + slope * slope
            bias_pace[some] = own_pace
            bias[some] -= LEARNING_RATE * slope / np.sqrt(own_pace)
        starts = range(0, len(left), LEFT_TOGETHER)
        turns = [np.concatenate(left[at : at + LEFT_TOGETHER]) for at in starts]
    return weights, bias


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some ``lines`` over just the ``rows`` that they have; ``cells`` index lines x rows, flat, each once."""

    lines: Integers
    rows: Integers
    cells: Integers
    values: Floats
    targets: Integers

    def dense(self) -> Floats:
        cells = np.zeros(len(self.targets) * len(self.rows), dtype=np.float32)
        cells[self.cells] = self.values
        return cells.reshape(len(self.targets), -1)


def _batches(read: Lines, targets: Integers, dealt: Iterable[Integers]) -> Iterator[_Batch]:
    """A batch of each of the arrays of lines that has any."""
    starts = np.cumsum(read.lengths) - read.lengths
    for lines in filter(len, dealt):
        lengths = read.lengths[lines]
        within = np.cumsum(lengths) - lengths
        features = np.arange(lengths.sum()) + np.repeat(starts[lines] - within, lengths)
        # By feature, then by line: one sort tells the features apart and joins what comes twice in a line.
        keys = read.rows[features] * len(lines) + np.repeat(np.arange(len(lines)), lengths)
        by_key = keys.argsort(kind="stable")
        keys = keys[by_key]
        is_new = np.diff(keys, prepend=-1) > 0
        values = np.add.reduceat(read.values[features[by_key]], np.flatnonzero(is_new))
        rows, places = np.divmod(keys[is_new], len(lines))
        is_new_row = np.diff(rows, prepend=-1) > 0
        rows, columns = rows[is_new_row], np.cumsum(is_new_row) - 1
        yield _Batch(lines, rows, places * len(rows) + columns, values, targets[lines])
