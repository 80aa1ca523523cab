"""Many agents in one process: each holds a connection and polls on it; prints the host and moment of each job."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sys
import time
from pathlib import Path

from handlers.web_server import allow_connections

AT_ONCE = 100
"""Connections that are made at the same time."""


async def main(machines: list[tuple[str, str]], port: int) -> None:
    allow_connections()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    gate = asyncio.Semaphore(AT_ONCE)
    agents = [asyncio.create_task(agent(host_id, key, port, gate)) for host_id, key in machines]
    await stop.wait()
    for task in agents:
        task.cancel()


async def agent(host_id: str, key: str, port: int, gate: asyncio.Semaphore) -> None:
    """Polls for ever, and refuses every job: observing has nothing to do with waiting."""
    common = (
        f"Host: gateway\r\nSetupbot-Protocol: 1\r\nSetupbot-Agent: 1.0.0\r\n"
        f"Authorization: Bearer {host_id}.{key}\r\n"
    )
    poll = f"GET /agent/v1/jobs?session={random.randbytes(16).hex()} HTTP/1.1\r\n{common}\r\n".encode()
    failures = 0
    while True:
        try:
            async with gate:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(poll)
            while True:
                status, body, at = await answer(reader)
                if status == b"200":
                    print(host_id, at, flush=True)
                    writer.write(refusal(json.loads(body)["job"], common))
                    status, _, _ = await answer(reader)
                if status != b"204":
                    break
                failures = 0
                writer.write(poll)
        except (OSError, asyncio.IncompleteReadError):
            pass
        failures += 1
        await asyncio.sleep(random.uniform(1, min(60, 2**failures)))  # as the Agent does


async def answer(reader: asyncio.StreamReader) -> tuple[bytes, bytes, int]:
    """Status and body of the next answer, and when its head was there."""
    head = await reader.readuntil(b"\r\n\r\n")
    at = time.monotonic_ns()
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    return head.split(b" ", 2)[1], await reader.readexactly(int(length or 0)), at


def refusal(job: dict[str, str], common: str) -> bytes:
    body = json.dumps({"nonce": job["nonce"], "refused": "rate"})
    return (
        f"POST /agent/v1/jobs/{job['id']}/result HTTP/1.1\r\n{common}Content-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


if __name__ == "__main__":
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text()), int(sys.argv[2])))
