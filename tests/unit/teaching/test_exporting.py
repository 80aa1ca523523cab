"""What was taught becomes a change of the files that adds and touches nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.source import read_knowledge
from bot.teaching.exporting import TAUGHT_FILE, export
from bot.teaching.form import entry_lesson
from bot.teaching.model import EntryForm
from bot.teaching.overlay import overlay
from bot.teaching.yaml_edit import LayoutError, add_item
from tests.unit.live.knowledge_files import line, made_folder

FORM = EntryForm(
    id="vpn", title_ko="사내망", title_en="VPN: the office", summary_ko="이렇게 연결해요.", summary_en="Like this.\nTwo lines.",
    utterances_ko="사내망 연결", utterances_en="connect: the vpn\n- dash", commands="sudo wg-quick up office\nping intranet",
    url="https://wiki.example.org/vpn",
)  # fmt: skip
DRAFT = entry_lesson(FORM, date(2026, 11, 22))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made_folder(tmp_path)


def test_a_line_is_added_to_its_entry_and_nothing_else_changes(folder: Path) -> None:
    lesson = line("wake it: now, please?")
    done = export([lesson], [folder])
    done.write([folder])
    changed = [
        one for one in done.diff(folder).splitlines() if one[:1] in "+-" and one[:3] not in ("+++", "---")
    ]
    assert len(changed) == 2
    assert changed[1].startswith("+  utterances: {ko: [restart 어떻게 해요], en: [how do I restart, ")
    assert ("en", lesson.line) in list(read_knowledge([folder]).entries["restart"].utterances)


def test_exporting_twice_changes_nothing(folder: Path) -> None:
    lessons = [line("wake it"), line("깨워 줘"), line("lunch?", entry=""), line("점심이요", entry=""), DRAFT]
    done = export(lessons, [folder])
    done.write([folder])
    assert len(done.written) == 5
    again = export(lessons, [folder])
    assert (again.diff(folder), again.written, again.left) == ("", [], [])


def test_the_files_then_say_what_was_laid_over_them(folder: Path) -> None:
    lessons = [line("wake it"), line("lunch?", entry=""), DRAFT, line("office net", entry="vpn")]
    before = overlay(read_knowledge([folder]), lessons).knowledge
    export(lessons, [folder]).write([folder])
    after = read_knowledge([folder])
    assert after.entries == before.entries
    assert {k: set(v) for k, v in after.off_topic.items()} == {k: set(v) for k, v in before.off_topic.items()}


def test_a_drafted_entry_goes_to_a_file_of_its_own_in_clean_yaml(folder: Path) -> None:
    export([DRAFT], [folder]).write([folder])
    text = (folder / TAUGHT_FILE).read_text("utf-8")
    assert "- id: vpn\n" in text
    assert "when:" not in text
    assert "refusals" not in text
    assert "reviewed: 2026-11-22" in text


def test_what_an_entry_that_is_gone_was_taught_is_left_and_told(folder: Path) -> None:
    lesson = line("wake it", entry="gone")
    done = export([lesson], [folder])
    assert [one for one, _ in done.left] == [lesson]
    assert done.diff(folder) == ""


def test_with_a_folder_named_nothing_else_is_written(folder: Path, tmp_path: Path) -> None:
    team = tmp_path / "team"
    team.mkdir()
    done = export([line("wake it"), DRAFT], [folder, team], team)
    assert [one.kind for one in done.written] == ["entry"]
    assert [one.kind for one, _ in done.left] == ["utterance"]
    assert list(done.after) == [team / TAUGHT_FILE]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "ko:\n  - a\n  # why\n  - b  # so\nen: [x]\n",
            "ko:\n  - a\n  # why\n  - b  # so\n  - new\nen: [x]\n",
        ),
        ("ko:\n- a\nen: [x]\n", "ko:\n- a\n- new\nen: [x]\n"),
        ("ko: [a]  # short\n", "ko: [a, new]  # short\n"),
        ("ko: []\n", "ko: [new]\n"),
        ("ko:\n  - a\n\n# next\nen: [x]\n", "ko:\n  - a\n  - new\n\n# next\nen: [x]\n"),
        ("ko:\n  - >-\n    long\n    line\nen: [x]\n", "ko:\n  - >-\n    long\n    line\n  - new\nen: [x]\n"),
    ],
)
def test_layout_and_remarks_stay(before: str, after: str) -> None:
    assert add_item(before, ["ko"], "new") == after


def test_where_there_is_no_list_it_says_so() -> None:
    with pytest.raises(LayoutError):
        add_item("ko: a\n", ["ko"], "new")
