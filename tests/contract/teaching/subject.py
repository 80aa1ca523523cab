"""The stores that the contract is held against, and what is proposed to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import text

from bot.storage.database import Database
from bot.storage.memory import MemoryStore
from bot.storage.sql_store import SqlStore
from bot.storage.store import Store
from bot.storage.teaching import SqlTeaching
from bot.storage.teaching_memory import MemoryTeaching
from bot.storage.worklist import SqlWorklist
from bot.storage.worklist_memory import MemoryWorklist
from bot.teaching.model import Lesson, Proposal, Trial
from bot.teaching.ports import Teaching
from bot.teaching.soundness import LessonFault
from bot.work.learning_jobs import trial_deferrer
from bot.work.queue import answer_deferrer
from bot.worklist.ports import Worklist

LINE = Lesson(kind="utterance", entry="docker-ps", line="which boxes run", language="en")
BASE = "lessons:0"


@dataclass(frozen=True)
class Subject:
    store: Store
    teaching: Teaching
    worklist: Worklist
    jobs: Callable[[str], Awaitable[list[str]]]
    """The arguments of the jobs that were queued by this name."""


def in_memory() -> Subject:
    store = MemoryStore()
    worklist = MemoryWorklist(store)
    teaching = MemoryTeaching(store, worklist)

    async def jobs(name: str) -> list[str]:
        return [str(one) for one in (teaching.queued if name == "try_lesson" else store.queued)]

    return Subject(store, teaching, worklist, jobs)


def in_sql(database: Database) -> Subject:
    async def jobs(name: str) -> list[str]:
        query = "SELECT args FROM procrastinate_jobs WHERE task_name = :name ORDER BY id"
        async with database.engine.begin() as connection:
            found = await connection.execute(text(query), {"name": name})
            return [next(iter(row.args.values())) for row in found]

    engine = database.engine
    teaching = SqlTeaching(engine, answer_deferrer(), trial_deferrer())
    return Subject(SqlStore(engine, answer_deferrer()), teaching, SqlWorklist(engine), jobs)


def name(lessons: Sequence[Lesson]) -> str:
    return f"lessons:{len(lessons)}"


def nothing_wrong(lessons: Sequence[Lesson]) -> Sequence[LessonFault]:
    return ()


def a_proposal(lesson: Lesson = LINE, settles: tuple[UUID, ...] = (), view_id: str | None = "V1") -> Proposal:
    return Proposal(
        id=uuid4(), team="T1", by="U1", language="ko", lesson=lesson, settles=settles, view_id=view_id
    )


async def ready(subject: Subject, proposal: Proposal | None = None, trial: Trial | None = None) -> UUID:
    proposal = await subject.teaching.propose(proposal or a_proposal())
    await subject.teaching.record_trial(proposal.id, name(await taught(subject)), trial or Trial(tried=3))
    return proposal.id


async def taught(subject: Subject) -> list[Lesson]:
    return [one.lesson for one in await subject.teaching.standing()]
