"""Teaching on a real database: two replicas hear of a lesson, and a trial outlives the process that began it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from bot.answering.model import Answer, Question
from bot.compiled import read_compiled
from bot.live.keeping import Keeper
from bot.live.learner import ProcessLearner
from bot.live.learning import Request
from bot.live.listening import LessonListener
from bot.matching.limits import Limits
from bot.storage.database import Database
from bot.storage.teaching import SqlTeaching
from bot.teaching.model import Proposal, Trial
from bot.teaching.overlay import digest_of_lessons
from bot.work.learning_jobs import trial_deferrer
from bot.work.queue import answer_deferrer
from tests.contract.teaching.subject import a_proposal, nothing_wrong
from tests.database import ROOT, until
from tests.integration.work_process import LoopbackSlack
from tests.unit.live.knowledge_files import HereLearner, line, made_folder

NEW = "gizmo sleeps, wake it"


def teaching_on(database: Database) -> SqlTeaching:
    return SqlTeaching(database.engine, answer_deferrer(), trial_deferrer())


@asynccontextmanager
async def replica(url: str, folder: Path, place: Path) -> AsyncIterator[Keeper]:
    """A process's use of the knowledge: its own connections, its own Edition, its own ears."""
    async with Database(home=place, url=url) as database:
        kept = teaching_on(database)
        learner = HereLearner(folder, place / "kept")
        keeper = Keeper(
            folders=[folder], kept_in=place / "kept", learner=learner, lessons=kept, limits=Limits()
        )
        await keeper.open()
        listener = LessonListener(database, keeper, catch_up_s=60)
        stop = asyncio.Event()
        works = [asyncio.create_task(part.run(stop)) for part in (keeper, listener)]
        await listener.ready.wait()
        try:
            yield keeper
        finally:
            stop.set()
            await asyncio.gather(*works)


def answers(keeper: Keeper, text: str) -> bool:
    return isinstance(keeper.standing.now().answerer.reply(Question(text=text)), Answer)


async def test_two_replicas_answer_what_was_taught_and_forget_what_was_taken_back(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    folder, teaching = made_folder(tmp_path), teaching_on(database)
    async with (
        replica(database_url, folder, tmp_path / "a") as one,
        replica(database_url, folder, tmp_path / "b") as other,
    ):
        proposal = await teaching.propose(a_proposal(line(NEW)))
        await teaching.record_trial(proposal.id, "", Trial(tried=1))
        done = await teaching.teach(proposal.id, digest_of_lessons, nothing_wrong)
        assert isinstance(done, Proposal)
        assert done.state == "taught"
        await until(lambda: answers(one, NEW) and answers(other, NEW))
        await until(lambda: one.standing.now().is_learnt and other.standing.now().is_learnt)
        await teaching.undo(proposal.id, "U1")
        await until(lambda: not one.lessons and not other.lessons)
        await until(lambda: one.standing.now().matcher.said(NEW) is None)


@asynccontextmanager
async def worker_process(
    url: str, folder: Path, place: Path, port: int, *, hold: bool
) -> AsyncIterator[asyncio.subprocess.Process]:
    setup = {"url": url, "folder": str(folder), "place": str(place), "port": port, "hold": hold}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.integration.teaching_process", json.dumps(setup),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    try:
        await said(process, b"ready\n")
        yield process
    finally:
        process.stdin.close()
        await asyncio.wait_for(process.communicate(), 30)


async def said(process: asyncio.subprocess.Process, wanted: bytes) -> None:
    assert process.stdout
    async with asyncio.timeout(60):
        while (told := await process.stdout.readline()) != wanted:
            assert told, "the process ended before it said so"


async def test_a_trial_that_was_killed_in_the_middle_is_taken_over_and_told_once(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    folder, teaching = made_folder(tmp_path), teaching_on(database)
    async with LoopbackSlack().serving() as slack:
        async with worker_process(database_url, folder, tmp_path, slack.port, hold=True) as first:
            proposal = await teaching.propose(a_proposal(line(NEW), view_id=None))
            await said(first, b"trying\n")
            first.send_signal(signal.SIGKILL)
            await first.wait()
        async with worker_process(database_url, folder, tmp_path, slack.port, hold=False):

            async def is_ready() -> bool:
                kept = await teaching.proposal(proposal.id)
                return kept is not None and kept.state == "ready" and bool(slack.messages)

            await until(is_ready, limit_s=40)
    assert slack.texts() == [f"answer to teaching:{proposal.id}"]


async def test_learning_happens_in_another_process(tmp_path: Path) -> None:
    folder = made_folder(tmp_path)
    learnt = await ProcessLearner([folder], tmp_path / "kept").learn([line(NEW)])
    assert read_compiled(Path(learnt.compiled)) is not None
    assert learnt.known
    (folder / "entries" / "web.yaml").write_text("- id: [\n")
    broken = await ProcessLearner([folder], tmp_path / "kept").learn([], last_good=learnt.known)
    assert [(fault.line, Path(fault.path).name) for fault in broken.faults] == [(2, "web.yaml")]
    assert broken.compiled


async def test_learning_for_somebody_who_is_gone_ends_without_a_word(tmp_path: Path) -> None:
    request = Request(folders=(str(made_folder(tmp_path)),), kept_in=str(tmp_path / "kept"), is_check=True)
    reads, writes = os.pipe()
    os.close(reads)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "bot.live.learning",
        stdin=asyncio.subprocess.PIPE, stdout=writes, stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    os.close(writes)
    _, complaint = await process.communicate(msgspec.json.encode(request))
    assert (process.returncode, complaint) == (0, b"")
