"""Writes what was taught into the knowledge files, as a change for review."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from bot.knowledge.base import Knowledge
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.model import Entry
from bot.knowledge.source import Placed, read_knowledge, read_sources
from bot.teaching.model import TAUGHT_THEME, Lesson
from bot.teaching.overlay import overlay
from bot.teaching.yaml_edit import LayoutError, add_item, append, dumped

TAUGHT_FILE = Path("entries") / "taught.yaml"
OFF_TOPIC_FILE = "off_topic.yaml"
SCHEMA_LINE = "# yaml-language-server: $schema={path}\n"
NEW_FILE = "# Drafted in Slack by maintainers; an Entry may move to the file of its topic.\n\n"


@dataclass(slots=True)
class Export:
    """Files with their new text, and what could not be written (with why)."""

    before: dict[Path, str] = field(default_factory=dict)
    after: dict[Path, str] = field(default_factory=dict)
    written: list[Lesson] = field(default_factory=list)
    left: list[tuple[Lesson, str]] = field(default_factory=list)

    def text(self, path: Path) -> str:
        """As it will be."""
        if path not in self.after:
            self.before[path] = path.read_text(encoding="utf-8") if path.exists() else ""
            self.after[path] = self.before[path]
        return self.after[path]

    def diff(self, root: Path) -> str:
        """What changes, as a unified diff with paths from ``root``."""
        return "".join(
            line
            for path, text in sorted(self.after.items())
            for line in difflib.unified_diff(
                self.before[path].splitlines(keepends=True),
                text.splitlines(keepends=True),
                f"a/{_from(path, root)}" if self.before[path] else "/dev/null",
                f"b/{_from(path, root)}",
            )
        )

    def write(self, folders: Sequence[Path]) -> None:
        """Writes the files; if the knowledge is not sound with them, puts them back and raises KnowledgeError."""
        for path, text in self.after.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        try:
            read_knowledge(folders)
        except KnowledgeError:
            for path, text in self.before.items():
                if text:
                    path.write_text(text, encoding="utf-8")
                else:
                    path.unlink()
            raise


def export(lessons: Sequence[Lesson], folders: Sequence[Path], into: Path | None = None) -> Export:
    """What is to be written so that the files say what was taught; what they say already is left out.

    A line goes to its Entry, wherever among ``folders`` that stands (with ``into``: only there); what is new goes
    to ``into``, or to the last folder.

    Raises:
        KnowledgeError: the files are broken as they are.
    """
    base = read_knowledge(folders)
    laid = overlay(base, lessons)
    done = Export()
    for lesson in laid.lost:
        done.left.append((lesson, "the files say otherwise, or its Entry is gone"))
    settled = {id(lesson) for lesson in (*laid.held, *laid.lost)}
    target = into or folders[-1]
    drafts: dict[str, Entry] = {}
    fresh = [lesson for lesson in lessons if id(lesson) not in settled]
    for lesson in fresh:
        if lesson.draft is not None:
            drafts[lesson.draft.id] = lesson.draft
    entries = read_sources(folders).entries
    for lesson in fresh:
        try:
            _write(done, lesson, drafts, entries, into, target, base)
        except LayoutError as fault:
            done.left.append((lesson, fault.user_message))
        else:
            done.written.append(lesson)
    _write_drafts(done, drafts.values(), target)
    return done


def _write(
    done: Export,
    lesson: Lesson,
    drafts: dict[str, Entry],
    entries: dict[str, Placed],
    into: Path | None,
    target: Path,
    base: Knowledge,
) -> None:
    if lesson.draft is not None:
        return
    if lesson.kind == "off_topic":
        _write_off_topic(done, lesson, target)
        return
    if lesson.entry in drafts:  # a line taught to an Entry that was drafted too
        draft = drafts[lesson.entry]
        among = replace(base, entries={**base.entries, draft.id: draft})
        drafts[lesson.entry] = overlay(among, [lesson]).knowledge.entries[draft.id]
        return
    placed = entries[lesson.entry]
    if into is not None and into.resolve() not in placed.file.path.resolve().parents:
        raise LayoutError(f"'{lesson.entry}' stands in {placed.file.path}, which is not in {into}.")
    path = placed.file.path
    text = done.text(path)
    done.after[path] = add_item(text, (placed.index, "utterances", lesson.language or "en"), lesson.line)


def _write_off_topic(done: Export, lesson: Lesson, target: Path) -> None:
    path, language = target / OFF_TOPIC_FILE, lesson.language or "en"
    text = done.text(path)
    try:
        done.after[path] = add_item(text, (TAUGHT_THEME, language), lesson.line)
    except LayoutError:
        if f"\n{TAUGHT_THEME}:" in f"\n{text}":
            raise
        head = "" if text else _schema(target, "off_topic.json", OFF_TOPIC_FILE)
        theme: dict[str, dict[str, list[str]]] = {
            TAUGHT_THEME: {"ko": [], "en": []} | {language: [lesson.line]}
        }
        remark = "# Taught in Slack as not ours to answer.\n"
        done.after[path] = append(text, head + remark + dumped(theme))


def _write_drafts(done: Export, drafts: Iterable[Entry], target: Path) -> None:
    path = target / TAUGHT_FILE
    for entry in drafts:
        text = done.text(path)
        head = "" if text else _schema(target, "entries.json", str(TAUGHT_FILE)) + NEW_FILE
        done.after[path] = append(text, head + dumped([_plain(entry)]))


def _schema(target: Path, name: str, file: str) -> str:
    if not (target / "schema" / name).exists():
        return ""
    up = "../" * (len(Path(file).parts) - 1)
    return SCHEMA_LINE.format(path=f"{up}schema/{name}")


def _plain(entry: Entry) -> dict[str, Any]:
    """Without what is as it is anyway."""
    fields = msgspec.to_builtins(entry)
    fields["reviewed"] = entry.reviewed
    for source, written in zip(entry.sources, fields["sources"], strict=True):
        written["seen"] = source.seen
    return {
        key: _without_defaults(value) for key, value in fields.items() if value not in ((), [], None, False)
    }


def _without_defaults(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_defaults(one)
            for key, one in value.items()
            if one not in ((), [], None, False, "") and not _is_default(key, one)
        }
    if isinstance(value, list | tuple):
        return [_without_defaults(one) for one in value]
    return value


def _is_default(key: str, value: Any) -> bool:
    return (key == "shell" and value == "sh") or (key == "when" and not any(value.values()))


def _from(path: Path, root: Path) -> Path:
    try:
        return path.resolve().relative_to(root.resolve())
    except ValueError:
        return path
