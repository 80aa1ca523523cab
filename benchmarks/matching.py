"""The matcher beside its peers, in one run: accuracy, time of a question, memory; then at a large size.

    python benchmarks/matching.py [FILE...] [--json] [--rounds N] [--minilm FOLDER] [--part peers|made]

README.md beside it says what is measured and how.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# One thread for everybody, as the bot runs; read by numpy when it is imported.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import child
import measuring
from made import Made
from peers import OURS, PEERS, WRATIO, Guess, Material, Peer, why_skipped

from bot.compiled import load
from bot.evaluation import LabelledQuestion, read_questions
from bot.knowledge.base import Knowledge
from bot.knowledge.folders import own_folder
from bot.matching.training import lines_of

QUESTIONS = Path(__file__).parents[1] / "tests" / "questions"
MEMORY_QUESTIONS = 50
MADE_QUESTIONS = 1_000
BRUTE_QUESTIONS = 100
TIMED_QUESTIONS = 400


def main() -> None:
    options = _options()
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as home:
        if options.part != "made":
            found["peers"] = _beside_peers(options, Path(home))
        if options.part != "peers":
            found["made"] = _at_size(options, Path(home))
    if options.json:
        json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
        print()
        return
    if "peers" in found:
        measuring.print_peers(found["peers"])
    if "made" in found:
        measuring.print_made(found["made"])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The matcher beside its peers.")
    parser.add_argument("files", nargs="*", type=Path, help="labelled questions (default: tests/questions)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--rounds", type=int, default=5, help="parts that the questions are timed in")
    parser.add_argument("--minilm", type=Path, help="folder of an all-MiniLM-L6-v2 model")
    parser.add_argument("--part", choices=["peers", "made"], help="only this half")
    parser.add_argument("--entries", type=int, default=2_000, help="Entries of the made knowledge base")
    parser.add_argument("--utterances", type=int, default=100_000, help="its utterances")
    options = parser.parse_args()
    options.files = options.files or sorted(QUESTIONS.glob("*.jsonl"))
    return options


def _beside_peers(options: argparse.Namespace, home: Path) -> dict[str, Any]:
    """Every peer on the labelled questions, the shipped knowledge as material."""
    rows = [row for path in options.files for row in read_questions(path) if row.is_strict]
    skipped = {name: why for name in PEERS if (why := why_skipped(name, options.minilm))}
    names = [name for name in PEERS if name not in skipped]
    taught = child.run(OURS, Material(lines=[], home=home), [])
    knowledge, _ = load([own_folder()], home / "cache")
    material = Material(lines=list(lines_of(knowledge)), home=home, minilm=options.minilm)
    asked = [row.q for row in rows[:: max(1, len(rows) // MEMORY_QUESTIONS)]]
    memory = {name: child.run(name, material, asked) for name in names}
    peers = {name: PEERS[name](material) for name in names}
    texts = [row.q for row in rows]
    times = measuring.timed(peers, texts[:: max(1, len(texts) // TIMED_QUESTIONS)], options.rounds)
    guesses = {name: peer.guesses(texts) for name, peer in peers.items()}
    return {
        "questions": len(rows),
        "lines": len(material.lines),
        "read_and_fit_s": taught["ready_s"],
        "skipped": skipped,
        "languages": {
            language: _by_language(rows, guesses, language) for language in sorted({row.lang for row in rows})
        },
        "speed": measuring.speeds(times, OURS),
        "memory": memory,
    }


def _by_language(
    rows: Sequence[LabelledQuestion], guesses: dict[str, list[Guess]], language: str
) -> dict[str, Any]:
    at = [index for index, row in enumerate(rows) if row.lang == language]
    here = [rows[index] for index in at]
    off_topic = sum(row.is_off_topic for row in here)
    return {
        "on_topic": len(here) - off_topic,
        "off_topic": off_topic,
        "peers": {
            name: measuring.accuracy(here, [given[index] for index in at]) for name, given in guesses.items()
        },
        "ours_at_its_limits": measuring.at_limits(here, [guesses[OURS][index] for index in at]),
    }


def _at_size(options: argparse.Namespace, home: Path) -> dict[str, Any]:
    """Ours against brute force on a made knowledge base."""
    shipped, _ = load([own_folder()], home / "cache")
    made = Made(shipped, options.entries, options.utterances)
    made.write(home / "made")
    questions = made.questions(MADE_QUESTIONS)
    folders = (home / "made",)
    ours = Material(lines=[], home=home, knowledge=folders)
    asked = [text for text, _ in questions[-MEMORY_QUESTIONS:]]
    fitted = child.run(OURS, ours, [])
    before = set((home / "cache").glob("*.knowledge"))
    starts = [child.run(OURS, ours, asked) for _ in range(3)]
    knowledge, trained = load([own_folder(), *folders], home / "cache")
    if before != set((home / "cache").glob("*.knowledge")):
        raise SystemExit(
            "the knowledge or the code changed while this ran: nothing was read from the kept file"
        )
    kept = max(before, key=lambda path: path.stat().st_size)
    lines = list(lines_of(knowledge))
    words = len(trained.latin) + len(trained.korean)
    labels = len(trained.model.labels)
    del trained
    brute_material = Material(lines=lines, home=home)
    brute_memory = child.run(WRATIO, brute_material, asked[:3])
    peers: dict[str, Peer] = {OURS: PEERS[OURS](ours), WRATIO: PEERS[WRATIO](brute_material)}
    few, questions = questions[:BRUTE_QUESTIONS], questions[BRUTE_QUESTIONS:]
    beside = measuring.timed(peers, [text for text, _ in few], options.rounds)
    alone = measuring.timed({OURS: peers[OURS]}, [text for text, _ in questions], options.rounds)
    return {
        "utterances": _utterances(knowledge),
        "lines": len(lines),
        "labels": labels,
        "words": words,
        "read_and_fit_s": fitted["ready_s"],
        "fit_peak_mb": fitted["added_mb"],
        "kept_file_mb": kept.stat().st_size / 1e6,
        "ready_s": measuring.median_of(starts, "ready_s"),
        "first_answer_ms": measuring.median_of(starts, "first_answer_ms"),
        "added_mb": {OURS: measuring.median_of(starts, "added_mb"), WRATIO: brute_memory["added_mb"]},
        "questions": {"alone": len(questions), "beside": len(few)},
        "alone": measuring.speeds(alone, OURS)[OURS],
        "beside": measuring.speeds(beside, OURS),
        "first": {
            "alone": measuring.share_first(questions, peers[OURS]),
            **{name: measuring.share_first(few, peer) for name, peer in peers.items()},
        },
    }


def _utterances(knowledge: Knowledge) -> int:
    return sum(len(tuple(entry.utterances)) for entry in knowledge.entries.values())


if __name__ == "__main__":
    main()
