"""What every store of hosts must do as time passes: what is old goes, and what is due is named."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from bot.hosts.model import notice_text
from tests.contract.hosts_store.subject import SEEN, Subjected, joined, online, started, taken


async def test_a_host_silent_for_fourteen_days_is_removed_and_its_owner_told(subject: Subjected) -> None:
    silent, never_came = await online(subject, "silent"), await joined(subject, "never-came")
    await subject.age(timedelta(days=13, hours=23))
    assert (await subject.hosts.sweep()).hosts == 0
    lively = await online(subject, "lively")
    await subject.age(timedelta(hours=2))
    assert [(await subject.hosts.sweep()).hosts for _ in range(2)] == [2, 0]
    assert [granted.host.id for granted in await subject.hosts.hosts("T1")] == [lively.id]
    told = await subject.notices()
    assert [told.count(notice_text("removed", host.id)) for host in (silent, never_came, lively)] == [1, 1, 0]
    assert [row.action for row in await subject.hosts.audit("T1", host_ids=[silent.id])] == [
        "remove",
        "enroll",
    ]
    ended = await subject.hosts.credentials(silent.id)
    assert ended is not None
    assert (ended.host.state, ended.key_hash) == ("revoked", b"")


async def test_what_is_old_is_forgotten(subject: Subjected) -> None:
    host = await online(subject)
    await started(subject, host)
    job = await taken(subject, host)
    await subject.hosts.finish(host.id, job.id, job.nonce, SEEN)
    await subject.hosts.end(host.id, "owner")
    assert (await subject.hosts.sweep()).observations == 0
    await subject.age(timedelta(days=15))
    assert (await subject.hosts.sweep()).observations == 1
    await subject.age(timedelta(days=170))
    assert (await subject.hosts.sweep()).checks == 1
    await subject.age(timedelta(days=220))
    assert (await subject.hosts.sweep()).audit == 2
    assert list(await subject.hosts.audit("T1")) == []


async def test_due_names_hosts_with_a_job_and_hosts_that_were_ended(subject: Subjected) -> None:
    quiet, asked_for, ended = [await online(subject, name) for name in ("quiet", "asked-for", "ended")]
    await started(subject, asked_for)
    await subject.hosts.end(ended.id, "owner")
    ids: Collection[UUID] = [quiet.id, asked_for.id, ended.id]
    assert set(await subject.hosts.due(ids)) == {asked_for.id, ended.id}
    assert list(await subject.hosts.due([])) == []
