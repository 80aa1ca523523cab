"""Learns in a process of its own, so that answering never waits: ``python -m bot.live.learning``.

A request comes in on standard input and what came of it goes out on standard output, both as JSON. What was
learnt is kept as a file, which whoever asked then reads.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import msgspec

from bot.compiled import compiled_path, learn, read_compiled
from bot.errors import BotError
from bot.evaluation import LabelledQuestion, read_questions
from bot.kept_files import keep, read_kept
from bot.knowledge.base import Knowledge
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.source import read_sources
from bot.known import checked_knowledge, known_path
from bot.matching.limits import Limits
from bot.matching.matcher import Matcher
from bot.matching.trained import Trained
from bot.matching.vocabulary import Vocabulary
from bot.teaching.comparing import compare, opened
from bot.teaching.model import Lesson, Trial
from bot.teaching.overlay import digest_of_lessons, overlay
from bot.teaching.soundness import faults_of_lesson

NICENESS = 10
"""Answering goes first."""


class TrialRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A lesson to be tried: on files of labelled questions, on what was ``asked``, on what is ``open``."""

    lesson: Lesson
    development: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What to learn: the folders with the lessons over them, and perhaps one more lesson to be tried.

    ``last_good`` is the kept knowledge to learn from where the folders are broken. ``is_check`` asks for
    the faults alone, which takes a second.
    """

    folders: tuple[str, ...]
    kept_in: str
    lessons: tuple[Lesson, ...] = ()
    last_good: str = ""
    trial: TrialRequest | None = None
    is_check: bool = False


class FaultLine(msgspec.Struct, frozen=True):
    """A fault of a file."""

    path: str
    line: int
    what: str


class Learnt(msgspec.Struct, frozen=True, kw_only=True):
    """Where the checked knowledge of the files and what was learnt are kept; empty where there is nothing.

    ``faults`` are those of the files; what was learnt is then the last good knowledge with the lessons.
    """

    name: str = ""
    known: str = ""
    compiled: str = ""
    faults: tuple[FaultLine, ...] = ()
    trial: Trial | None = None


def name_of(knowledge: Knowledge, lessons: Iterable[Lesson]) -> str:
    """Names the knowledge of the files with these lessons over it."""
    laid = digest_of_lessons(lessons)
    return f"{knowledge.digest}+{laid}" if laid else knowledge.digest


def do(request: Request) -> Learnt:
    """Learns, and tries."""
    folders, kept_in = [Path(folder) for folder in request.folders], Path(request.kept_in)
    faults: tuple[FaultLine, ...] = ()
    try:
        base = checked_knowledge(folders, kept_in)
        known = known_path(kept_in, base.digest)
        with contextlib.suppress(OSError):
            keep(good_path(folders, kept_in), base)
    except KnowledgeError as error:
        # What a file that cannot be read had in it is missed by the others; that is no news.
        told = read_sources(folders).faults or error.faults
        faults = tuple(FaultLine(str(fault.path), fault.line, fault.what) for fault in sorted(told))
        known = Path(request.last_good)
        last = read_kept(known, Knowledge) if request.last_good else None
        if last is None:
            return Learnt(faults=faults)
        base = last
    if request.is_check:
        return Learnt(known=str(known), faults=faults)
    name, path, knowledge, trained = _learnt(base, request.lessons, kept_in)
    return Learnt(
        name=name,
        known=str(known),
        compiled=str(path),
        faults=faults,
        trial=_try(request.trial, base, request.lessons, knowledge, trained, kept_in)
        if request.trial
        else None,
    )


def good_path(folders: Iterable[Path], kept_in: Path) -> Path:
    """Where the last sound knowledge of these folders is kept, for a start while they are broken."""
    names = "\0".join(str(folder) for folder in folders)
    return kept_in / f"{hashlib.sha256(names.encode()).hexdigest()[:24]}.good"


def _learnt(
    base: Knowledge, lessons: tuple[Lesson, ...], kept_in: Path
) -> tuple[str, Path, Knowledge, Trained]:
    name = name_of(base, lessons)
    path = compiled_path(kept_in, name)
    tried = path.with_suffix(".tried")
    if found := read_compiled(path):
        return name, path, *found
    if found := read_compiled(tried):
        return name, tried, *found
    knowledge = overlay(base, lessons).knowledge
    return name, path, knowledge, learn(knowledge, kept_in, path)


def _try(
    trial: TrialRequest,
    base: Knowledge,
    lessons: tuple[Lesson, ...],
    knowledge: Knowledge,
    trained: Trained,
    kept_in: Path,
) -> Trial:
    if faults := faults_of_lesson(trial.lesson, knowledge):
        return Trial(faults=tuple(faults))
    after = overlay(base, (*lessons, trial.lesson)).knowledge
    # Kept as a file of another kind, so that trials do not push what is answered with off the disk.
    path = compiled_path(kept_in, name_of(base, (*lessons, trial.lesson))).with_suffix(".tried")
    found = read_compiled(path)
    learnt = found[1] if found else learn(after, kept_in, path)
    old, new = _matcher(knowledge, trained), _matcher(after, learnt)
    compared = compare(
        old,
        new,
        development=[row.q for file in trial.development for row in _questions(Path(file))],
        utterances=[line for entry in after.entries.values() for _, line in entry.utterances],
        asked=trial.asked,
    )
    return replace(compared, opens=opened(old, new, trial.open))


def _matcher(knowledge: Knowledge, trained: Trained) -> Matcher:
    return Matcher(knowledge, Vocabulary(knowledge.concepts), trained, Limits())


def _questions(file: Path) -> list[LabelledQuestion]:
    try:
        return read_questions(file)
    except BotError:
        return []  # labelled questions are there in a checkout only


def main() -> None:
    """Does what standard input asks; who asked ends it, and is not there to listen any more after Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    try:
        request = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    except msgspec.MsgspecError:
        sys.exit("The request ends early: whoever asked is gone.")
    said = msgspec.json.encode(do(request))
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.buffer.write(said)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
