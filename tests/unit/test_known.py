"""What judges and shows needs the knowledge alone; keeping it makes a start quicker and never different."""

from __future__ import annotations

from pathlib import Path

import msgspec

from bot.knowledge.base import Knowledge
from bot.knowledge.folders import own_folder
from bot.knowledge.source import read_knowledge
from bot.known import kept_knowledge, load_knowledge
from bot.settings import Settings, read_settings


def content(knowledge: Knowledge) -> bytes:
    """For comparing: its tables of platforms are equal to none but themselves."""
    return msgspec.msgpack.encode(knowledge)


def settings(home: Path) -> Settings:
    return read_settings({"SETUPBOT_HOME": str(home)})


def test_the_first_and_the_second_start_know_what_the_files_say(tmp_path: Path) -> None:
    said = content(read_knowledge((own_folder(),)))
    assert content(load_knowledge(settings(tmp_path))) == said
    assert content(load_knowledge(settings(tmp_path))) == said


def test_a_kept_file_that_was_damaged_is_made_anew(tmp_path: Path) -> None:
    said = content(load_knowledge(settings(tmp_path)))
    [kept] = kept_knowledge(tmp_path).glob("*.known")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-100] + bytes(100))
    assert content(load_knowledge(settings(tmp_path))) == said
    assert kept.read_bytes() == whole


def test_a_folder_that_cannot_be_written_keeps_nothing_and_nobody_from_judging(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    assert load_knowledge(settings(tmp_path)).checks
