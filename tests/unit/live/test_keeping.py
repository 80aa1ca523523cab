"""The knowledge that stands: swapped whole, taught at once, and never worse for a broken file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.answering.model import Abstention, Answer, Question
from bot.knowledge.faults import KnowledgeError
from bot.live.edition import Standing
from bot.live.keeping import Keeper
from bot.live.learning import good_path
from tests.database import until
from tests.unit.live.knowledge_files import line, made_folder, made_keeper, write


def entry_of(standing: Standing, text: str) -> str | None:
    reply = standing.now().answerer.reply(Question(text=text))
    return reply.entry if isinstance(reply, Answer) else None


@asynccontextmanager
async def running(keeper: Keeper) -> AsyncIterator[Standing]:
    standing = await keeper.open()
    stop = asyncio.Event()
    work = asyncio.create_task(keeper.run(stop))
    try:
        yield standing
    finally:
        stop.set()
        await work


async def test_an_edited_file_is_answered_from_without_a_restart(tmp_path: Path) -> None:
    keeper, _, _, folder = made_keeper(tmp_path)
    async with running(keeper) as standing:
        write(folder, "restart", "stop", "upgrade")
        await until(lambda: entry_of(standing, "how do I upgrade") == "upgrade")


async def test_answers_are_given_while_something_is_learnt(tmp_path: Path) -> None:
    keeper, learner, _, folder = made_keeper(tmp_path)
    async with running(keeper) as standing:
        learner.let.clear()
        learner.held.clear()
        write(folder, "restart", "stop", "upgrade")
        await learner.held.wait()
        assert entry_of(standing, "how do I restart") == "restart"
        learner.let.set()
        await until(lambda: entry_of(standing, "how do I upgrade") == "upgrade")


async def test_what_was_taught_is_answered_word_for_word_before_it_is_learnt(tmp_path: Path) -> None:
    keeper, learner, lessons, _ = made_keeper(tmp_path)
    async with running(keeper) as standing:
        learner.let.clear()
        lessons.teach(line("gizmo sleeps, wake it"))
        await keeper.refresh()
        assert entry_of(standing, "Gizmo sleeps, wake it?") == "restart"
        assert not standing.now().is_learnt
        learner.let.set()
        await until(lambda: standing.now().is_learnt)
        assert entry_of(standing, "gizmo sleeps, wake it") == "restart"


async def test_what_was_taken_back_is_answered_no_more_at_once(tmp_path: Path) -> None:
    keeper, learner, lessons, _ = made_keeper(tmp_path)
    async with running(keeper) as standing:
        lessons.teach(line("gizmo sleeps, wake it"))
        await keeper.refresh()
        await until(lambda: standing.now().is_learnt)
        learner.let.clear()
        lessons.kept.clear()
        await keeper.refresh()
        assert standing.now().matcher.said("gizmo sleeps, wake it") is None
        learner.let.set()


async def test_a_line_that_is_not_ours_is_left_unanswered_at_once(tmp_path: Path) -> None:
    keeper, learner, lessons, _ = made_keeper(tmp_path)
    async with running(keeper) as standing:
        learner.let.clear()
        lessons.teach(line("how do I restart my career", entry=""))
        await keeper.refresh()
        reply = standing.now().answerer.reply(Question(text="how do I restart my career"))
        assert isinstance(reply, Abstention)
        assert reply.reason == "outside"
        learner.let.set()


async def test_a_broken_file_keeps_the_last_good_knowledge_and_is_told_with_its_line(tmp_path: Path) -> None:
    keeper, _, _, folder = made_keeper(tmp_path)
    async with running(keeper) as standing:
        write(folder, "restart", "stop", more="- id: [\n")
        await until(lambda: bool(standing.faults()))
        (fault,) = standing.faults()
        assert (fault.path.name, fault.line) == ("web.yaml", 16)
        assert entry_of(standing, "how do I stop") == "stop"
        write(folder, "restart", "upgrade")
        await until(lambda: not standing.faults())
        assert entry_of(standing, "how do I upgrade") == "upgrade"


async def test_a_broken_file_is_told_while_something_is_learnt(tmp_path: Path) -> None:
    keeper, learner, lessons, folder = made_keeper(tmp_path)
    async with running(keeper) as standing:
        learner.let.clear()
        learner.held.clear()
        lessons.teach(line("gizmo sleeps, wake it"))
        await keeper.refresh()
        await learner.held.wait()
        write(folder, "restart", "stop", more="- id: [\n")
        await until(lambda: bool(standing.faults()))
        learner.let.set()
        await until(lambda: standing.now().is_learnt)
        assert standing.faults()


async def test_teaching_goes_on_while_the_files_are_broken(tmp_path: Path) -> None:
    keeper, _, lessons, folder = made_keeper(tmp_path)
    async with running(keeper) as standing:
        write(folder, "restart", "stop", more="- id: [\n")
        await until(lambda: bool(standing.faults()))
        lessons.teach(line("gizmo sleeps, wake it"))
        await keeper.refresh()
        await until(lambda: standing.now().is_learnt)
        assert entry_of(standing, "gizmo sleeps, wake it") == "restart"
        assert standing.faults()


async def test_a_start_with_broken_files_stands_on_the_last_good_ones(tmp_path: Path) -> None:
    keeper, _, _, folder = made_keeper(tmp_path)
    await keeper.open()
    write(folder, more="- id: [\n")
    again, *_ = made_keeper(tmp_path, folder)
    standing = await again.open()
    assert entry_of(standing, "how do I stop") == "stop"
    assert standing.faults()


async def test_a_first_start_with_broken_files_says_what_is_wrong(tmp_path: Path) -> None:
    folder = made_folder(tmp_path)
    write(folder, more="- id: [\n")
    keeper, *_ = made_keeper(tmp_path, folder)
    with pytest.raises(KnowledgeError, match=r"web\.yaml:2"):
        await keeper.open()
    assert not good_path([folder], tmp_path / "kept").exists()


async def test_what_the_files_say_is_not_kept_twice(tmp_path: Path) -> None:
    keeper, _, lessons, folder = made_keeper(tmp_path)
    async with running(keeper) as standing:
        lessons.teach(line("how do I upgrade", entry="restart"))
        await keeper.refresh()
        text = (folder / "entries" / "web.yaml").read_text("utf-8")
        written = text.replace("en: [how do I restart]", "en: [how do I restart, how do I upgrade]")
        (folder / "entries" / "web.yaml").write_text(written, "utf-8")
        await until(lambda: not lessons.kept)
        assert entry_of(standing, "how do I upgrade") == "restart"


async def test_a_reply_in_work_keeps_to_the_edition_that_it_began_with(tmp_path: Path) -> None:
    keeper, _, lessons, _ = made_keeper(tmp_path)
    standing = await keeper.open()
    with standing.held() as before:
        lessons.teach(line("gizmo sleeps, wake it"))
        await asyncio.create_task(keeper.refresh())
        assert standing.now() is before
        assert await asyncio.to_thread(standing.now) is before
    assert standing.now() is not before


async def test_an_entry_that_is_gone_leaves_what_was_taught_to_it_aside(tmp_path: Path) -> None:
    keeper, _, lessons, folder = made_keeper(tmp_path)
    async with running(keeper) as standing:
        lessons.teach(line("gizmo sleeps, wake it", entry="stop"))
        await keeper.refresh()
        write(folder, "restart")
        await until(lambda: "stop" not in standing.now().knowledge.entries)
        assert entry_of(standing, "gizmo sleeps, wake it") is None
        assert lessons.kept
