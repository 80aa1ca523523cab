"""To whom the weekly digest goes."""

from __future__ import annotations

from datetime import datetime

from bot.storage.memory import MemoryStore
from bot.storage.teaching_memory import MemoryTeaching
from bot.storage.worklist_memory import MemoryWorklist
from bot.teaching.digest import Digests
from bot.teaching.maintainers import Maintainers
from tests.contract.store.subject import a_claim, asked
from tests.conversations.hosts import Groups
from tests.profiles import KnownProfiles

MONDAY = datetime(2026, 11, 23, 12).astimezone()


async def sent(profiles: KnownProfiles, *teams: str) -> list[tuple[str, str]]:
    """To whom of U1 and U2 it goes, by workspace, when people of ``teams`` have asked something."""
    store = MemoryStore()
    worklist = MemoryWorklist(store)
    for number, team in enumerate(teams):
        await store.take_question(a_claim(f"{number}.1"), asked(f"{number}.1", team=team))
    digests = Digests(
        MemoryTeaching(store, worklist), worklist, Maintainers(Groups(), ["U1", "U2"]), profiles
    )
    count = await digests.send(MONDAY)
    assert await digests.send(MONDAY) == 0
    notices = [(row.team, row.user_id) for row in store.questions.values() if row.surface == "notice"]
    assert len(notices) == count
    return sorted(notices)


async def test_of_several_workspaces_a_maintainer_hears_of_their_own_only() -> None:
    profiles = KnownProfiles({"T1": {"U1"}, "T2": {"U2"}})
    assert await sent(profiles, "T1", "T2") == [("T1", "U1"), ("T2", "U2")]


async def test_a_workspace_that_left_keeps_nobody_else_from_theirs() -> None:
    profiles = KnownProfiles({"T2": {"U1", "U2"}}, gone={"T1"})
    assert await sent(profiles, "T1", "T2") == [("T2", "U1"), ("T2", "U2")]


async def test_in_a_single_workspace_nobody_need_be_asked() -> None:
    assert await sent(KnownProfiles(), "T1") == [("T1", "U1"), ("T1", "U2")]
