from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any, Callable, List

import pytest

from agent import journal as journal_module
from agent.journal import NAME, OLDER, Journal
from agent.tests.fakes import FakeClock
from agent.tests.scenes import home_in
from agent.words import Told


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(home_in(tmp_path), FakeClock())


def rows(journal: Journal) -> List[str]:
    return (journal.home.folder / NAME).read_text("utf-8").splitlines()


def rewrite(journal: Journal, change: Callable[[List[str]], List[str]]) -> None:
    (journal.home.folder / NAME).write_text("\n".join(change(rows(journal))) + "\n", "utf-8")


def test_lines_come_back_in_their_order(journal: Journal) -> None:
    journal.note("started", version="1.0.0")
    journal.note("job", asker="U1", facts=("user", "socket"))
    assert [(line["n"], line["what"]) for line in journal.lines()] == [(1, "started"), (2, "job")]
    assert list(journal.lines())[1]["facts"] == ["user", "socket"]


def test_an_untouched_log_hangs_together(journal: Journal) -> None:
    for number in range(5):
        journal.note("job", number=number)
    chain = journal.verify()
    assert (chain.lines, chain.fault) == (5, None)
    assert chain.head == json.loads(rows(journal)[-1])["hash"]


def test_an_empty_log_hangs_together(journal: Journal) -> None:
    assert journal.verify().fault is None


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (
            lambda all_rows: [all_rows[0], all_rows[1].replace("U1", "U2"), *all_rows[2:]],
            "log.jsonl:2: changed",
        ),
        (lambda all_rows: [all_rows[0], *all_rows[2:]], "log.jsonl:2: a line before it is missing"),
        (
            lambda all_rows: [all_rows[1], all_rows[0], *all_rows[2:]],
            "log.jsonl:2: a line before it is missing",
        ),
        (lambda all_rows: [*all_rows, all_rows[-1]], "log.jsonl:5: a line before it is missing"),
        (lambda all_rows: [all_rows[0], "{}", *all_rows[2:]], "log.jsonl:2: not a line of this log"),
    ],
    ids=["changed", "removed", "swapped", "repeated", "replaced"],
)
def test_a_change_shows_where_it_was_made(journal: Journal, change: Any, where: str) -> None:
    for _ in range(4):
        journal.note("job", asker="U1")
    rewrite(journal, change)
    assert journal.verify().fault == where


def test_a_rewritten_line_with_a_right_hash_still_breaks_the_chain(journal: Journal) -> None:
    for _ in range(3):
        journal.note("job", asker="U1")

    def forge(all_rows: List[str]) -> List[str]:
        forged = {**json.loads(all_rows[0]), "asker": "U2"}
        forged["hash"] = journal_module._hash(forged)
        return [json.dumps(forged), *all_rows[1:]]

    rewrite(journal, forge)
    assert journal.verify().fault == "log.jsonl:2: a line before it is missing"


def test_a_line_that_a_power_cut_left_half_is_cut_off_and_said(journal: Journal) -> None:
    journal.note("started")
    with (journal.home.folder / NAME).open("a") as file:
        file.write('{"n": 2, "wha')
    journal.note("job")
    assert [line["what"] for line in journal.lines()] == ["started", "torn", "job"]
    assert journal.verify().fault is None


def test_a_full_log_becomes_the_older_one_and_the_chain_goes_on(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "MOST_BYTES", 1000)
    for _ in range(8):
        journal.note("job", asker="U1")
    assert (journal.home.folder / OLDER).exists()
    assert journal.verify().fault is None
    assert [line["n"] for line in journal.lines()][-1] == 8
    first = rows(journal)
    (journal.home.folder / OLDER).write_text("", "utf-8")
    assert rows(journal) == first
    assert journal.verify().fault is None  # what was forgotten is not missing


def test_while_the_disk_is_full_lines_wait_and_keep_their_time(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.note("started")
    with monkeypatch.context() as full:
        full.setattr(os, "pwrite", _no_room)
        journal.note("job", asker="U1")
    assert [line["what"] for line in journal.lines()] == ["started"]
    journal.clock.sleep(60)  # type: ignore[attr-defined]
    journal.note("sent")
    lines = list(journal.lines())
    assert [(line["what"], line["at"]) for line in lines[1:]] == [
        ("job", "2026-11-22T12:00:00Z"),
        ("sent", "2026-11-22T12:01:00Z"),
    ]
    assert journal.verify().fault is None


def test_half_a_line_on_a_full_disk_is_taken_back(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    journal.note("started")
    whole = os.pwrite
    with monkeypatch.context() as full:
        full.setattr(os, "pwrite", lambda number, text, at: whole(number, text[:10], at))
        journal.note("job")
    assert len(rows(journal)) == 1
    journal.note("sent")
    assert [line["what"] for line in journal.lines()] == ["started", "job", "sent"]


def test_nothing_long_is_logged(journal: Journal) -> None:
    journal.note("refused", detail="x" * 10_000, facts=["y" * 10_000] * 500)
    assert len(rows(journal)[0]) < 64 * 400


def test_the_log_is_for_its_owner_only(journal: Journal) -> None:
    journal.note("started")
    assert (journal.home.folder / NAME).stat().st_mode & 0o777 == 0o600


def test_a_link_in_the_place_of_the_log_is_not_followed(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("mine", "utf-8")
    (journal.home.folder / NAME).symlink_to(tmp_path / "other")
    with pytest.raises(Told):
        journal.note("started")
    assert (tmp_path / "other").read_text("utf-8") == "mine"


def test_a_hard_link_in_the_place_of_the_log_is_not_written_to(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("mine\n", "utf-8")
    os.link(tmp_path / "other", journal.home.folder / NAME)
    with pytest.raises(Told):
        journal.note("started")
    assert (tmp_path / "other").read_text("utf-8") == "mine\n"


def _no_room(number: int, text: bytes, at: int) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")
