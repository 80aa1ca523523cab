"""How long a whole check takes: our agent and judges, cold, against 14 of the same checks in pytest-testinfra; then warm.

As root, where a Docker Engine is installed, both look at the same machine with a running Engine of its own (the one of
the tests, tests/integration/engine.py); otherwise at this machine as it is.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))
AGENT = ROOT / "build" / "setupbot-agent.pyz"
USER = "checked"
WARM_LOOKS = 40
WARM_LIMIT_MS = 50.0
COLD_LIMIT = 0.5
Command = Callable[..., list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if absent := [name for name in ("pytest", "testinfra") if find_spec(name) is None]:
        parser.exit(
            2,
            f"This compares with pytest-testinfra; not installed: {', '.join(absent)}. Run `make test` first.\n",
        )
    with tempfile.TemporaryDirectory() as folder, place(Path(folder)) as (where, command, user):
        result = measure(command, user, asked.rounds) | {"where": where}
    print(json.dumps(result) if asked.json else table(result))


@contextmanager
def place(folder: Path) -> Iterator[tuple[str, Command, str]]:
    """What is looked at, how a command is run there, and whom it is about."""
    from tests.integration.engine import Machine, missing

    if reason := missing():
        yield f"this machine as it is ({reason})", lambda *argv: list(argv), "root"
        return
    with Machine(folder) as machine:
        machine.run("useradd", "--groups", "docker", USER)
        machine.start_engine()
        yield "a machine with a running Engine", machine.command, USER


def measure(command: Command, user: str, rounds: int) -> dict[str, Any]:
    """The two take turns; the first turn of each only fills caches and is left out."""
    agent = [str(AGENT)] if AGENT.exists() else ["-m", "agent"]
    observe = [sys.executable, *agent, "once", "--json", "--level", "docker", "--user", user]
    judge = [sys.executable, "-m", "bot", "check", "--observation", "-", "--json"]
    piped = f"{shlex.join(observe)} | {shlex.join(judge)}"
    ours = command("env", f"PYTHONPATH={ROOT}", "sh", "-c", piped)
    options = ["-c", os.devnull, "-q", "--tb=line", "-p", "no:cacheprovider", "-p", "no:random_order"]
    peer = [sys.executable, "-m", "pytest", *options, str(HERE / "testinfra_checks.py")]
    theirs = command("env", f"CHECKED_USER={user}", *peer)
    times: dict[str, list[float]] = {"ours": [], "testinfra": []}
    for number in range(rounds + 1):
        for name, argv in (("ours", ours), ("testinfra", theirs)):
            took, printed = _timed(argv)
            if number:
                times[name].append(took)
            else:
                print(f"{name}: {_said(name, printed)}", file=sys.stderr)
    warm = command(
        "env", f"PYTHONPATH={ROOT}", sys.executable, str(HERE / "warm_looks.py"), user, str(WARM_LOOKS)
    )
    looks = json.loads(_timed(warm)[1])
    return {
        "agent": "setupbot-agent.pyz" if AGENT.exists() else "python -m agent",
        "rounds": rounds,
        "ours_s": median(times["ours"]),
        "testinfra_s": median(times["testinfra"]),
        "ratio": median(our / their for our, their in zip(times["ours"], times["testinfra"], strict=True)),
        "warm_first_ms": looks[0],
        "warm_ms": median(looks[1:]),
        "warm_worst_ms": max(looks[1:]),
    }


def _timed(argv: list[str]) -> tuple[float, str]:
    start = time.perf_counter()
    ran = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True)
    took = time.perf_counter() - start
    # 1: a finding, or a check of testinfra that does not pass; both are answers.
    assert ran.returncode in (0, 1), ran.stderr or ran.stdout
    return took, ran.stdout


def _said(name: str, printed: str) -> str:
    """That each really looked: how many Checks it judged, how many tests it ran."""
    if name == "testinfra":
        return printed.strip().splitlines()[-1]
    statuses = [finding["status"].upper() for finding in json.loads(printed)["findings"]]
    return ", ".join(f"{statuses.count(status)} {status}" for status in sorted(set(statuses)))


def table(result: dict[str, Any]) -> str:
    """What was measured, a line each."""
    rows = (
        f"Looked at {result['where']}; medians of {result['rounds']} rounds.",
        f"cold, ours ({result['agent']}, 45 checks)  {result['ours_s']:.2f} s",
        f"cold, pytest-testinfra (14 checks)          {result['testinfra_s']:.2f} s",
        f"ratio                                       {result['ratio']:.2f} (meant: {COLD_LIMIT} at most)",
        f"warm, in the running agent                  {result['warm_ms']:.1f} ms, worst {result['warm_worst_ms']:.1f} ms"
        f" (meant: below {WARM_LIMIT_MS:.0f} ms; the first took {result['warm_first_ms']:.0f} ms)",
    )
    return "\n".join(rows)


if __name__ == "__main__":
    main()
