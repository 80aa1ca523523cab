"""Prints how long each of some looks took, in ms, in one process as the running agent has it: no Docker API, no network."""

from __future__ import annotations

import json
import sys
import time

from agent.observing import observe
from agent.probes import PROBES
from agent.probes.host import Cache

NETWORK = ("apt_repository", "dns", "registry")


def main(user: str, looks: int) -> None:
    facts = [name for name, probe in PROBES.items() if probe.level == "files" and name not in NETWORK]
    cache, times = Cache(), []
    for _ in range(looks):
        start = time.perf_counter()
        observe(facts, user=user, cache=cache)
        times.append((time.perf_counter() - start) * 1000)
    print(json.dumps(times))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
