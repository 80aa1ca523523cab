"""Runs the learning process: one at a time, ended with whoever waits for it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec

import bot
from bot.live.learning import FaultLine, Learnt, Request, TrialRequest
from bot.teaching.model import Lesson

LIMIT_S = 600.0
"""Learning takes ten seconds; a machine may be busy."""


class LearningError(Exception):
    """The process ended without a result; it is worth trying again."""


class Learner(Protocol):
    """Learns elsewhere, while the bot goes on answering."""

    async def learn(
        self, lessons: Sequence[Lesson], *, last_good: str = "", trial: TrialRequest | None = None
    ) -> Learnt:
        """What came of it. Raises LearningError."""
        ...

    async def check(self) -> Sequence[FaultLine]:
        """What is wrong with the files, at once, whatever is being learnt. Raises LearningError."""
        ...


class ProcessLearner:
    """Implements Learner by ``python -m bot.live.learning``."""

    def __init__(self, folders: Sequence[Path], kept_in: Path) -> None:
        self._folders, self._kept_in = tuple(folders), kept_in
        self._turn = asyncio.Lock()

    async def learn(
        self, lessons: Sequence[Lesson], *, last_good: str = "", trial: TrialRequest | None = None
    ) -> Learnt:
        """What came of it. Raises LearningError."""
        request = self._request(lessons=tuple(lessons), last_good=last_good, trial=trial)
        async with self._turn:  # two at once would only take turns on the processor, with twice the memory
            return await self._run(request)

    async def check(self) -> Sequence[FaultLine]:
        """What is wrong with the files, at once, whatever is being learnt. Raises LearningError."""
        return (await self._run(self._request(is_check=True))).faults

    def _request(self, **more: Any) -> Request:
        return Request(folders=tuple(map(str, self._folders)), kept_in=str(self._kept_in), **more)

    async def _run(self, request: Request) -> Learnt:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "bot.live.learning",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            env=_environment(),
        )  # fmt: skip
        try:
            said, _ = await asyncio.wait_for(process.communicate(msgspec.json.encode(request)), LIMIT_S)
        except TimeoutError as fault:
            raise LearningError(f"not within {LIMIT_S:.0f} s") from fault
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if process.returncode:
            raise LearningError(f"ended with {process.returncode}")
        try:
            return msgspec.json.decode(said, type=Learnt)
        except msgspec.MsgspecError as fault:
            raise LearningError("said nothing that can be read") from fault


def _environment() -> dict[str, str]:
    """Ours, with our own code found wherever this process was started, and one thread for small matrices."""
    paths = [str(Path(bot.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(filter(None, paths))}
