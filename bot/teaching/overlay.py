"""The knowledge of the files with what was taught laid over it. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import msgspec

from bot.knowledge.base import Knowledge
from bot.knowledge.model import Entry, OffTopic, Utterances
from bot.teaching.model import TAUGHT_THEME, Lesson
from bot.text.normalise import normalise


@dataclass(frozen=True, slots=True)
class Overlaid:
    """``knowledge`` with every lesson that it can take.

    Of the others, ``held`` say what the files say already, and ``lost`` are about an Entry that is gone or
    that something else took the place of.
    """

    knowledge: Knowledge
    held: tuple[Lesson, ...] = ()
    lost: tuple[Lesson, ...] = ()


def overlay(knowledge: Knowledge, lessons: Iterable[Lesson]) -> Overlaid:
    """Lays the lessons over the knowledge, drafted Entries first; the files win wherever both say something."""
    laid = _Laid(knowledge)
    held: list[Lesson] = []
    lost: list[Lesson] = []
    for lesson in sorted(lessons, key=lambda one: one.kind != "entry"):
        verdict = laid.add(lesson)
        if verdict == "held":
            held.append(lesson)
        elif verdict == "lost":
            lost.append(lesson)
    return Overlaid(laid.knowledge(), tuple(held), tuple(lost))


def digest_of_lessons(lessons: Iterable[Lesson]) -> str:
    """Names the lessons, in whatever order; empty for none."""
    raw = sorted(msgspec.msgpack.encode(lesson) for lesson in lessons)
    return hashlib.sha256(b"".join(raw)).hexdigest()[:24] if raw else ""


@lru_cache(maxsize=65_536)  # asked of every utterance whenever something is taught
def key_of(line: str) -> str:
    """What two lines have in common that ``kb check`` takes for the same."""
    return " ".join(re.findall(r"\w+", normalise(line).lower()))


class _Laid:
    def __init__(self, knowledge: Knowledge) -> None:
        self._base = knowledge
        self._entries = dict(knowledge.entries)
        self._off_topic = {key_of(line): line for theme in knowledge.off_topic.values() for line in theme}
        self._added: list[tuple[str, str]] = []
        self._owners = {
            key_of(line): entry.id for entry in knowledge.entries.values() for _, line in entry.utterances
        }

    def add(self, lesson: Lesson) -> str:
        """``taken``, ``held`` or ``lost``."""
        if lesson.draft is not None:
            if lesson.draft.id in self._entries:
                return "held"  # an Entry of the same id in the files is what became of the draft
            self._entries[lesson.draft.id] = lesson.draft
            for _, line in lesson.draft.utterances:
                self._owners.setdefault(key_of(line), lesson.draft.id)
            return "taken"
        key = key_of(lesson.line)
        owner = self._owners.get(key)
        if lesson.kind == "off_topic":
            if key in self._off_topic:
                return "held"
            if owner is not None:
                return "lost"
            self._off_topic[key] = lesson.line
            self._added.append((lesson.language or "en", lesson.line))
            return "taken"
        if owner == lesson.entry:
            return "held"
        if owner is not None or lesson.entry not in self._entries or key in self._off_topic:
            return "lost"
        self._entries[lesson.entry] = _with_line(self._entries[lesson.entry], lesson)
        self._owners[key] = lesson.entry
        return "taken"

    def knowledge(self) -> Knowledge:
        off_topic = dict(self._base.off_topic)
        if self._added:
            theme = off_topic.get(TAUGHT_THEME, OffTopic())
            ko = tuple(line for language, line in self._added if language == "ko")
            en = tuple(line for language, line in self._added if language == "en")
            off_topic[TAUGHT_THEME] = replace(theme, ko=theme.ko + ko, en=theme.en + en)
        return replace(self._base, entries=self._entries, off_topic=off_topic)


def _with_line(entry: Entry, lesson: Lesson) -> Entry:
    ko, en = entry.utterances.ko, entry.utterances.en
    if lesson.language == "ko":
        return replace(entry, utterances=Utterances(ko=(*ko, lesson.line), en=en))
    return replace(entry, utterances=Utterances(ko=ko, en=(*en, lesson.line)))
