"""Every sentence that the bot says is in the one catalogue of its language; the rest of the program has none."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.words import words_in

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
    *("bot/onboarding", "bot/platforms", "bot/preferences", "bot/rendering", "bot/reporting"),
    *("bot/teaching", "bot/worklist"),
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


def sentences(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a catalogue with its place in it; keys of tables are not said."""
    if isinstance(node, msgspec.Struct):
        for name in node.__struct_fields__:
            yield from sentences(getattr(node, name), f"{path}.{name}" if path else name)
    elif isinstance(node, tuple):
        is_table = all(isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], str) for one in node)
        for place, one in enumerate(node):
            if is_table and node:
                yield from sentences(one[1], f"{path}.{one[0]}")
            else:
                yield from sentences(one, f"{path}.{place}")
    elif isinstance(node, str):
        yield path, node


KOREAN = dict(sentences(words_in("ko")))
ENGLISH_SENTENCES = dict(sentences(words_in("en")))
OF_BOTH = {"한국어", "English"}
"""Languages are named in their own."""


def fields(text: str) -> set[str]:
    return set(re.findall(r"\{([a-z_]+)", text))


def shape(path: str) -> str:
    """Its place but for what each language may have as many of as it likes, and what is English in both."""
    if path.startswith(("teaching.command_faults.", "listeners.prompts.")):
        return ""
    return re.sub(r"\.\d+$", "", path)


def test_both_catalogues_are_of_one_shape() -> None:
    assert len(KOREAN) > 400
    assert set(filter(None, map(shape, KOREAN))) == set(filter(None, map(shape, ENGLISH_SENTENCES)))


@pytest.mark.parametrize("path", sorted(ENGLISH_SENTENCES))
def test_no_english_sentence_has_hangul(path: str) -> None:
    text = ENGLISH_SENTENCES[path]
    allowed = text in OF_BOTH or path.startswith(("playground.", "listeners.", "onboarding.other_language"))
    assert allowed or not HANGUL.search(text)


@pytest.mark.parametrize("path", sorted(KOREAN))
def test_a_korean_sentence_is_korean(path: str) -> None:
    """Commands, code, addresses, names in braces and product names aside, no English clause of three words is left."""
    text = re.sub(r"`[^`]*`|\{[^}]*\}|https?://\S+|\$\S+|/[a-z-]+(?: [a-z]+)*", " ", KOREAN[path])
    if text in OF_BOTH or path.startswith(("playground.", "onboarding.other_language")):
        return
    names = re.sub(
        r"\b(?:Docker|Slack|API|CPU|Ubuntu|Debian|PowerShell|Intel|AMD|ARM|setupbot|kb|show|docker|permission|denied)\b",
        " ",
        text,
    )
    assert not re.search(r"\b[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}\b", names) or path.startswith("terminal.")


@pytest.mark.parametrize("path", sorted(KOREAN.keys() & ENGLISH_SENTENCES.keys()))
def test_both_languages_put_in_the_same_values(path: str) -> None:
    assert fields(KOREAN[path]) == fields(ENGLISH_SENTENCES[path])


# A quotation is followed by 라고 whatever it ends in; behind brackets the word before them decides.
SETTLED = frozenset({"answers.other_layout", "teaching.faults.is_utterance"})
# What stands directly behind a value whose last sound is not known while the sentence is written.
AFTER_VALUE = re.compile(
    r"\{(?P<value>[a-z_]+)\}(?:\*{1,2}|`|”|’|\))*(?P<particle>으로|로|이라는|라는|이라고|라고|은|는|이|가|을|를|과|와|이나|나)(?=[\s.,!?…)]|$)"
)
BOTH_FORMS = re.compile(r"[을은이과]\((?:를|는|가|와)\)|[를는가와]\((?:을|은|이|과)\)|\(으\)로|\(이\)")
COUNTED = {"count", "total", "groups", "asked", "answered", "abstained", "suggested", "tried", "percent"}


@pytest.mark.parametrize("path", sorted(KOREAN))
def test_a_particle_behind_a_value_is_chosen_by_its_sound(path: str) -> None:
    found = [one[0] for one in AFTER_VALUE.finditer(KOREAN[path]) if one["value"] not in COUNTED]
    assert [one for one in found if path not in SETTLED] == []


@pytest.mark.parametrize("path", sorted(KOREAN))
def test_no_particle_is_left_to_the_reader(path: str) -> None:
    assert not BOTH_FORMS.search(KOREAN[path])
