"""A multinomial logistic regression over named features, fitted and read with numpy alone.

Concepts, pairs and words each have a weight of their own, so that they can explain a Match;
character n-grams share ``BUCKETS`` signed buckets, which keeps their likeness and makes the
whole dense. Fitted by AdaGrad over fixed mini-batches in a fixed order: the same lines give the
same weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

GROUP_WEIGHTS = {"concept": 1.0, "pair": 0.6, "word": 1.0, "gram": 1.0}
"""How much each group of features counts; within its group every feature counts the same."""

LEAST_LINES = 3
"""A word that fewer lines have says more about the line than about its Entry."""

HASHED = "gram"
BUCKETS = 3072
REMEMBERED_GRAMS = 65_536
BATCH_ROWS = 256
EPOCHS = 6
LEARNING_RATE = 0.4
DECAY = 1e-5
SEED = 20220627

Groups = Mapping[str, Sequence[str]]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """``weights`` is (features + buckets) x labels, float32; ``features`` maps a name to its row."""

    labels: tuple[str, ...]
    features: dict[str, int]
    weights: Floats
    bias: Floats

    def probabilities(self, groups: Groups) -> Floats:
        """The share of each label, in the order of ``labels``."""
        rows, values = _cells(groups, self.features)
        logits = np.array(values, dtype=np.float32) @ self.weights[rows] + self.bias
        shares: Floats = softmax(logits[None, :])[0]
        return shares

    def contributions(self, groups: Groups, label: str) -> Iterator[tuple[str, str, float]]:
        """Group, name and what it adds to a label beyond the average label, for each named feature."""
        column = self.labels.index(label)
        for group, names in groups.items():
            for name in names if group != HASHED else ():
                row = self.features.get(f"{group}:{name}")
                if row is not None:
                    weights = self.weights[row]
                    yield group, name, float((weights[column] - weights.mean()) * _value(group, names))


def _value(group: str, names: Sequence[str]) -> float:
    return float(GROUP_WEIGHTS[group] / len(names) ** 0.5)


def _cells(groups: Groups, features: Mapping[str, int]) -> tuple[list[int], list[float]]:
    """Rows of the weights, and the values there; a row may come twice."""
    rows: list[int] = []
    values: list[float] = []
    for group, names in groups.items():
        if not names:
            continue
        value = _value(group, names)
        if group == HASHED:
            for name in names:
                bucket, sign = _bucket(name)
                rows.append(len(features) + bucket)
                values.append(sign * value)
        else:
            known = [row for name in names if (row := features.get(f"{group}:{name}")) is not None]
            rows += known
            values += [value] * len(known)
    return rows, values


@lru_cache(REMEMBERED_GRAMS)
def _bucket(name: str) -> tuple[int, float]:
    hashed = crc32(name.encode())
    return (hashed >> 1) % BUCKETS, 1.0 if hashed & 1 else -1.0


def softmax(logits: Floats) -> Floats:
    """Shares of each row, summing to 1."""
    shifted: Floats = np.exp(logits - logits.max(axis=1, keepdims=True))
    shifted /= shifted.sum(axis=1, keepdims=True)
    return shifted


def fit(lines: Sequence[Groups], labels: Sequence[str], weights: Sequence[float]) -> LinearModel:
    """Fits the model; ``weights`` says how much each line counts."""
    counts = Counter(
        f"{group}:{name}"
        for groups in lines
        for group, names in groups.items()
        if group != HASHED
        for name in names
    )
    features = {
        name: row for row, name in enumerate(sorted(n for n, c in counts.items() if c >= LEAST_LINES))
    }
    names = tuple(sorted(set(labels)))
    columns = {name: column for column, name in enumerate(names)}
    order = np.random.default_rng(SEED).permutation(len(lines))
    values = _dense([lines[index] for index in order], features)
    targets = np.array([columns[labels[index]] for index in order])
    shares = np.array(weights, dtype=np.float32)[order, None]
    matrix = np.zeros((values.shape[1], len(names)), dtype=np.float32)
    bias = np.zeros(len(names), dtype=np.float32)
    pace, bias_pace = np.full_like(matrix, 1e-3), np.full_like(bias, 1e-3)
    for _ in range(EPOCHS):
        for start in range(0, len(order), BATCH_ROWS):
            batch = slice(start, start + BATCH_ROWS)
            error = softmax(values[batch] @ matrix + bias)
            error[np.arange(len(error)), targets[batch]] -= 1.0
            error *= shares[batch]
            slope = values[batch].T @ error
            slope += DECAY * len(error) * matrix
            pace += slope * slope
            matrix -= LEARNING_RATE * slope / np.sqrt(pace)
            slope = error.sum(axis=0)
            bias_pace += slope * slope
            bias -= LEARNING_RATE * slope / np.sqrt(bias_pace)
    return LinearModel(names, features, matrix, bias)


def _dense(lines: Sequence[Groups], features: Mapping[str, int]) -> Floats:
    width = len(features) + BUCKETS
    table = np.empty((len(lines), width), dtype=np.float32)
    for start in range(0, len(lines), BATCH_ROWS):
        cells: list[int] = []
        values: list[float] = []
        batch = lines[start : start + BATCH_ROWS]
        for at, groups in enumerate(batch):
            rows, ours = _cells(groups, features)
            cells += [at * width + row for row in rows]
            values += ours
        sums = np.bincount(cells, values, len(batch) * width) if cells else np.zeros(len(batch) * width)
        table[start : start + len(batch)] = sums.reshape(len(batch), width)
    return table
