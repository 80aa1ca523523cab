"""A multinomial logistic regression over named features, fitted and read with numpy alone.

Every feature is hashed, with a sign, into one of ``BUCKETS`` weights, so there is no table of
names to keep and a line is encoded without knowing the other lines. Fitted by AdaGrad over fixed
mini-batches in a fixed order: the same lines give the same weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

GROUP_WEIGHTS = {"concept": 1.0, "pair": 0.6, "triple": 0.4, "word": 1.0, "gram": 1.0}
"""How much each group of features counts; within its group every feature counts the same."""

SEEDS = {group: crc32(group.encode()) for group in GROUP_WEIGHTS}
EXPLAINING = ("concept", "pair", "word")
BUCKETS = 1 << 15
BATCH_ROWS = 64
EPOCHS = 3
LEARNING_RATE = 0.4
DECAY = 1e-5
SEED = 20220627
MANY_LABELS = 256
LEAST_ERROR = 0.1
"""With more than ``MANY_LABELS`` labels, those that a batch is wrong about by less than this are left alone."""


Groups = Mapping[str, Sequence[str]]
Floats = NDArray[np.float32]
Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A line as buckets (a bucket may come twice) and their signed values."""

    buckets: Rows
    values: Floats


@dataclass(frozen=True, slots=True)
class LinearModel:
    """``weights`` is buckets x labels and ``bias`` one a label, float32."""

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats

    def probabilities(self, groups: Groups) -> Floats:
        """The share of each label, in the order of ``labels``."""
        line = encode(groups)
        shares: Floats = softmax((line.values @ self.weights[line.buckets] + self.bias)[None, :])[0]
        return shares

    def contributions(self, groups: Groups, label: str) -> Iterator[tuple[str, str, float]]:
        """Group, name and what it adds to a label beyond the average label, for the telling groups."""
        column = self.labels.index(label)
        told = {group: groups.get(group, ()) for group in EXPLAINING}
        for group, names in told.items():
            line = encode({group: names})
            weights = self.weights[line.buckets]
            adds = (weights[:, column] - weights.mean(axis=1)) * line.values
            yield from ((group, name, float(add)) for name, add in zip(names, adds, strict=True))


def _value(group: str, names: Sequence[str]) -> float:
    return float(GROUP_WEIGHTS[group] / len(names) ** 0.5)


def encode(groups: Groups) -> Encoded:
    """The features of a line as the model reads them."""
    present = [(group, names) for group, names in groups.items() if names]
    hashes = [crc32(name.encode(), SEEDS[group]) for group, names in present for name in names]
    each = np.array([_value(group, names) for group, names in present], dtype=np.float32)
    values = np.repeat(each, [len(names) for _, names in present])
    buckets, is_minus = np.divmod(np.array(hashes, dtype=np.uint32) % (2 * BUCKETS), 2)
    return Encoded(buckets.astype(np.int32), np.where(is_minus, -values, values))


def softmax(logits: Floats) -> Floats:
    """Shares of each row, summing to 1."""
    shifted: Floats = np.exp(logits - logits.max(axis=1, keepdims=True))
    shifted /= shifted.sum(axis=1, keepdims=True)
    return shifted


def fit(lines: Sequence[Encoded], labels: Sequence[str]) -> LinearModel:
    """Fits the model; deterministic."""
    names = tuple(sorted(set(labels)))
    columns = {name: column for column, name in enumerate(names)}
    targets = np.array([columns[label] for label in labels])
    order = np.random.default_rng(SEED).permutation(len(lines))
    chunks = [order[start : start + BATCH_ROWS] for start in range(0, len(order), BATCH_ROWS)]
    batches = [_Batch.of([lines[index] for index in chunk], targets[chunk]) for chunk in chunks]
    weights = np.zeros((BUCKETS, len(names)), dtype=np.float32)
    bias = np.zeros(len(names), dtype=np.float32)
    pace, bias_pace = np.full_like(weights, 1e-3), np.full_like(bias, 1e-3)
    everywhere: slice | NDArray[np.intp] = slice(None)
    for _ in range(EPOCHS):
        for batch in batches:
            # Only the buckets that the batch has are touched: a line has sixty of them.
            values = batch.dense()
            own = weights[batch.buckets]
            error = softmax(values @ own + bias)
            error[np.arange(len(error)), batch.targets] -= 1.0
            rows, some = batch.buckets, everywhere
            if len(names) > MANY_LABELS:
                # A batch tells little about most of thousands of labels, and writing them is what takes long.
                some = np.flatnonzero(np.abs(error).sum(axis=0) > LEAST_ERROR)
                rows, own, error = rows[:, None], own[:, some], error[:, some]
            slope = values.T @ error
            slope += DECAY * len(error) * own
            own_pace = pace[rows, some] + slope * slope
            pace[rows, some] = own_pace
            weights[rows, some] = own - LEARNING_RATE * slope / np.sqrt(own_pace)
            slope = error.sum(axis=0)
            own_pace = bias_pace[some] + slope * slope
            bias_pace[some] = own_pace
            bias[some] -= LEARNING_RATE * slope / np.sqrt(own_pace)
    return LinearModel(names, weights, bias)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some lines over just the ``buckets`` that they have; ``cells`` index lines x buckets, flat."""

    buckets: Rows
    cells: NDArray[np.int64]
    values: Floats
    targets: NDArray[np.int64]

    @classmethod
    def of(cls, lines: Sequence[Encoded], targets: NDArray[np.int64]) -> _Batch:
        buckets, places = np.unique(np.concatenate([line.buckets for line in lines]), return_inverse=True)
        rows = np.repeat(np.arange(len(lines)), [len(line.buckets) for line in lines])
        cells = rows * len(buckets) + places
        return cls(buckets, cells, np.concatenate([line.values for line in lines]), targets)

    def dense(self) -> Floats:
        shape = len(self.targets), len(self.buckets)
        return np.bincount(self.cells, self.values, shape[0] * shape[1]).reshape(shape).astype(np.float32)
