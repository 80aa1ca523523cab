"""A file that is no sound YAML is told with the line at which it goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knowledge_folder import BOTH, NOT_ITS_TAG, entry, faults, faults_in

FAULTY: list[tuple[str, list[str], str]] = [
    (
        "a key that stands twice",
        entry("web", "see_also: []", "see_also: []"),
        "9: key 'see_also' stands twice here",
    ),
    ("an Entry that is no Entry", ["- web"], """1: item 1 of the file is "web": input should be an object"""),
    (
        "a file that is no list",
        ["id: web"],
        """1: the file is {"id": "web"}: input should be a valid array""",
    ),
    (
        "a bracket that is not closed",
        ["- id: web", "  title: {ko: a", "- id: b"],
        "3: not valid YAML: did not find expected ',' or '}'",
    ),
    (
        "a tab for indentation",
        ["- id: web", "\ttitle: a"],
        "2: not valid YAML: found a tab character that violates indentation",
    ),
    (
        "a control character",
        ["- id: web", "  title: a\x01b"],
        "2: not valid YAML: control characters are not allowed",
    ),
    ("an alias of nothing", ["- id: web", "  title: *nothing"], "2: not valid YAML: found undefined alias"),
    (
        "an alias inside what it repeats",
        ["- &web {id: *web}"],
        "1: an alias (*) stands inside what it repeats",
    ),
    (
        "a value that does not fit its tag",
        ["- id: !!int web"],
        f"1: {NOT_ITS_TAG}",
    ),
    (
        "a key that is a list",
        ["- id: web", "  {a: b}: c"],
        "2: a key is no single word; quote text that begins with { or [",
    ),
    ("a number of thousands of digits", ["- id: 1:" + "59:" * 3_000 + "1"], f"1: {NOT_ITS_TAG}"),
    ("a key of bytes", ["- ? !!binary aGk=", "  : x"], f"1: {NOT_ITS_TAG}"),
    ("lists without end", ["", "[" * 100_000], "2: nested 50 levels deep or more"),
    ("mappings without end", ["{a: " * 100_000], "1: nested 50 levels deep or more"),
    ("items without end", ["- " * 100_000 + "x"], "1: nested 50 levels deep or more"),
    ("only a remark", ["# nothing yet"], "1: the file is empty"),
]


@pytest.mark.parametrize(("lines", "fault"), [case[1:] for case in FAULTY], ids=[case[0] for case in FAULTY])
def test_a_fault_is_told_with_its_line(folder: Path, lines: list[str], fault: str) -> None:
    assert faults_in(folder, *lines) == [f"entries/web.yaml:{fault}"]


def test_an_empty_file_is_told(folder: Path) -> None:
    (folder / "entries" / "web.yaml").touch()
    assert faults(folder) == ["entries/web.yaml:1: the file is empty"]


def test_a_file_that_is_not_utf_8_is_told(folder: Path) -> None:
    (folder / "entries" / "web.yaml").write_bytes("- id: 도커".encode("cp949"))
    assert faults(folder) == ["entries/web.yaml:1: not UTF-8 at byte 6: save the file as UTF-8"]


def test_a_folder_named_like_a_file_is_told(folder: Path) -> None:
    (folder / "entries" / "web.yaml").mkdir()
    assert faults(folder) == ["entries/web.yaml:1: cannot be read: Is a directory"]


def test_a_file_that_grows_without_end_through_aliases_is_told(folder: Path) -> None:
    lines = ["- &a0 [x, x]", *(f"- &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 30))]
    assert faults_in(folder, *lines) == [
        "entries/web.yaml:1: its aliases make it too large: write out what they repeat"
    ]


def test_a_file_that_nests_without_end_through_aliases_is_told(folder: Path) -> None:
    lines = ["- &a0 [x]", *(f"- &a{n} [*a{n - 1}]" for n in range(1, 5_000))]
    assert faults_in(folder, *lines) == [
        "entries/web.yaml:1: its aliases make it too large: write out what they repeat"
    ]


def test_an_alias_that_repeats_a_step_is_sound(folder: Path) -> None:
    first = entry("web", f"steps: [&list {{id: s, does: {BOTH}, commands: [{{run: ls}}]}}]")
    assert faults_in(folder, *first, *entry("db", "steps: [*list]")) == []
