"""A worker process that tries lessons; with ``hold`` it stops in the middle of the first and waits to be killed.

Run as ``python -m tests.integration.teaching_process JSON``; it ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.live.keeping import Keeper
from bot.live.learning import Learnt, TrialRequest
from bot.matching.limits import Limits
from bot.storage.database import Database
from bot.storage.sql_store import SqlStore
from bot.storage.teaching import SqlTeaching
from bot.storage.worklist import SqlWorklist
from bot.teaching.model import Lesson
from bot.teaching.trying import Trials
from bot.work.delivery import Delivery
from bot.work.learning_jobs import learning_jobs, trial_deferrer
from bot.work.queue import answer_deferrer
from bot.work.worker import Worker
from tests.integration.work_process import QUICK, LoopbackPoster
from tests.unit.live.knowledge_files import HereLearner


class HoldingLearner(HereLearner):
    """Says that it was asked to try, and never ends."""

    async def learn(
        self, lessons: Sequence[Lesson], *, last_good: str = "", trial: TrialRequest | None = None
    ) -> Learnt:
        if trial is not None:
            sys.stdout.write("trying\n")
            sys.stdout.flush()
            await asyncio.Event().wait()
        return await super().learn(lessons, last_good=last_good, trial=trial)


class NoViews:
    """Every modal is closed."""

    async def update(self, team: str, view_id: str, view: Any) -> None:
        raise AssertionError("no modal waits")


class NoDigests:
    async def send(self, now: datetime) -> int:
        return 0


async def run(url: str, folder: str, place: str, port: int, hold: bool) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin, stop.set)
    learner = (HoldingLearner if hold else HereLearner)(Path(folder), Path(place) / "kept")
    async with Database(home=Path(place), url=url) as database:
        store = SqlStore(database.engine, answer_deferrer())
        kept = SqlTeaching(database.engine, answer_deferrer(), trial_deferrer())
        keeper = Keeper(
            folders=[Path(folder)],
            kept_in=Path(place) / "kept",
            learner=learner,
            lessons=kept,
            limits=Limits(),
        )
        await keeper.open()
        trials = Trials(
            kept=kept,
            worklist=SqlWorklist(database.engine),
            keeper=keeper,
            views=NoViews(),
            render=lambda one: {},
        )
        slack = LoopbackPoster(port)
        delivery = Delivery(
            store=store, poster_of=lambda team: slack, answer=slack.answer, gap_s=0.05, settle_s=0.05
        )
        jobs = learning_jobs(trials, NoDigests(), lambda: datetime.now(UTC))
        worker = Worker(database=database, delivery=delivery, upkeep=store, pace=QUICK, more=[jobs])
        running = asyncio.create_task(worker.run(stop))
        await worker.ready.wait()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await running


if __name__ == "__main__":
    asyncio.run(run(**json.loads(sys.argv[1])))
