"""A worker process for tests, and the loopback Slack that it posts to.

The Slack lives in the test and records what stands in it. It can hold its answers back, so that a
test kills the worker exactly between a post and its record; limit, fail and refuse. Run as
``python -m tests.integration.work_process JSON`` it is a worker that ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from bot.storage.database import Database
from bot.storage.model import Outcome, QuestionRow, ThreadState
from bot.storage.sql_store import SqlStore
from bot.work.delivery import Delivery
from bot.work.ports import Block, Passing, Posted, RateLimited, Refused, RenderedReply
from bot.work.queue import answer_deferrer
from bot.work.worker import Pace, Retention, Worker

QUICK = Pace(poll_s=0.5, heartbeat_s=0.2, stalled_s=1.0, drain_s=5.0, restart_s=0.2)
GAP_S = 0.05


@dataclass
class LoopbackSlack:
    """What stands in Slack, and how it will behave; ``calls`` counts what was asked of it."""

    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    whispers: list[str] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    posted_at: list[float] = field(default_factory=list)
    faults: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    port: int = 0
    _released: asyncio.Event = field(default_factory=asyncio.Event)
    _held: frozenset[str] = frozenset()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Self]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=2**20)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            self.release()
            server.close()

    def hold(self, *methods: str) -> None:
        """Does what is asked by ``methods``, but does not answer until ``release``."""
        self._held = frozenset(methods)
        self._released.clear()

    def release(self) -> None:
        self._held = frozenset()
        self._released.set()

    def fail(self, method: str, times: int = 1, **fault: Any) -> None:
        """The next calls of ``method`` do nothing and get ``fault`` (limited, passing or refused)."""
        self.faults.setdefault(method, []).extend([fault] * times)

    def texts(self, channel: str | None = None) -> list[str]:
        """The texts that stand, in order of posting."""
        return [said["text"] for said in self.messages.values() if channel in (None, said["channel"])]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = json.loads(await reader.readline())
            method = request.pop("method")
            self.calls[method] += 1
            planned = self.faults.get(method)
            answer = planned.pop(0) if planned else getattr(self, f"_do_{method}")(**request)
            if method in self._held:
                await self._released.wait()
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()
        except (ConnectionError, ValueError):
            pass  # the worker was killed
        finally:
            writer.close()

    def _do_answer(self, text: str) -> dict[str, Any]:
        return {"text": f"answer to {text}"}

    def _do_post(self, channel: str, thread: str | None, text: str, metadata: Any) -> dict[str, Any]:
        ts = f"{len(self.messages) + 1}.{self.calls['post']:06}"
        self.messages[ts] = {"channel": channel, "thread": thread, "text": text, "metadata": metadata}
        self.posted_at.append(asyncio.get_running_loop().time())
        return {"ts": ts}

    def _do_update(self, channel: str, ts: str, text: str) -> dict[str, Any]:
        if ts not in self.messages:
            return {"refused": "message_not_found"}
        self.messages[ts]["text"] = text
        return {}

    def _do_delete(self, channel: str, ts: str) -> dict[str, Any]:
        return {} if self.messages.pop(ts, None) else {"refused": "message_not_found"}

    def _do_find(self, channel: str, thread: str | None, reply: str) -> dict[str, Any]:
        for ts, said in self.messages.items():
            if said["channel"] == channel and said["metadata"]["event_payload"]["reply"] == reply:
                return {"ts": ts}
        return {"ts": None}

    def _do_respond(self, url: str, text: str) -> dict[str, Any]:
        self.whispers.append(text)
        return {}


class LoopbackPoster:
    """SlackPoster, and AnswerQuestion, of a LoopbackSlack."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def _call(self, method: str, **request: Any) -> Any:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            try:
                writer.write(json.dumps({"method": method, **request}).encode() + b"\n")
                answer = json.loads(await reader.readline())
            finally:
                writer.close()
        except (OSError, ValueError) as fault:
            raise Passing("the loopback Slack is away") from fault
        if "limited" in answer:
            raise RateLimited(answer["limited"])
        if "passing" in answer:
            raise Passing(answer["passing"])
        if "refused" in answer:
            raise Refused(answer["refused"])
        return answer

    async def answer(self, question: QuestionRow) -> RenderedReply | None:
        text = (await self._call("answer", text=question.text))["text"]
        if text == "answer to silence":
            return None
        return RenderedReply(
            text=text,
            blocks=(),
            outcome=Outcome(kind="answer", entry="docker-ps", score=0.9),
            private=question.response_url is not None,
            keep=ThreadState(entry="docker-ps"),
        )

    async def post(
        self,
        channel: str,
        thread_ts: str | None,
        text: str,
        blocks: Sequence[Block],
        metadata: Mapping[str, Any],
    ) -> Posted:
        done = await self._call("post", channel=channel, thread=thread_ts, text=text, metadata=metadata)
        return Posted(channel=channel, ts=str(done["ts"]))

    async def update(self, channel: str, ts: str, text: str, blocks: Sequence[Block]) -> None:
        await self._call("update", channel=channel, ts=ts, text=text)

    async def delete(self, channel: str, ts: str) -> None:
        await self._call("delete", channel=channel, ts=ts)

    async def find_posted(self, channel: str, thread_ts: str | None, reply_id: str) -> str | None:
        found = await self._call("find", channel=channel, thread=thread_ts, reply=reply_id)
        return None if found["ts"] is None else str(found["ts"])

    async def respond(
        self, response_url: str, text: str, blocks: Sequence[Block], *, replaces: bool = False
    ) -> None:
        await self._call("respond", url=response_url, text=text)

    async def point(self, channel: str, thread_ts: str | None, user: str, text: str) -> None:
        """Nothing here is said elsewhere."""


def make_worker(database: Database, port: int, gap_s: float = GAP_S, pace: Pace = QUICK) -> Worker:
    """A worker of this process on that Slack."""
    store = SqlStore(database.engine, answer_deferrer())
    slack = LoopbackPoster(port)
    delivery = Delivery(
        store=store, poster_of=lambda team: slack, answer=slack.answer, gap_s=gap_s, settle_s=0.05
    )
    retention = Retention(claims=timedelta(days=1), questions=timedelta(days=2))
    return Worker(database=database, delivery=delivery, upkeep=store, retention=retention, pace=pace)


async def _main(url: str | None, home: str, port: int) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin, stop.set)  # readable at its end only: nobody writes
    async with Database(home=Path(home), url=url) as database:
        worker = make_worker(database, port)
        running = asyncio.create_task(worker.run(stop))
        await worker.ready.wait()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await running


if __name__ == "__main__":
    asyncio.run(_main(**json.loads(sys.argv[1])))
