"""What becomes of a request for a check, in each of its ways."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from bot.checks.facts import FACTS
from bot.hosts import versions
from bot.hosts.checking import Checks
from bot.hosts.model import Asker, CheckRequest, Declined, Subject
from bot.hosts.permissions import Permissions
from bot.hosts.versions import facts_known_to, is_spoken
from tests.unit.hosts.desk import BOB, OWNER, TERMINAL, Desk, NoGroups

SEEN = {"agent": "1.0.0", "facts": {}}


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def observe(desk: Desk) -> None:
    """Web-1 answers what it was asked."""
    host = await desk.store.named("T1", "web-1")
    assert host is not None
    job = (await desk.store.next_poll(host.host.id)).job
    assert job is not None
    assert await desk.store.finish(job.host_id, job.id, job.nonce, SEEN) == "taken"


async def test_an_online_host_is_asked_for_every_fact(desk: Desk) -> None:
    await desk.joined()
    assert (await desk.ask("WEB-1")).status == "waiting"
    (row,) = desk.store.jobs.values()
    assert row.job.facts == tuple(FACTS)
    assert desk.log() == [("U0OWNER", "check", True, "waiting")]


async def test_the_same_question_asks_once_and_is_in_the_log_once(desk: Desk) -> None:
    await desk.joined()
    request = CheckRequest(question_id=uuid4(), asker=OWNER, host_name="web-1")
    assert [(await desk.checks.request(request)).status for _ in range(3)] == ["waiting"] * 3
    assert (len(desk.store.jobs), len(desk.log())) == (1, 1)


async def test_what_was_decided_stays_whatever_is_allowed_later(desk: Desk) -> None:
    await desk.joined()
    request = CheckRequest(question_id=uuid4(), asker=BOB, host_name="web-1")
    await desk.checks.request(request)
    await desk.hosts.keep(OWNER, "web-1")
    await desk.hosts.allow(OWNER, "web-1", Subject(kind="everyone"))
    again = await desk.checks.request(request)
    anew = await desk.ask(asker=BOB)
    assert (again.status, anew.status) == ("not_allowed", "waiting")


async def test_an_unknown_host_comes_with_names_that_the_asker_may_see(desk: Desk) -> None:
    await desk.joined("gpu-box-1")
    await desk.joined("gpu-box-2", "U0BOB")
    state = await desk.ask("gpu-bxo-1")
    assert (state.status, state.suggestions, state.host) == ("unknown", ("gpu-box-1",), None)
    assert desk.log() == [("U0OWNER", "check", False, "unknown")]


async def test_a_host_that_was_ended_is_not_offered_for_another_name(desk: Desk) -> None:
    for name in ("gpu-box-1", "gpu-box-2"):
        await desk.joined(name)
    await desk.hosts.revoke(OWNER, "gpu-box-1")
    asked, managed = await desk.ask("gpu-bxo-1"), await desk.hosts.remove(OWNER, "gpu-bxo-1")
    assert asked.suggestions == ("gpu-box-2",)
    assert isinstance(managed, Declined)
    assert managed.suggestions == ("gpu-box-2",)


@pytest.mark.parametrize("name", ["", "<!channel>", "../web-1", "x" * 500, "web 1"])
async def test_what_can_be_no_name_is_unknown(desk: Desk, name: str) -> None:
    await desk.joined()
    state = await desk.ask(name)
    assert (state.status, len(state.host_name) <= 64) == ("unknown", True)


async def test_who_may_not_sees_nothing_of_what_was_seen(desk: Desk) -> None:
    await desk.joined()
    await desk.ask()
    await observe(desk)
    state = await desk.ask(asker=BOB)
    assert (state.status, state.observation, state.before) == ("not_allowed", None, None)
    assert ("U0BOB", "check", False, "not_allowed") in desk.log()


async def test_an_offline_host_shows_what_was_seen_last(desk: Desk) -> None:
    await desk.joined()
    await desk.ask()
    await observe(desk)
    desk.age(seconds=91)
    state = await desk.ask()
    assert state.status == "offline"
    assert state.observation is not None
    assert (desk.now() - state.observation.received_at).total_seconds() > 90
    assert len(desk.store.jobs) == 1


async def test_a_host_that_never_polled_is_offline(desk: Desk) -> None:
    await desk.joined(online=False)
    state = await desk.ask()
    assert (state.status, state.observation) == ("offline", None)


async def test_a_revoked_and_a_quarantined_host_say_so(desk: Desk) -> None:
    revoked, cloned = await desk.joined("web-1"), await desk.joined("web-2")
    await desk.hosts.revoke(OWNER, revoked.id)
    for session in ("s2", "s1"):
        await desk.store.begin_poll(cloned.id, session, "1.0.0")
    assert [(await desk.ask(name)).status for name in ("web-1", "web-2")] == ["revoked", "quarantined"]


async def test_a_removed_host_is_unknown(desk: Desk) -> None:
    await desk.joined()
    await desk.hosts.remove(OWNER, "web-1")
    assert (await desk.ask()).status == "unknown"


async def test_a_result_comes_with_the_one_before_it(desk: Desk) -> None:
    await desk.joined()
    await desk.ask()
    await observe(desk)
    request = CheckRequest(question_id=uuid4(), asker=OWNER, host_name="web-1")
    await desk.checks.request(request)
    await observe(desk)
    state = await desk.checks.wait(request.question_id, "web-1", OWNER)
    assert state is not None
    assert state.status == "done"
    assert state.observation is not None
    assert state.before is not None
    assert state.before.received_at < state.observation.received_at


async def test_who_waits_at_the_terminal_is_let_go_where_nobody_ends_the_check(desk: Desk) -> None:
    await desk.joined()
    request = CheckRequest(question_id=uuid4(), asker=TERMINAL, host_name="web-1")
    impatient = Checks(desk.store, Permissions(NoGroups()), patience_s=-1)
    assert (await impatient.request(request)).status == "waiting"
    state = await impatient.wait(request.question_id, "web-1", TERMINAL)
    assert state is not None
    assert state.status == "expired"


async def test_a_question_that_asked_for_nothing_has_no_state(desk: Desk) -> None:
    assert await desk.checks.state(uuid4(), "web-1", OWNER) is None
    assert await desk.checks.wait(uuid4(), "web-1", OWNER) is None


async def test_another_team_finds_nothing(desk: Desk) -> None:
    await desk.joined()
    assert (await desk.ask(asker=Asker(team="T2", user="U0OWNER"))).status == "unknown"


async def test_the_terminal_is_told_to_the_host_by_one_word_and_logged_by_name(desk: Desk) -> None:
    await desk.joined()
    await desk.ask(asker=TERMINAL)
    (row,) = desk.store.jobs.values()
    assert row.job.asker == "terminal"
    assert desk.log() == [("terminal:root", "check", True, "waiting")]


async def test_a_user_and_some_facts_may_be_asked_for(desk: Desk) -> None:
    await desk.joined()
    request = CheckRequest(question_id=uuid4(), asker=OWNER, host_name="web-1")
    await desk.checks.request(replace(request, user="alice", facts=("group", "user")))
    (row,) = desk.store.jobs.values()
    assert (row.job.user, row.job.facts) == ("alice", ("group", "user"))


def test_an_older_agent_is_asked_only_for_what_it_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(versions.SINCE, "gpu", (1, 2, 0))
    asked = ("kernel", "gpu")
    known = [facts_known_to(version, asked) for version in ("1.1.9", "1.2.0", "1.10.0", "2.0.0", "", "odd")]
    assert known == [("kernel",), asked, asked, asked, ("kernel",), ("kernel",)]


def test_every_fact_that_came_later_is_one() -> None:
    assert set(versions.SINCE) <= set(FACTS)


def test_the_protocol_spoken_is_the_one_of_now() -> None:
    assert [is_spoken(version) for version in (0, 1, 2)] == [False, True, False]


async def test_a_report_shown_once_more_is_in_the_log_allowed_or_not(desk: Desk) -> None:
    host = await desk.joined()
    shared, denied = uuid4(), uuid4()
    for _ in range(2):
        await desk.checks.record_shown(shared, OWNER, host, "share")
    await desk.checks.record_shown(denied, BOB, host, "all_checks", allowed=False)
    assert desk.log() == [
        ("U0OWNER", "share", True, str(shared)),
        ("U0BOB", "all_checks", False, str(denied)),
    ]
