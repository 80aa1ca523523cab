"""What every store of hosts must do with polls: who polls is online, and a clone is found."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from bot.hosts.model import SESSIONS_KEPT, TAKEOVERS_AT_ONCE, notice_text
from tests.contract.hosts_store.subject import Subjected, joined, online, started, status_of


async def test_a_poll_makes_a_host_online_for_ninety_seconds(subject: Subjected) -> None:
    host = await joined(subject)
    seen = []
    for step in (None, 0, 89, 2):
        if step is None:
            pass
        elif step == 0:
            await subject.hosts.begin_poll(host.id, "s1", "1.2.0")
        else:
            await subject.age(timedelta(seconds=step))
        found = await subject.hosts.host(host.id)
        assert found is not None
        seen.append(found.host.is_online)
    assert seen == [False, True, True, False]
    assert found.host.agent_version == "1.2.0"


async def test_a_session_that_comes_back_after_another_took_over_is_a_clone(subject: Subjected) -> None:
    host = await joined(subject)
    states = [
        (await subject.hosts.begin_poll(host.id, session, "1.0.0")).state
        for session in ("a", "a", "b", "b", "c", "a", "c")
    ]
    assert states == ["joined"] * 5 + ["quarantined"] * 2
    assert notice_text("quarantined", host.id) in await subject.notices()
    assert len(await subject.notices()) == 2
    assert (await subject.hosts.next_poll(host.id)).state == "quarantined"
    found = await subject.hosts.host(host.id)
    assert found is not None
    assert not found.host.is_online


async def test_an_agent_that_crashes_as_often_as_systemd_restarts_it_is_no_clone(subject: Subjected) -> None:
    host = await joined(subject)
    states = set()
    for number in range(200):
        states.add((await subject.hosts.begin_poll(host.id, f"s{number}", "1.0.0")).state)
        await subject.age(timedelta(seconds=30))
    assert states == {"joined"}


async def test_an_agent_may_be_restarted_forty_times_in_a_row(subject: Subjected) -> None:
    host = await joined(subject)
    states = [
        (await subject.hosts.begin_poll(host.id, f"s{number}", "1.0.0")).state
        for number in range(1, TAKEOVERS_AT_ONCE + 1)
    ]
    assert set(states) == {"joined"}


async def test_a_thief_that_hides_behind_ever_new_sessions_is_found(subject: Subjected) -> None:
    host = await joined(subject)
    await subject.hosts.begin_poll(host.id, "honest", "1.0.0")
    states = [
        (await subject.hosts.begin_poll(host.id, f"thief{number}", "1.0.0")).state
        for number in range(TAKEOVERS_AT_ONCE + 1)
    ]
    assert states[-1] == "quarantined"
    rows = await subject.hosts.audit("T1", host_ids=[host.id])
    assert [row.detail for row in rows if row.action == "quarantine"] == ["takeovers"]


async def test_as_many_sessions_as_a_thief_may_begin_do_not_push_the_honest_one_out(
    subject: Subjected,
) -> None:
    host = await joined(subject)
    await subject.hosts.begin_poll(host.id, "honest", "1.0.0")
    for number in range(SESSIONS_KEPT - 1):
        await subject.hosts.begin_poll(host.id, f"thief{number}", "1.0.0")
        await subject.age(timedelta(seconds=9.6))  # an Agent polls again well before all of this is over
    assert (await subject.hosts.begin_poll(host.id, "honest", "1.0.0")).state == "quarantined"
    rows = await subject.hosts.audit("T1", host_ids=[host.id])
    assert [row.detail for row in rows if row.action == "quarantine"] == ["session"]


async def test_a_quarantine_ends_the_checks_that_waited(subject: Subjected) -> None:
    host = await online(subject)
    request = await started(subject, host)
    for session in ("s2", "s1"):
        await subject.hosts.begin_poll(host.id, session, "1.0.0")
    assert await status_of(subject, request) == "quarantined"


async def test_a_poll_of_a_host_that_is_not_there_is_no_revocation(subject: Subjected) -> None:
    assert (await subject.hosts.begin_poll(uuid4(), "s1", "1.0.0")).state == "unknown"
    assert (await subject.hosts.next_poll(uuid4())).state == "unknown"
