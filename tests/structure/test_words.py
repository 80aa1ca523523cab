"""Every sentence that the bot says is in the one catalogue of its language; the rest of the program has none."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
HANGUL = re.compile("[ㄱ-ㆎ가-힣]")
SAID = re.compile(r"[가-힣]\S* .*[가-힣](?:요|니다)[.!?]")

# These understand what people write, so they hold words of theirs: endings, particles, verbs; no sentence of ours.
READING = (
    "bot/answering/language.py",
    "bot/checks/wording.py",
    "bot/conversations/hosts/",
    "bot/guides/",
    "bot/helping/",
    "bot/knowledge/",
    "bot/matching/",
    "bot/onboarding/reading.py",
    "bot/overhearing/",
    "bot/platforms/",
    "bot/preferences/",
    "bot/slackfake/page/inline.py",
    "bot/text/",
    "handlers/preferences.py",
    "handlers/teaching_forms.py",
)
# People of the playground: their names, and what its visitor says at a click.
PEOPLE = ("handlers/playground/workspace.py", "handlers/playground/acts.py")
# Whatever is said through Slack comes out of these.
SPEAKING = (
    *("bot/answering", "bot/conversations", "bot/feedback", "bot/guides", "bot/helping", "bot/home"),
    *("bot/onboarding", "bot/overhearing", "bot/platforms", "bot/preferences", "bot/rendering"),
    *("bot/reporting", "bot/teaching", "bot/worklist"),
)
ENGLISH = re.compile(r"^[A-Z][A-Za-z']*(?:,? [A-Za-z'`/-]+){2,}[^|]*[.!?:…]$")
# What is written into the team's own files for those who review it, not said to anybody in Slack.
WRITTEN = ("bot/teaching/exporting.py",)


@cache
def strings(file: Path) -> tuple[tuple[int, str], ...]:
    """Line and text of every string of a file but its docstrings, what is raised and what is logged."""
    tree = ast.parse(file.read_text("utf-8"))
    silent: set[int] = set()
    for node in ast.walk(tree):
        is_log = (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and "log" in ast.dump(node.func.value)
        )
        is_note = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_log or is_note or isinstance(node, ast.Raise):
            silent |= {id(child) for child in ast.walk(node)}
    return tuple(
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent
    )


def of(*folders: str) -> Iterator[tuple[str, int, str]]:
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            name = file.relative_to(ROOT).as_posix()
            yield from ((name, line, text) for line, text in strings(file))


def test_hangul_stands_in_the_catalogue_or_in_what_reads_people() -> None:
    elsewhere = [
        f"{file}:{line}: {text[:60]}"
        for file, line, text in of("bot", "handlers")
        if HANGUL.search(text) and not file.startswith(("bot/words/", *READING, *PEOPLE))
    ]
    assert elsewhere == []


def test_what_reads_people_says_nothing() -> None:
    said = [
        f"{file}:{line}: {text[:60]}"
        for file, line, text in of("bot", "handlers")
        if file.startswith(READING) and SAID.search(text)
    ]
    assert said == []


def test_no_english_sentence_stands_outside_the_catalogue() -> None:
    said = [
        f"{file}:{line}: {text[:60]}"
        for file, line, text in of(*SPEAKING)
        if ENGLISH.search(text) and not file.startswith(WRITTEN)
    ]
    assert said == []
