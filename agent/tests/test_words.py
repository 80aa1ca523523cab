from __future__ import annotations

import ast
import re
import string
from pathlib import Path
from typing import Any

import pytest

import agent
from agent.tests.shells import Shell
from agent.words import LANGUAGES, WORDS, language_of, say

HANGUL = re.compile("[가-힣]")


@pytest.mark.parametrize(
    "command",
    [
        "enroll",
        "run",
        "once",
        "status",
        "policy",
        "policy show",
        "policy set",
        "pause",
        "resume",
        "log",
        "leave",
        "",
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_has_help_in_both_languages(shell: Shell, command: str, lang: str) -> None:
    said = shell(*command.split(), "--help", lang=lang)
    assert said.code == 0
    assert bool(HANGUL.search(said.out)) == (lang == "ko")


@pytest.mark.parametrize(
    ("environment", "asked", "language"),
    [
        ({"LANG": "ko_KR.UTF-8"}, None, "ko"),
        ({"LANG": "en_US.UTF-8"}, None, "en"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}, None, "en"),
        ({}, None, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "en", "en"),
    ],
)
def test_the_language_is_the_terminals_unless_it_is_asked_for(
    environment: Any, asked: Any, language: str
) -> None:
    assert language_of(environment, asked) == language


@pytest.mark.parametrize("key", sorted(WORDS))
def test_both_languages_put_in_the_same_values(key: str) -> None:
    korean, english = (
        {field for _, field, _, _ in string.Formatter().parse(text) if field} for text in WORDS[key]
    )
    assert korean - {"me"} == english - {"me"}


def test_every_sentence_is_used_and_every_used_one_exists() -> None:
    folder = Path(agent.__file__).parent
    files = [path for path in folder.glob("*.py") if path.name not in ("sentences.py", "helping.py")]
    named = {
        node.value
        for path in files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    made = {key for key in WORDS if key.startswith(("help_", "level_"))}
    assert set(WORDS) - made - named == set()
    told = {
        node.args[0].value
        for path in files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
        if (isinstance(node.func, ast.Name) and node.func.id in ("Told", "tell"))
        or (isinstance(node.func, ast.Attribute) and node.func.attr in ("say", "words", "tell"))
    }
    assert told <= set(WORDS)
    assert len(told) > 40


def test_nothing_that_was_put_in_moves_the_cursor() -> None:
    assert "\x1b" not in say("refused_by_server", "en", code="x", message="\x1b[2J\u202e")
