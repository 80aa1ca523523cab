"""What is kept on disk makes a start quicker and never different."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.compiled import load
from bot.kept_files import KEPT_FILES
from bot.matching.trained import Trained
from tests.catalogue import NAMING_NO_ENTRY

ENTRY = """\
- id: {name}
  title: {{ko: {name} 제목, en: {name} title}}
  summary: {{ko: 가, en: a}}
  answer: {{ko: 가, en: a}}
  utterances: {{ko: [{name} 어떻게 해요], en: [how do I {name}]}}
  sources: [{{title: a, seen: 2026-11-22}}]
  reviewed: 2026-11-22
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small knowledge folder, sound as it is."""
    here = tmp_path / "knowledge"
    (here / "entries").mkdir(parents=True)
    (here / "platforms.yaml").write_text(NAMING_NO_ENTRY, encoding="utf-8")
    (here / "vocabulary.yaml").write_text("- {id: stop, ko: [정지], en: [stop]}\n", encoding="utf-8")
    write(here, "restart", "stop")
    return here


@pytest.fixture
def kept_in(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def write(folder: Path, *names: str) -> None:
    text = "".join(ENTRY.format(name=name) for name in names)
    (folder / "entries" / "web.yaml").write_text(text, encoding="utf-8")


def same(one: Trained, other: Trained) -> bool:
    return (
        one.model.labels == other.model.labels
        and np.array_equal(one.model.weights, other.model.weights)
        and np.array_equal(one.model.bias, other.model.bias)
        and (one.latin, one.korean) == (other.latin, other.korean)
    )


def kept(folder: Path, kind: str) -> list[Path]:
    return sorted(folder.glob(f"*.{kind}"))


def test_the_second_start_learns_nothing_and_gives_the_same(folder: Path, kept_in: Path) -> None:
    learnt: list[str] = []
    knowledge, trained = load([folder], kept_in, lambda: learnt.append("first"))
    again, read = load([folder], kept_in, lambda: learnt.append("second"))

    assert learnt == ["first"]
    assert again.entries == knowledge.entries
    assert same(read, trained)


def test_after_a_change_what_is_learnt_is_the_same_as_without_anything_kept(
    folder: Path, kept_in: Path
) -> None:
    load([folder], kept_in)
    write(folder, "restart", "stop", "begin")

    assert same(load([folder], kept_in)[1], load([folder], None)[1])


@pytest.mark.parametrize("damage", [b"", b"broken", bytes(64)], ids=["empty", "short", "zeros"])
@pytest.mark.parametrize("kind", ["knowledge", "lines"])
def test_a_damaged_file_is_made_anew(folder: Path, kept_in: Path, kind: str, damage: bytes) -> None:
    _, trained = load([folder], kept_in)
    for path in kept_in.iterdir():
        if path.suffix == f".{kind}" or kind == "lines":  # the lines are looked at only without the other
            path.write_bytes(damage)

    assert same(load([folder], kept_in)[1], trained)
    assert all(path.read_bytes() != damage for path in kept_in.iterdir())


def test_one_flipped_bit_is_damage(folder: Path, kept_in: Path) -> None:
    _, trained = load([folder], kept_in)
    for path in kept_in.iterdir():
        raw = bytearray(path.read_bytes())
        raw[-9] ^= 1
        path.write_bytes(raw)

    assert same(load([folder], kept_in)[1], trained)


def test_a_changed_vocabulary_reads_every_line_again(folder: Path, kept_in: Path) -> None:
    load([folder], kept_in)
    (folder / "vocabulary.yaml").write_text("- {id: begin, en: [restart]}\n", encoding="utf-8")

    assert same(load([folder], kept_in)[1], load([folder], None)[1])
    assert len(kept(kept_in, "lines")) == 2


def test_few_files_are_kept_of_each_kind(folder: Path, kept_in: Path) -> None:
    for number in range(KEPT_FILES + 2):
        (folder / "vocabulary.yaml").write_text(f"- {{id: v{number}, en: [restart]}}\n", encoding="utf-8")
        load([folder], kept_in)

    assert len(kept(kept_in, "knowledge")) == len(kept(kept_in, "lines")) == KEPT_FILES
    assert {path.suffix for path in kept_in.iterdir()} == {".knowledge", ".lines"}


def test_a_folder_that_cannot_be_written_costs_no_start(folder: Path, tmp_path: Path) -> None:
    occupied = tmp_path / "occupied"
    occupied.write_text("a file, not a folder", encoding="utf-8")

    knowledge, _ = load([folder], occupied)

    assert set(knowledge.entries) == {"restart", "stop"}
