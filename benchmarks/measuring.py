"""Asks peers the same questions in the same order, and turns what they said into figures and tables."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from peers import FIRST, Guess, Peer

from bot.evaluation import LabelledQuestion

FALSE_SHARE = 0.02


def timed(peers: Mapping[str, Peer], questions: Sequence[str], rounds: int) -> dict[str, list[list[float]]]:
    """How long each answer took in ms, by peer and round.

    Every question is asked once, so that no answer is remembered; a round has every n-th of them,
    and the peers take turns by round: what else the machine does hits all of them.
    """
    times: dict[str, list[list[float]]] = {name: [] for name in peers}
    for number in range(rounds):
        for name, peer in peers.items():
            times[name].append([_time(peer, question) for question in questions[number::rounds]])
    return times


def _time(peer: Peer, question: str) -> float:
    start = time.perf_counter()
    peer.answer(question)
    return (time.perf_counter() - start) * 1000


def speeds(times: Mapping[str, list[list[float]]], base: str) -> dict[str, dict[str, float]]:
    """Medians over the rounds of p50 and p99, and of their ratios to ``base`` in the same round."""
    quantiles = {
        name: {share: [_quantile(one, share) for one in of] for share in (0.50, 0.99)}
        for name, of in times.items()
    }
    return {
        name: {
            "p50_ms": median(of[0.50]),
            "p99_ms": median(of[0.99]),
            "p50_ratio": median(_ratios(of[0.50], quantiles[base][0.50])),
            "p99_ratio": median(_ratios(of[0.99], quantiles[base][0.99])),
        }
        for name, of in quantiles.items()
    }


def accuracy(rows: Sequence[LabelledQuestion], guesses: Sequence[Guess]) -> dict[str, float]:
    """Shares of the on-topic rows; ``right`` and ``wrong`` at the threshold that lets 2 % false answers by."""
    outside = sorted((guess.score for row, guess in zip(rows, guesses, strict=True) if row.is_off_topic))
    let_by = int(FALSE_SHARE * len(outside))
    limit = outside[-1 - let_by] if outside else (False, float("-inf"))
    inside = [(row, guess) for row, guess in zip(rows, guesses, strict=True) if not row.is_off_topic]
    right = [_is_among(row, guess, 1) for row, guess in inside]
    answered = [guess.score > limit for _, guess in inside]
    said_right = sum(is_right and is_said for is_right, is_said in zip(right, answered, strict=True))
    return {
        "right": said_right / len(inside),
        "wrong": (sum(answered) - said_right) / len(inside),
        "first": sum(right) / len(inside),
        "first_three": sum(_is_among(row, guess, FIRST) for row, guess in inside) / len(inside),
    }


def at_limits(rows: Sequence[LabelledQuestion], guesses: Sequence[Guess]) -> dict[str, float]:
    """Ours as it is shipped: right and wrong of the on-topic rows, false of the off-topic ones."""
    said = [(row, guess.said) for row, guess in zip(rows, guesses, strict=True) if guess.said]
    off_topic = sum(row.is_off_topic for row in rows)
    right = sum(entry in row.accepted for row, entry in said if not row.is_off_topic)
    false = sum(row.is_off_topic for row, _ in said)
    on_topic = len(rows) - off_topic
    return {
        "right": right / on_topic,
        "wrong": (len(said) - false - right) / on_topic,
        "false": false / off_topic if off_topic else 0.0,
    }


def share_first(questions: Sequence[tuple[str, str]], peer: Peer) -> float:
    """How often the first guess of ``peer`` is the Entry meant."""
    guesses = peer.guesses([text for text, _ in questions])
    hits = sum(guess.entries[:1] == (label,) for (_, label), guess in zip(questions, guesses, strict=True))
    return hits / len(questions)


def median_of(runs: Iterable[Mapping[str, float | None]], key: str) -> float | None:
    """The median of one figure, None where it was not to be had."""
    had = [value for run in runs if (value := run[key]) is not None]
    return median(had) if had else None


def _is_among(row: LabelledQuestion, guess: Guess, first: int) -> bool:
    return not row.accepted.isdisjoint(guess.entries[:first])


def _ratios(values: Sequence[float], base: Sequence[float]) -> list[float]:
    return [one / other for one, other in zip(values, base, strict=True)]


def _quantile(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def print_peers(found: dict[str, Any]) -> None:
    print(f"{found['questions']} strict questions; every peer learnt the same {found['lines']} lines")
    print(f"ours reads and fits its knowledge in {found['read_and_fit_s']:.1f} s")
    for language, here in found["languages"].items():
        print()
        print(f"{language}: {here['on_topic']} on-topic, {here['off_topic']} off-topic")
        _table(
            ["", "right at 2 % false", "wrong there", "first", "first three"],
            [
                [name, *(_percent(of[key]) for key in ("right", "wrong", "first", "first_three"))]
                for name, of in here["peers"].items()
            ],
        )
        limits = here["ours_at_its_limits"]
        print("ours at its limits: " + ", ".join(f"{key} {_percent(value)}" for key, value in limits.items()))
    print()
    _table(
        ["", "p50 ms", "p99 ms", "p50 x ours", "p99 x ours", "added MB", "ready s"],
        [
            [*_speed(name, of), _number(memory["added_mb"], 0), _number(memory["ready_s"], 2)]
            for name, of in found["speed"].items()
            for memory in [found["memory"][name]]
        ],
    )
    for name, why in found["skipped"].items():
        print(f"{name} skipped: {why}")


def print_made(found: dict[str, Any]) -> None:
    print()
    print(
        f"made: {found['utterances']} utterances, {found['labels']} labels, {found['words']} words to mend towards"
    )
    print(
        f"ours: read and fitted in {found['read_and_fit_s']:.0f} s ({_number(found['fit_peak_mb'], 0)} MB); "
        f"kept file {found['kept_file_mb']:.0f} MB, ready from it in {found['ready_s']:.2f} s, "
        f"first answer {found['first_answer_ms']:.1f} ms"
    )
    _table(
        ["", "questions", "p50 ms", "p99 ms", "p50 x ours", "p99 x ours", "first", "added MB"],
        [
            [name, str(count), *_speed(name, of)[1:], _percent(first), _number(found["added_mb"][peer], 0)]
            for name, peer, count, of, first in [
                ("ours", "ours", found["questions"]["alone"], found["alone"], found["first"]["alone"]),
                *(
                    (f"{peer}, beside", peer, found["questions"]["beside"], of, found["first"][peer])
                    for peer, of in found["beside"].items()
                ),
            ]
        ],
    )


def _speed(name: str, of: Mapping[str, float]) -> list[str]:
    return [
        name,
        *(
            _number(of[key], 1 if "ms" in key else 2)
            for key in ("p50_ms", "p99_ms", "p50_ratio", "p99_ratio")
        ),
    ]


def _percent(share: float) -> str:
    return f"{share:.1%}"


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _table(head: list[str], rows: list[list[str]]) -> None:
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    for row in [head, *rows]:
        first, *others = (
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *others]).rstrip())
