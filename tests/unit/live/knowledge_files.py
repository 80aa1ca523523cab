"""A small knowledge folder, a learner that learns in this process when it is let, and lessons in a list."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from bot.live.keeping import Keeper
from bot.live.learning import FaultLine, Learnt, Request, TrialRequest, do
from bot.matching.limits import Limits
from bot.teaching.model import Lesson, TaughtLesson
from tests.catalogue import NAMING_NO_ENTRY

ENTRY = """\
- id: {name}
  title: {{ko: {name} 제목, en: {name} title}}
  summary: {{ko: 가, en: a}}
  answer: {{ko: 가, en: a}}
  utterances: {{ko: [{name} 어떻게 해요], en: [how do I {name}]}}
  sources: [{{title: a, seen: 2026-11-22}}]
  reviewed: 2026-11-22
"""


def made_folder(place: Path) -> Path:
    here = place / "knowledge"
    (here / "entries").mkdir(parents=True)
    (here / "platforms.yaml").write_text(NAMING_NO_ENTRY, encoding="utf-8")
    (here / "vocabulary.yaml").write_text("- {id: stop, ko: [정지], en: [stop]}\n", encoding="utf-8")
    (here / "off_topic.yaml").write_text("lunch: {ko: [점심 뭐 먹지], en: [what is for lunch]}\n")
    write(here, "restart", "stop")
    return here


def write(folder: Path, *names: str, more: str = "") -> None:
    text = "".join(ENTRY.format(name=name) for name in names) + more
    (folder / "entries" / "web.yaml").write_text(text, encoding="utf-8")


class HereLearner:
    """Learns in a thread of this process, once ``let`` is set; ``held`` tells that it was asked."""

    def __init__(self, folder: Path, kept_in: Path) -> None:
        self.folder, self.kept_in = folder, kept_in
        self.let, self.held = asyncio.Event(), asyncio.Event()
        self.let.set()
        self.asked = 0

    async def learn(
        self, lessons: Sequence[Lesson], *, last_good: str = "", trial: TrialRequest | None = None
    ) -> Learnt:
        self.asked += 1
        self.held.set()
        await self.let.wait()
        return await self._do(lessons=tuple(lessons), last_good=last_good, trial=trial)

    async def check(self) -> Sequence[FaultLine]:
        return (await self._do(is_check=True)).faults

    async def _do(self, **more: Any) -> Learnt:
        return await asyncio.to_thread(
            do, Request(folders=(str(self.folder),), kept_in=str(self.kept_in), **more)
        )


class ListedLessons:
    def __init__(self) -> None:
        self.kept: list[TaughtLesson] = []

    async def standing(self) -> Sequence[TaughtLesson]:
        return list(self.kept)

    async def put_aside(self, ids: Collection[UUID]) -> None:
        self.kept = [one for one in self.kept if one.id not in ids]

    def teach(self, lesson: Lesson) -> None:
        now = datetime.now(UTC)
        self.kept.append(TaughtLesson(id=uuid4(), team="T1", lesson=lesson, taught_by="U1", taught_at=now))


def made_keeper(place: Path, folder: Path | None = None) -> tuple[Keeper, HereLearner, ListedLessons, Path]:
    folder = folder or made_folder(place)
    learner, lessons = HereLearner(folder, place / "kept"), ListedLessons()
    keeper = Keeper(
        folders=[folder],
        kept_in=place / "kept",
        learner=learner,
        lessons=lessons,
        limits=Limits(),
        poll_s=0.01,
    )
    return keeper, learner, lessons, folder


def line(text: str, entry: str = "restart") -> Lesson:
    language = "ko" if any("가" <= sign <= "힣" for sign in text) else "en"
    if not entry:
        return Lesson(kind="off_topic", line=text, language=language)
    return Lesson(kind="utterance", entry=entry, line=text, language=language)
