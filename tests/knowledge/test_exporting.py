"""What was taught can be written into the shipped files, whichever Entry it is about."""

from __future__ import annotations

from bot.knowledge.folders import own_folder
from bot.knowledge.source import read_knowledge
from bot.teaching.exporting import export
from bot.teaching.model import Lesson


def test_every_shipped_entry_takes_a_line_in_either_language() -> None:
    names = list(read_knowledge([own_folder()]).entries)
    lessons = [
        Lesson(kind="utterance", entry=name, line=f"{text} {name}", language=language)  # type: ignore[arg-type]  # both are
        for name in names
        for language, text in (("ko", "새로 배운 말"), ("en", "a line: taught"))
    ]
    done = export(lessons, [own_folder()])
    assert done.left == []
    removed = [
        one
        for one in done.diff(own_folder()).splitlines()
        if one.startswith("-") and not one.startswith("---")
    ]
    assert removed == []
    assert len(done.written) == 2 * len(names)
