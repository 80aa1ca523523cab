"""What every store of hosts must do with polls: who polls is online, and a clone is found."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from bot.hosts.model import notice_text
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
    assert (await subject.hosts.next_turn(host.id)).state == "quarantined"
    found = await subject.hosts.host(host.id)
    assert found is not None
    assert not found.host.is_online


async def test_a_host_that_restarts_a_hundred_times_is_no_clone(subject: Subjected) -> None:
    host = await joined(subject)
    states = {(await subject.hosts.begin_poll(host.id, f"s{n}", "1.0.0")).state for n in range(1, 101)}
    assert states == {"joined"}


async def test_a_quarantine_ends_the_checks_that_waited(subject: Subjected) -> None:
    host = await online(subject)
    request = await started(subject, host)
    for session in ("s2", "s1"):
        await subject.hosts.begin_poll(host.id, session, "1.0.0")
    assert await status_of(subject, request) == "quarantined"


async def test_a_poll_of_an_unknown_host_is_revoked(subject: Subjected) -> None:
    assert (await subject.hosts.begin_poll(uuid4(), "s1", "1.0.0")).state == "revoked"
    assert (await subject.hosts.next_turn(uuid4())).state == "revoked"
