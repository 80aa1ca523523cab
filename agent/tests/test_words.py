from __future__ import annotations

import ast
import errno
import json
import os
import re
import string
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import agent
from agent.showing import show_line, show_observation, show_rows
from agent.talk import Talk
from agent.tests.shells import Shell
from agent.words import LANGUAGES, WORDS, Told, dump, language_of, say, why

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
    made = {key for key in WORDS if key.startswith(("help_", "level_", "os_"))}
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


@pytest.mark.parametrize("code", ["EACCES", "ENOENT", "ENOTDIR", "ENOSPC", "EROFS", "ELOOP"])
def test_what_the_system_says_is_said_in_the_persons_language(code: str) -> None:
    number = getattr(errno, code)
    reason = why(OSError(number, os.strerror(number)))
    assert HANGUL.search(say("file_unusable", "ko", file="x", reason=reason).partition(":")[2])
    assert not HANGUL.search(say("file_unusable", "en", file="x", reason=reason))


def test_what_the_system_seldom_says_stays_as_it_is() -> None:
    number = errno.ETXTBSY
    assert os.strerror(number) in say(
        "home_unusable", "ko", folder="x", reason=why(OSError(number, os.strerror(number)))
    )


def test_no_particle_is_left_to_the_reader() -> None:
    assert [key for key in WORDS if re.search(r"\(으\)|\(이\)|[을은이과]\([를는가와]\)", WORDS[key][0])] == []


def test_nothing_that_was_put_in_moves_the_cursor() -> None:
    assert "\x1b" not in say("refused_by_server", "en", code="x", message="\x1b[2J\u202e")


HOSTILE = "a\x1b[2J\x9b\x7f\u202e\u2066\u2069\u200f\u061c\u200b\ufeff\ud800\U000e0041z"
SAFE = re.compile(r"[ -~가-힣\n–…�]*")


def test_what_a_host_says_is_shown_without_what_moves_or_hides(capsys: pytest.CaptureFixture[str]) -> None:
    talk = Talk("en", sys.stdout, sys.stderr)
    facts: Any = {
        "os_release": {"value": {"pretty": HOSTILE, HOSTILE: [HOSTILE]}, "how": HOSTILE, "took_ms": 1.0},
        "machine": {"could_not": "failed", "detail": HOSTILE, "took_ms": 1.0},
    }
    show_observation(talk, {"user": HOSTILE, "took_ms": 1.0, "facts": facts})
    show_line(talk, {"at": HOSTILE, "what": HOSTILE, "n": 1, "counts": [HOSTILE], "detail": HOSTILE})
    show_rows(talk, [("status_name", HOSTILE)])
    talk.complain(Told("file_unusable", file=HOSTILE, reason=HOSTILE))
    printed = capsys.readouterr()
    assert SAFE.fullmatch(printed.out + printed.err)


def test_json_escapes_the_same_and_is_still_the_same_value() -> None:
    value = {"name": HOSTILE, "이름": ["값"]}
    for indent in (None, 2):
        text = dump(value, indent)
        assert SAFE.fullmatch(text)
        assert json.loads(text) == value
        assert "이름" in text


def test_a_terminal_that_knows_no_hangul_is_no_fault_of_the_agent() -> None:
    environment = {
        **os.environ,
        "PYTHONIOENCODING": "ascii",
        "PYTHONPATH": str(Path(agent.__file__).parents[1]),
    }
    command = [sys.executable, "-m", "agent", "policy", "--lang", "ko", "--help"]
    ended = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=False)
    assert ended.returncode == 0
    assert b"\\u" in ended.stdout
