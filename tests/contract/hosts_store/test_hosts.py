"""What every store of hosts must do with hosts: their names, grants, ends and the audit log."""

from __future__ import annotations

from uuid import uuid4

from bot.hosts.model import AuditRow, Subject
from tests.contract.hosts_store.subject import OWNER, Subjected, joined, online


async def test_names_are_of_one_team(subject: Subjected) -> None:
    host = await joined(subject)
    found = await subject.hosts.named("T1", "web-1")
    assert found is not None
    assert found.host.id == host.id
    assert await subject.hosts.named("T2", "web-1") is None
    assert await subject.hosts.named("T1", "web-2") is None


async def test_grants_are_given_once_and_taken_back(subject: Subjected) -> None:
    host = await joined(subject)
    bob, all_of_them = Subject(kind="person", id="U0BOB"), Subject(kind="everyone")
    for one in (bob, bob, all_of_them):
        await subject.hosts.allow(host.id, one, OWNER)
    granted = await subject.hosts.host(host.id)
    assert granted is not None
    assert granted.subjects == {bob, all_of_them}
    assert [await subject.hosts.disallow(host.id, bob) for _ in range(2)] == [True, False]
    left = await subject.hosts.named("T1", "web-1")
    assert left is not None
    assert left.subjects == {all_of_them}


async def test_only_a_joined_host_can_be_kept(subject: Subjected) -> None:
    host = await joined(subject)
    assert [await subject.hosts.keep(host.id) for _ in range(2)] == [True, False]
    await subject.hosts.end(host.id, "owner")
    assert not await subject.hosts.keep(host.id)


async def test_a_revoked_host_has_no_key_and_its_name_is_free(subject: Subjected) -> None:
    host = await online(subject)
    assert [await subject.hosts.end(host.id, "owner") for _ in range(2)] == [True, False]
    left = await subject.hosts.credentials(host.id)
    assert left is not None
    assert (left.key_hash, left.next_hash, left.past) == (b"", None, ())
    assert await subject.hosts.credentials(uuid4()) is None
    revoked = await subject.hosts.named("T1", "web-1")
    assert revoked is not None
    assert (revoked.host.state, revoked.host.ended_by) == ("revoked", "owner")
    again = await joined(subject)
    found = await subject.hosts.named("T1", "web-1")
    assert found is not None
    assert (found.host.id, found.host.id == host.id) == (again.id, False)


async def test_a_removed_host_is_shown_to_nobody(subject: Subjected) -> None:
    host = await online(subject)
    await subject.hosts.end(host.id, "owner")
    assert await subject.hosts.end(host.id, "owner", remove=True)
    assert not await subject.hosts.end(host.id, "owner", remove=True)
    assert await subject.hosts.named("T1", "web-1") is None
    assert list(await subject.hosts.hosts("T1")) == []


async def test_an_owner_is_told_of_what_others_ended(subject: Subjected) -> None:
    for by in ("owner", "host", "terminal"):
        host = await joined(subject, f"by-{by}")
        await subject.hosts.end(host.id, by)  # type: ignore[arg-type]
    told = [notice.split(":")[1] for notice in await subject.notices()]
    assert sorted(told) == ["joined", "joined", "joined", "revoked", "revoked"]


async def test_nobody_is_told_of_a_host_of_the_terminal(subject: Subjected) -> None:
    await joined(subject, owner="terminal:root")
    assert await subject.notices() == []


async def test_the_audit_log_has_the_newest_first_of_the_hosts_asked_for(subject: Subjected) -> None:
    host = await joined(subject)
    for action in ("keep", "check"):
        row = AuditRow(
            team="T1", asker=OWNER, action=action, allowed=True, host_id=host.id, host_name="web-1"
        )
        await subject.hosts.write_audit(row)
    await subject.hosts.write_audit(AuditRow(team="T1", asker="U0BOB", action="add", allowed=False))
    of_host = await subject.hosts.audit("T1", host_ids=[host.id])
    assert [row.action for row in of_host] == ["check", "keep", "enroll"]
    assert [row.action for row in await subject.hosts.audit("T1", limit=2)] == ["add", "check"]
    assert list(await subject.hosts.audit("T1", host_ids=[])) == []
    assert of_host[-1].asker == f"host:{host.id}"
    assert all(row.at for row in of_host)


async def test_the_teams_are_those_of_hosts_and_questions(subject: Subjected) -> None:
    assert list(await subject.hosts.teams()) == []
    await joined(subject)
    assert list(await subject.hosts.teams()) == ["T1"]
