"""Measures the gateway with many waiting agents: memory of each connection, and from asking to arriving.

The server is a process of its own, put together as ``setupbot serve`` does; agents are connections of
two more processes over the loopback; checks are asked for in this one, so that every job crosses
processes. See README.md.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import psutil

from bot.hosts.model import Asker, CheckRequest
from bot.hosts.secrets import hash_of, new_key
from bot.storage.database import Database
from bot.storage.host_tables import hosts
from bot.storage.hosts.sql import SqlHosts
from bot.storage.migrate import migrate
from bot.work.queue import answer_deferrer, expiry_deferrer

HERE = Path(__file__).parent
CLIENTS = 2
CONNECT_LIMIT_S = 180.0
ARRIVE_LIMIT_S = 20.0
FILES_BESIDE = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agents", type=int, default=5000)
    parser.add_argument("--dispatches", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=20.0, help="checks asked for in a second")
    parser.add_argument("--wait", type=float, default=60.0, help="seconds of waiting whose CPU is measured")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="setupbot-bench-", ignore_cleanup_errors=True) as home:
        found = asyncio.run(measure(Path(home), options))
    print(json.dumps(found, indent=2) if options.json else told(found))


async def measure(home: Path, options: argparse.Namespace) -> dict[str, Any]:
    """All figures; everything that was started ends with it."""
    agents: int = options.agents
    async with Database(home=home) as database:
        await migrate(database)
        machines = await enroll(database, agents)
        with server(home) as (serving, port):
            before = serving.memory_info().rss
            with clients(home, machines, port) as arriving:
                begun = time.monotonic()
                await all_waiting(database, agents)
                connect_s = time.monotonic() - begun
                used = serving.cpu_times()
                waiting_from = time.monotonic()
                await asyncio.sleep(options.wait)
                waited_s, after = time.monotonic() - waiting_from, serving.cpu_times()
                rss = serving.memory_info().rss
                asked = await dispatch(database, machines, options.dispatches, options.rate)
                arrived = await collected(arriving, len(asked))
    latencies = sorted((arrived[host] - at) / 1e6 for host, at in asked.items() if host in arrived)
    return {
        "agents": agents,
        "load": os.getloadavg()[0],
        "connect_s": connect_s,
        "server_mb_before": before / 2**20,
        "server_mb_waiting": rss / 2**20,
        "kb_per_connection": (rss - before) / agents / 1024,
        "cpu_share_waiting": (after.user + after.system - used.user - used.system) / waited_s,
        "dispatches": len(asked),
        "lost": len(asked) - len(latencies),
        "median_ms": median(latencies),
        "p99_ms": latencies[int(0.99 * len(latencies))],
        "worst_ms": latencies[-1],
    }


async def enroll(database: Database, count: int) -> list[tuple[UUID, str]]:
    """Hosts as rows, without the ceremony."""
    machines = [(uuid4(), new_key()) for _ in range(count)]
    rows = [
        {"id": host_id, "team": "T1", "name": f"host-{number}", "owner": "U1", "state": "kept",
         "key_hash": hash_of(key)}
        for number, (host_id, key) in enumerate(machines)
    ]  # fmt: skip
    async with database.engine.begin() as connection:
        await connection.execute(hosts.insert(), rows)
    return machines


@contextmanager
def server(home: Path) -> Iterator[tuple[psutil.Process, int]]:
    """The gateway's process and its port."""
    with subprocess.Popen(
        [sys.executable, str(HERE / "gateway_process.py"), str(home)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=at_root(),
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        line = next((line for line in process.stdout if line.startswith("port ")), "")
        if not line:
            raise SystemExit("the server ended before it served")
        try:
            yield psutil.Process(process.pid), int(line.split()[1])
        finally:
            process.stdin.close()
            end(process)


@contextmanager
def clients(home: Path, machines: list[tuple[UUID, str]], port: int) -> Iterator[dict[str, int]]:
    """Processes that hold the agents' connections; gives when jobs arrive at them, by host."""
    started: list[subprocess.Popen[str]] = []
    arrived: dict[str, int] = {}
    try:
        for number in range(CLIENTS):
            mine = [(str(host_id), key) for host_id, key in machines[number::CLIENTS]]
            file = home / f"agents-{number}.json"
            file.write_text(json.dumps(mine))
            started.append(
                subprocess.Popen(
                    [sys.executable, str(HERE / "gateway_agents.py"), str(file), str(port)],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=at_root(),
                )
            )  # fmt: skip
        for process in started:
            threading.Thread(target=listen_to, args=(process, arrived), daemon=True).start()
        yield arrived
    finally:
        for process in started:
            end(process)


def end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def at_root() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(HERE.parent)}


async def all_waiting(database: Database, agents: int) -> None:
    """Until every agent's poll was noted."""
    deadline = time.monotonic() + CONNECT_LIMIT_S
    while True:
        async with database.engine.connect() as connection:
            seen = len((await connection.execute(hosts.select().where(hosts.c.seen_at.is_not(None)))).all())
        if seen == agents:
            return
        if time.monotonic() > deadline:
            raise SystemExit(f"only {seen} of {agents} agents were waiting after {CONNECT_LIMIT_S:.0f} s")
        await asyncio.sleep(0.5)


async def dispatch(
    database: Database, machines: list[tuple[UUID, str]], count: int, per_s: float
) -> dict[str, int]:
    """Asks hosts drawn by a fixed seed for a check, one after the other; when each began, in ns."""
    records = SqlHosts(database.engine, answer_deferrer(), expiry_deferrer())
    chosen = random.Random(7).sample(machines, min(count, len(machines)))
    asked: dict[str, int] = {}
    for host_id, _ in chosen:
        request = CheckRequest(question_id=uuid4(), asker=Asker(team="T1", user="U1"), host_name=str(host_id))
        asked[str(host_id)] = time.monotonic_ns()
        begun = time.monotonic()
        await records.start_check(request, host_id, ["kernel"])
        await asyncio.sleep(max(0.0, begun + 1 / per_s - time.monotonic()))
    return asked


async def collected(arrived: dict[str, int], expected: int) -> dict[str, int]:
    """When each job arrived; waits a while for those that are on their way."""
    deadline = time.monotonic() + ARRIVE_LIMIT_S
    while len(arrived) < expected and time.monotonic() < deadline:  # noqa: ASYNC110 # threads fill it
        await asyncio.sleep(0.1)
    return dict(arrived)


def listen_to(process: subprocess.Popen[str], arrived: dict[str, int]) -> None:
    """Notes when each job arrived first."""
    assert process.stdout
    for line in process.stdout:
        host, at = line.split()
        arrived.setdefault(host, int(at))


def told(found: dict[str, Any]) -> str:
    """The figures as lines."""
    return "\n".join(
        [
            f"{found['agents']} agents wait; all were there after {found['connect_s']:.1f} s "
            f"(this machine: {os.cpu_count()} cores, load {found['load']:.1f})",
            f"server: {found['server_mb_before']:.0f} MB alone, {found['server_mb_waiting']:.0f} MB with them: "
            f"{found['kb_per_connection']:.0f} KB a connection; {found['cpu_share_waiting']:.0%} of a core",
            f"from asking to arriving: median {found['median_ms']:.1f} ms, p99 {found['p99_ms']:.1f} ms, "
            f"worst {found['worst_ms']:.1f} ms; {found['lost']} of {found['dispatches']} lost",
        ]
    )


if __name__ == "__main__":
    main()
