"""Whether a lesson is sound: the checks of ``kb check``, and those that a single lesson needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.knowledge.base import Knowledge
from bot.knowledge.faults import Fault
from bot.knowledge.model import Entry
from bot.knowledge.soundness import faults_of_entry
from bot.knowledge.source import Placed, Sources
from bot.matching.words import words_of
from bot.teaching.model import Lesson
from bot.teaching.overlay import key_of
from bot.text.normalise import normalise


@dataclass(frozen=True, slots=True)
class LessonFault:
    """One fault: the ``field`` it is about, a ``code`` to be put into words, and what it is about.

    ``unsound`` carries the words of ``kb check`` itself.
    """

    field: str
    code: str
    about: str = ""


def faults_of(lesson: Lesson, knowledge: Knowledge) -> list[LessonFault]:
    """What stands in the way of teaching it to this knowledge; empty when nothing does."""
    if lesson.draft is not None:
        return _faults_of_draft(lesson.draft, knowledge)
    return _faults_of_line(lesson, knowledge)


def faults_of_lesson(lesson: Lesson, knowledge: Knowledge) -> list[str]:
    """The same as lines of text, ``code:about``, which can be kept and put into words later."""
    return [f"{one.code}:{one.about}" for one in faults_of(lesson, knowledge)]


def owner_of(line: str, knowledge: Knowledge) -> str | None:
    """The Entry of which the line is an utterance, as ``kb check`` compares them."""
    key = key_of(line)
    for entry in knowledge.entries.values():
        if any(key_of(known) == key for _, known in entry.utterances):
            return entry.id
    return None


def _faults_of_line(lesson: Lesson, knowledge: Knowledge) -> list[LessonFault]:
    if not words_of(normalise(lesson.line).lower()):
        return [LessonFault("line", "no_words")]
    if lesson.kind == "utterance" and lesson.entry not in knowledge.entries:
        return [LessonFault("entry", "entry_gone", lesson.entry)]
    key = key_of(lesson.line)
    if any(key_of(line) == key for theme in knowledge.off_topic.values() for line in theme):
        return [LessonFault("line", "held" if lesson.kind == "off_topic" else "is_off_topic")]
    owner = owner_of(lesson.line, knowledge)
    if owner is None:
        return []
    return [LessonFault("line", "held" if owner == lesson.entry else "is_utterance", owner)]


def _faults_of_draft(entry: Entry, knowledge: Knowledge) -> list[LessonFault]:
    found: list[LessonFault] = []
    if entry.id in knowledge.entries:
        found.append(LessonFault("id", "id_taken", entry.id))
    for language, line in entry.utterances:
        field = f"utterances_{language}"
        if not words_of(normalise(line).lower()):
            found.append(LessonFault(field, "no_words", line))
        elif owner := owner_of(line, knowledge):
            found.append(LessonFault(field, "is_utterance", owner))
        elif _is_off_topic(line, knowledge):
            found.append(LessonFault(field, "is_off_topic", line))
    unwritten: Any = _Unwritten()
    placed = Placed(entry, unwritten, 0)
    sources = _sources(knowledge)
    sources.entries[entry.id] = placed
    return [*found, *(_named(*one) for one in unwritten.told(faults_of_entry(sources, placed, entry)))]


def _is_off_topic(line: str, knowledge: Knowledge) -> bool:
    key = key_of(line)
    return any(key_of(known) == key for theme in knowledge.off_topic.values() for known in theme)


def _named(path: tuple[str | int, ...], what: str) -> LessonFault:
    match path:
        case ("id", *_):
            return LessonFault("id", "id_form", what)
        case ("steps", *_) if what.startswith("unsafe to paste: "):
            return LessonFault("commands", "command", what.removeprefix("unsafe to paste: "))
        case ("steps", *_):
            return LessonFault("commands", "unsound", what)
        case (("title" | "summary" | "utterances") as key, str() as language, *_):
            return LessonFault(f"{key}_{language}", "empty", what)
        case _:
            return LessonFault("id", "unsound", what)


class _Unwritten:
    """In place of a file, for what stands in none: it keeps the key path of every fault."""

    def __init__(self) -> None:
        self.path = Path()
        self._told: list[tuple[tuple[str | int, ...], str]] = []

    def fault(self, path: tuple[str | int, ...], what: str) -> Fault:
        self._told.append((path[1:], what))
        return Fault(self.path, 0, what)

    def told(self, faults: Any) -> Collection[tuple[tuple[str | int, ...], str]]:
        for _ in faults:
            pass
        return self._told


def _sources(knowledge: Knowledge) -> Sources:
    """The checked knowledge in the shape that the checks of files take."""
    file: Any = _Unwritten()
    file.value = knowledge.catalogue
    sources = Sources(catalogue=file)
    for table, values in (
        (sources.entries, knowledge.entries),
        (sources.recipes, knowledge.recipes),
        (sources.checks, knowledge.checks),
    ):
        table.update({name: Placed(value, file, 0) for name, value in values.items()})
    return sources
