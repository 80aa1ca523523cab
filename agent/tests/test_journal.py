from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any, Callable, List, Tuple

import pytest

from agent import journal as journal_module
from agent.journal import END, NAME, OLDER, Journal
from agent.tests.fakes import FakeClock
from agent.tests.scenes import home_in
from agent.words import Told


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(home_in(tmp_path), FakeClock())


def rows(journal: Journal) -> List[str]:
    return (journal.home.folder / NAME).read_text("utf-8").splitlines()


def rewrite(journal: Journal, change: Callable[[List[str]], List[str]]) -> None:
    (journal.home.folder / NAME).write_text("".join(f"{row}\n" for row in change(rows(journal))), "utf-8")


def test_lines_come_back_in_their_order(journal: Journal) -> None:
    journal.note("started", version="1.0.0")
    journal.note("job", asker="U1", facts=("user", "socket"))
    assert [(line["n"], line["what"]) for line in journal.lines()] == [(1, "started"), (2, "job")]
    assert list(journal.lines())[1]["facts"] == ["user", "socket"]


def test_an_untouched_log_hangs_together(journal: Journal) -> None:
    for number in range(5):
        journal.note("job", number=number)
    chain = journal.verify()
    assert (chain.lines, chain.first, chain.fault) == (5, 1, "")
    assert chain.head == json.loads(rows(journal)[-1])["hash"]


def test_an_empty_log_hangs_together(journal: Journal) -> None:
    assert journal.verify().fault == ""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda all_rows: [all_rows[0], all_rows[1].replace("U1", "U2"), *all_rows[2:]],
            ("log_changed", "log.jsonl:2"),
        ),
        (lambda all_rows: [all_rows[0], *all_rows[2:]], ("log_gap", "log.jsonl:2")),
        (
            lambda all_rows: [all_rows[0], all_rows[2], all_rows[1], all_rows[3]],
            ("log_gap", "log.jsonl:2"),
        ),
        (lambda all_rows: [*all_rows, all_rows[-1]], ("log_gap", "log.jsonl:5")),
        (lambda all_rows: [all_rows[0], "{}", *all_rows[2:]], ("log_strange", "log.jsonl:2")),
        (lambda all_rows: all_rows[1:], ("log_beginning", "log.jsonl:1")),
        (lambda all_rows: all_rows[:-1], ("log_cut", "4")),
        (lambda all_rows: all_rows[:1], ("log_cut", "2")),
    ],
    ids=["changed", "removed", "swapped", "repeated", "replaced", "begun later", "cut", "cut to one"],
)
def test_a_change_shows_where_it_was_made(journal: Journal, change: Any, told: Tuple[str, str]) -> None:
    for _ in range(4):
        journal.note("job", asker="U1")
    rewrite(journal, change)
    chain = journal.verify()
    assert (chain.fault, chain.where) == told


def test_a_log_that_is_gone_altogether_is_missed(journal: Journal) -> None:
    journal.note("job")
    (journal.home.folder / NAME).unlink()
    assert (journal.verify().fault, journal.verify().where) == ("log_cut", "1")


@pytest.mark.parametrize("kept", [1, 0])
def test_a_cut_end_shows_still_when_the_log_goes_on(journal: Journal, kept: int) -> None:
    for _ in range(3):
        journal.note("job")
    rewrite(journal, lambda all_rows: all_rows[:kept])
    journal.note("sent")
    cut = next(line for line in journal.lines() if line["what"] == "cut")
    assert (cut["n"], cut["after"], cut["until"]) == (4, kept, 3)
    assert journal.verify().fault == ("log_gap" if kept else "log_beginning")


def test_a_log_without_its_kept_end_says_that_it_cannot_tell(journal: Journal) -> None:
    journal.note("job")
    journal.note("sent")
    (journal.home.folder / END).unlink()
    assert journal.verify().fault == "log_no_end"
    journal.note("job")
    assert [line["what"] for line in journal.lines()] == ["job", "sent", "no_end", "job"]
    assert journal.verify().fault == ""


def test_a_power_cut_before_the_end_was_kept_is_no_fault(journal: Journal) -> None:
    journal.note("job")
    before = (journal.home.folder / END).read_text("utf-8")
    journal.note("sent")
    (journal.home.folder / END).write_text(before, "utf-8")
    assert journal.verify().fault == ""
    journal.note("job")
    assert journal.verify().lines == 3


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"n": "1", "hash": "", "first": 1}', '{"n": 1}'])
def test_a_damaged_end_is_as_none(journal: Journal, kept: str) -> None:
    journal.note("job")
    (journal.home.folder / END).write_text(kept, "utf-8")
    assert journal.verify().fault == "log_no_end"


def test_who_keeps_the_log_locked_is_not_waited_for_without_end(journal: Journal) -> None:
    waits: List[float] = []
    journal.wait = waits.append
    with journal.home.alone(NAME), pytest.raises(Told) as told:
        journal.note("policy")
    assert told.value.key == "log_busy"
    assert 1 < sum(waits) < 10


def test_the_running_agent_goes_on_while_the_log_is_locked_and_writes_later(journal: Journal) -> None:
    journal.may_wait = True
    journal.wait = [0.0].append
    with journal.home.alone(NAME):
        journal.note("job")
    journal.note("sent")
    assert [line["what"] for line in journal.lines()] == ["job", "sent"]


def test_a_log_blown_up_by_another_is_not_all_read(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "MOST_BYTES", 1000)
    (journal.home.folder / NAME).write_bytes(b"x" * 9000 + b"\n")
    journal.note("job")
    assert (journal.home.folder / OLDER).stat().st_size == 2000


def test_a_rewritten_line_with_a_right_hash_still_breaks_the_chain(journal: Journal) -> None:
    for _ in range(3):
        journal.note("job", asker="U1")

    def forge(all_rows: List[str]) -> List[str]:
        forged = {**json.loads(all_rows[0]), "asker": "U2"}
        forged["hash"] = journal_module._hash(forged)
        return [json.dumps(forged), *all_rows[1:]]

    rewrite(journal, forge)
    assert (journal.verify().fault, journal.verify().where) == ("log_gap", "log.jsonl:2")


def test_a_log_written_anew_from_its_beginning_is_not_the_one_that_was_kept(journal: Journal) -> None:
    for _ in range(3):
        journal.note("job", asker="U1")
    end = (journal.home.folder / END).read_text("utf-8")
    for name in (NAME, END):
        (journal.home.folder / name).unlink()
    for _ in range(3):
        journal.note("job", asker="U2")
    (journal.home.folder / END).write_text(end, "utf-8")
    assert (journal.verify().fault, journal.verify().where) == ("log_changed", "log.jsonl:3")


def test_a_line_that_a_power_cut_left_half_is_cut_off_and_said(journal: Journal) -> None:
    journal.note("started")
    with (journal.home.folder / NAME).open("a") as file:
        file.write('{"n": 2, "wha')
    journal.note("job")
    assert [line["what"] for line in journal.lines()] == ["started", "torn", "job"]
    assert journal.verify().fault == ""


def test_a_full_log_becomes_the_older_one_and_the_chain_goes_on(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "MOST_BYTES", 1000)
    for _ in range(16):
        journal.note("job", asker="U1")
    assert (journal.home.folder / OLDER).exists()
    numbers = [line["n"] for line in journal.lines()]
    assert (numbers[0] > 1, numbers[-1]) == (True, 16)
    chain = journal.verify()
    assert (chain.fault, chain.first) == ("", numbers[0])  # what the log let go itself is not missing
    (journal.home.folder / OLDER).write_text("", "utf-8")
    assert journal.verify().fault == "log_beginning"


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
    assert journal.verify().fault == ""


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
