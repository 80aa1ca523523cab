"""Keeps the standing Edition what the files and the lessons say, while the bot answers.

What was taught is answered word for word at once; learning what is like it, or an edited file, happens in
another process and then takes the Edition's place. Broken files change nothing: the last good ones stand.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Protocol
from uuid import UUID

import structlog

from bot.compiled import compiled_path, read_compiled
from bot.kept_files import read_kept
from bot.knowledge.base import Knowledge
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.folders import digest_of
from bot.known import known_path
from bot.live.edition import Standing, make_edition
from bot.live.learner import Learner, LearningError
from bot.live.learning import FaultLine, Learnt, good_path, name_of
from bot.live.watching import fingerprint
from bot.matching.limits import Limits
from bot.matching.trained import Trained
from bot.storage.faults import StorageError
from bot.teaching.model import Lesson, TaughtLesson
from bot.teaching.overlay import overlay

POLL_S = 1.0
"""A file counts as written once it looks the same twice in a row."""

AGAIN_S = 10.0
_log = structlog.get_logger(__name__)


class Lessons(Protocol):
    """Where lessons are kept."""

    async def standing(self) -> Sequence[TaughtLesson]:
        """All that were taught, not taken back and not in the files; the oldest first."""
        ...

    async def put_aside(self, ids: Collection[UUID]) -> None:
        """The files say it now: it need not be kept twice."""
        ...


class NoLessons:
    """Where nothing is taught."""

    async def standing(self) -> Sequence[TaughtLesson]:
        """None."""
        return ()

    async def put_aside(self, ids: Collection[UUID]) -> None:
        """There are none."""


class Keeper:
    """Begin with ``open``; ``run`` keeps the Edition fresh; ``refresh`` after something was taught."""

    def __init__(
        self,
        *,
        folders: Sequence[Path],
        kept_in: Path,
        learner: Learner,
        lessons: Lessons,
        limits: Limits,
        poll_s: float = POLL_S,
    ) -> None:
        self._folders, self._kept_in = tuple(folders), kept_in
        self.learner, self._lessons, self._limits, self._poll_s = learner, lessons, limits, poll_s
        self._base: Knowledge  # the files alone
        self._known = ""
        self._taught: tuple[Lesson, ...] = ()
        self._swapping = asyncio.Lock()
        self._stale = asyncio.Event()
        self.standing: Standing

    @property
    def name(self) -> str:
        """Names the files and lessons that stand, learnt or not."""
        return name_of(self._base, self._taught)

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """What is laid over the files."""
        return self._taught

    @property
    def base(self) -> Knowledge:
        """The knowledge of the files alone."""
        return self._base

    @property
    def last_good(self) -> str:
        """Where the knowledge of the files is kept that stands."""
        return self._known

    async def open(self) -> Standing:
        """The first Edition; learnt first if it never was.

        Raises:
            KnowledgeError: the files are broken, and never were sound on this machine.
        """
        seen = await asyncio.to_thread(fingerprint, self._folders)
        self._seen = seen
        found = await asyncio.to_thread(self._kept)
        learnt = Learnt()
        if found is None:
            _log.info("learning_knowledge", takes="half a minute on a slow machine; only after a change")
            learnt = await self.learner.learn((), last_good=str(good_path(self._folders, self._kept_in)))
            found = await asyncio.to_thread(self._read, learnt)
            if found is None:
                raise KnowledgeError(_faults(learnt.faults) or [Fault(self._kept_in, 1, "cannot be written")])
        self._base, trained = found
        self.standing = Standing(make_edition(self._base.digest, self._base, trained, self._limits))
        self._blame(learnt.faults)
        await self.refresh()
        return self.standing

    async def refresh(self) -> None:
        """Takes the lessons as they are kept: at once word for word, and learns them."""
        async with self._swapping:
            kept = await self._lessons.standing()
            taught = tuple(one.lesson for one in kept)
            if taught != self._taught:
                self._taught = taught
                trained = self.standing.now().matcher.trained
                await self._swap(trained, is_learnt=False)
                self._stale.set()
            laid = await asyncio.to_thread(overlay, self._base, taught)
            held = {id(lesson) for lesson in laid.held}
        if held:
            await self._lessons.put_aside([one.id for one in kept if id(one.lesson) in held])

    async def run(self, stop: asyncio.Event) -> None:
        """Until ``stop``: watches the files, and learns whenever something changed."""
        works = [asyncio.create_task(self._watch()), asyncio.create_task(self._learn_forever())]
        ended = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({*works, ended}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (*works, ended):
                task.cancel()
            await asyncio.gather(*works, ended, return_exceptions=True)
        for task in works:
            if not task.cancelled() and (fault := task.exception()):
                raise fault

    async def _watch(self) -> None:
        before = self._seen
        while True:
            await asyncio.sleep(self._poll_s)
            now = await asyncio.to_thread(fingerprint, self._folders)
            if now != self._seen and now == before:
                self._seen = now
                await self._check()
                self._stale.set()
            before = now

    async def _check(self) -> None:
        """Tells what is broken before anything is learnt, which may have to wait for its turn."""
        try:
            if faults := await self.learner.check():
                self._blame(faults)
        except LearningError as fault:
            _log.warning("checking_failed", fault=str(fault))

    async def _learn_forever(self) -> None:
        while True:
            await self._stale.wait()
            self._stale.clear()
            try:
                await self.learn()
            except (LearningError, StorageError) as fault:
                _log.warning("learning_failed", fault=str(fault) or type(fault).__name__)
                await asyncio.sleep(AGAIN_S)
                self._stale.set()

    async def learn(self) -> None:
        """Learns the files and lessons as they are, and lets that stand."""
        taught, seen = self._taught, self._seen
        learnt = await self.learner.learn(taught, last_good=self._known)
        found = await asyncio.to_thread(self._read, learnt)
        changed = False
        if found is not None:
            async with self._swapping:
                base, trained = found
                changed = base.digest != self._base.digest
                self._base, self._known = base, learnt.known
                await self._swap(trained, is_learnt=taught == self._taught)
                _log.info("knowledge_learnt", knowledge=self.name[:12], lessons=len(self._taught))
        if seen == self._seen:  # else they were written anew, and ``_check`` knows better
            self._blame(learnt.faults)
        if taught != self._taught:
            self._stale.set()
        if changed:
            await self.refresh()

    async def _swap(self, trained: Trained, *, is_learnt: bool) -> None:
        edition = await asyncio.to_thread(
            lambda: make_edition(
                self.name,
                overlay(self._base, self._taught).knowledge,
                trained,
                self._limits,
                is_learnt=is_learnt,
            )
        )
        self.standing.swap(edition)

    def _kept(self) -> tuple[Knowledge, Trained] | None:
        """What a kept file has for just these folders."""
        digest = digest_of(self._folders)
        known = known_path(self._kept_in, digest)
        base = read_kept(known, Knowledge)
        compiled = read_compiled(compiled_path(self._kept_in, digest))
        if base is None or compiled is None:
            return None
        self._known = str(known)
        return base, compiled[1]

    def _read(self, learnt: Learnt) -> tuple[Knowledge, Trained] | None:
        base = read_kept(Path(learnt.known), Knowledge) if learnt.known else None
        compiled = read_compiled(Path(learnt.compiled)) if learnt.compiled else None
        if base is None or compiled is None:
            return None
        self._known = learnt.known
        return base, compiled[1]

    def _blame(self, lines: Sequence[FaultLine]) -> None:
        faults = _faults(lines)
        if list(self.standing.faults()) == faults:
            return
        self.standing.blame(faults)
        if faults:
            _log.error("knowledge_broken", faults=[str(fault) for fault in faults[:20]], count=len(faults))
        else:
            _log.info("knowledge_mended")


def _faults(lines: Sequence[FaultLine]) -> list[Fault]:
    return sorted(Fault(Path(line.path), line.line, line.what) for line in lines)
