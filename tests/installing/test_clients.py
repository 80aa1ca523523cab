"""Whose token speaks: remembered for a minute, looked up again when it may be wrong."""

from __future__ import annotations

import pytest

from bot.installing.model import GONE, Installation, KeyMissingError
from bot.storage.installing.memory import MemoryInstallations
from bot.words import words_in
from bot.work.ports import Refused
from handlers.client import open_client
from handlers.clients import REMEMBERED_S, TeamClients
from handlers.group_members import TeamGroupMembers
from tests.contract.installations.subject import installation
from tests.installing.harness import ONE, TWO, World


class Counting(MemoryInstallations):
    """Counts how often it is asked."""

    asked = 0

    async def find(self, team: str) -> Installation | None:
        self.asked += 1
        return await super().find(team)


async def test_a_workspace_is_looked_up_once_a_minute_and_after_doubt() -> None:
    now = 0.0
    store = Counting()
    await store.keep(installation())
    async with open_client("", "http://127.0.0.1:1/api/") as base:
        clients = TeamClients(store, base, clock=lambda: now)
        tokens = [(await clients.of("T1")).token for _ in range(3)]
        assert (tokens, store.asked) == (["xoxb-1"] * 3, 1)
        clients.forget("T1")
        await clients.of("T1")
        now = REMEMBERED_S
        await clients.of("T1")
    assert store.asked == 3


async def test_there_is_no_client_for_a_workspace_that_is_gone() -> None:
    async with open_client("", "http://127.0.0.1:1/api/") as base:
        with pytest.raises(Refused, match=GONE):
            await TeamClients(Counting(), base).of("T1")


async def test_a_group_is_asked_of_the_workspaces_until_one_knows_it(world: World) -> None:
    for team in (ONE, TWO):
        await world.install(team)
    world.slacks.of(TWO).workspace.groups["S0000001"] = ["U0000005"]
    members = TeamGroupMembers(world.installations.teams, world.side.clients)
    assert [await members.is_member("S0000001", user) for user in ("U0000005", "U0000006")] == [True, False]
    assert not await members.is_member("S9999999", "U0000005")


async def test_what_only_who_runs_the_bot_can_mend_is_not_told_to_who_asks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def sealed(*_: object) -> None:
        raise KeyMissingError(1)

    monkeypatch.setattr(MemoryInstallations, "find", sealed)
    _, channel, ann = world.place(ONE)
    await ann.commands("/ask", "docker ps", channel)
    assert [m.text for m in ann.answers(channel)] == [words_in("en").listeners.away]
