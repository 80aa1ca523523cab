"""Makes one peer in a process of its own, and says how long that took and what memory it added.

Reads a job as JSON on standard input, writes figures as JSON. The memory is the peak of the
process, its libraries included, beyond what it had with the lines to learn from in hand.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from peers import PEERS, Material

STATUS = Path("/proc/self/status")
RESET_PEAK = Path("/proc/self/clear_refs")


def run(name: str, material: Material, questions: list[str]) -> dict[str, float | None]:
    """``ready_s``, ``first_answer_ms`` and ``added_mb`` (None where there is no /proc) of a new process."""
    job = {"name": name, "material": asdict(material), "questions": questions}
    done = subprocess.run(
        [sys.executable, __file__], input=json.dumps(job, default=str), stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise SystemExit(f"the process of {name} ended with {done.returncode}")
    figures: dict[str, float | None] = json.loads(done.stdout)
    return figures


def _memory_mb(key: str) -> float | None:
    if not STATUS.exists():
        return None
    found = re.search(rf"^{key}:\s+(\d+) kB", STATUS.read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else None


def main() -> None:
    job: dict[str, Any] = json.load(sys.stdin)
    raw = job["material"]
    material = Material(
        lines=raw["lines"],
        home=Path(raw["home"]),
        knowledge=[Path(folder) for folder in raw["knowledge"]],
        minilm=Path(raw["minilm"]) if raw["minilm"] else None,
    )
    if RESET_PEAK.exists():
        RESET_PEAK.write_text("5")
    before = _memory_mb("VmRSS")
    start = time.perf_counter()
    peer = PEERS[job["name"]](material)
    ready = time.perf_counter()
    times = []
    for question in job["questions"]:
        asked = time.perf_counter()
        peer.answer(question)
        times.append((time.perf_counter() - asked) * 1000)
    peak = _memory_mb("VmHWM")
    print(
        json.dumps(
            {
                "ready_s": ready - start,
                "first_answer_ms": times[0] if times else None,
                "added_mb": peak - before if peak and before else None,
            }
        )
    )


if __name__ == "__main__":
    main()
