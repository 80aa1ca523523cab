"""What every store of hosts must do with keys: a new one, once asked for, holds beside the old until it is used."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.hosts.model import OFFERS_MAX, PAST_KEYS_KEPT, Host, notice_text
from bot.hosts.ports import Credentials
from bot.hosts.secrets import hash_of
from tests.contract.hosts_store.subject import Subjected, online, started, status_of


async def asked_for_a_key(subject: Subjected, days: float = 31) -> Host:
    """A Host whose Agent was just told to take a new key."""
    host = await online(subject)
    await subject.age(timedelta(days=days))
    assert (await subject.hosts.begin_poll(host.id, "s1", "1.0.0")).rotate
    return host


async def keys(subject: Subjected, host: Host) -> Credentials:
    found = await subject.hosts.credentials(host.id)
    assert found is not None
    return found


async def test_a_new_key_holds_beside_the_old_until_it_is_used_and_the_old_one_is_past(
    subject: Subjected,
) -> None:
    host = await asked_for_a_key(subject)
    assert await subject.hosts.offer_key(host.id, hash_of("new")) == "offered"
    both = await keys(subject, host)
    assert (both.key_hash, both.next_hash, both.past) == (hash_of("key"), hash_of("new"), ())
    assert await subject.hosts.promote_key(host.id, hash_of("new"))
    one = await keys(subject, host)
    assert (one.key_hash, one.next_hash, one.past) == (hash_of("new"), None, (hash_of("key"),))
    (noted, *_) = await subject.hosts.audit("T1", host_ids=[host.id])
    assert (noted.action, noted.asker) == ("key", f"host:{host.id}")


async def test_a_key_that_was_never_offered_is_not_promoted(subject: Subjected) -> None:
    host = await asked_for_a_key(subject)
    await subject.hosts.offer_key(host.id, hash_of("new"))
    assert not await subject.hosts.promote_key(host.id, hash_of("other"))
    assert (await keys(subject, host)).key_hash == hash_of("key")


async def test_of_ten_first_uses_at_once_one_promotes_the_key(subject: Subjected) -> None:
    host = await asked_for_a_key(subject)
    await subject.hosts.offer_key(host.id, hash_of("new"))
    done = await asyncio.gather(*(subject.hosts.promote_key(host.id, hash_of("new")) for _ in range(10)))
    assert sorted(done) == [False] * 9 + [True]
    assert (await keys(subject, host)).past == (hash_of("key"),)


async def test_a_key_is_offered_only_while_one_is_asked_for(subject: Subjected) -> None:
    host = await online(subject)
    offers = [await subject.hosts.offer_key(host.id, hash_of("unasked"))]
    await subject.age(timedelta(days=31))
    offers.append(await subject.hosts.offer_key(host.id, hash_of("too early")))
    await subject.hosts.begin_poll(host.id, "s1", "1.0.0")
    await subject.age(timedelta(hours=23))
    offers.append(await subject.hosts.offer_key(host.id, hash_of("new")))
    await subject.age(timedelta(hours=2))
    offers.append(await subject.hosts.offer_key(host.id, hash_of("too late")))
    await subject.hosts.promote_key(host.id, hash_of("new"))
    offers.append(await subject.hosts.offer_key(host.id, hash_of("once more")))
    assert offers == ["not_asked", "not_asked", "offered", "not_asked", "not_asked"]


async def test_a_new_key_that_was_replaced_before_it_was_used_is_past(subject: Subjected) -> None:
    host = await asked_for_a_key(subject)
    for key in ("one", "two"):
        await subject.hosts.offer_key(host.id, hash_of(key))
    found = await keys(subject, host)
    assert (found.key_hash, found.next_hash, found.past) == (
        hash_of("key"),
        hash_of("two"),
        (hash_of("one"),),
    )


async def test_more_new_keys_than_an_agent_takes_set_the_host_aside(subject: Subjected) -> None:
    host = await asked_for_a_key(subject)
    offers = [await subject.hosts.offer_key(host.id, hash_of(f"new {n}")) for n in range(OFFERS_MAX + 2)]
    assert offers == ["offered"] * OFFERS_MAX + ["quarantined"] * 2
    assert notice_text("quarantined", host.id) in await subject.notices()


async def test_an_agent_that_fails_to_store_its_key_day_after_day_is_asked_again(subject: Subjected) -> None:
    host = await asked_for_a_key(subject)
    offers = []
    for day in range(PAST_KEYS_KEPT + 5):
        offers.append(await subject.hosts.offer_key(host.id, hash_of(f"lost {day}")))
        await subject.age(timedelta(days=1, minutes=1))
        assert (await subject.hosts.begin_poll(host.id, "s1", "1.0.0")).rotate
    assert set(offers) == {"offered"}
    assert len((await keys(subject, host)).past) == PAST_KEYS_KEPT


async def test_a_key_of_thirty_days_is_to_be_replaced_and_asked_for_once_a_day(subject: Subjected) -> None:
    host = await online(subject)
    turns = []
    for days in (29, 1, 0, 2):
        await subject.age(timedelta(days=days))
        turns.append((await subject.hosts.begin_poll(host.id, "s1", "1.0.0")).rotate)
    assert turns == [False, True, False, True]
    await subject.hosts.offer_key(host.id, hash_of("new"))
    await subject.hosts.promote_key(host.id, hash_of("new"))
    await subject.age(timedelta(days=2))
    assert not (await subject.hosts.begin_poll(host.id, "s1", "1.0.0")).rotate


async def test_a_host_that_is_ended_or_set_aside_is_offered_no_key(subject: Subjected) -> None:
    host = await asked_for_a_key(subject)
    await subject.hosts.quarantine(host.id, "old_key")
    offers = [await subject.hosts.offer_key(host.id, hash_of("new"))]
    await subject.hosts.end(host.id, "owner")
    offers.append(await subject.hosts.offer_key(host.id, hash_of("new")))
    assert offers == ["quarantined", "revoked"]
    ended = await keys(subject, host)
    assert (ended.key_hash, ended.next_hash, ended.past) == (b"", None, ())


async def test_a_quarantine_happens_once_and_says_why_in_the_log(subject: Subjected) -> None:
    host = await online(subject)
    request = await started(subject, host)
    for _ in range(2):
        await subject.hosts.quarantine(host.id, "old_key")
    assert await status_of(subject, request) == "quarantined"
    assert (await subject.notices()).count(notice_text("quarantined", host.id)) == 1
    rows = await subject.hosts.audit("T1", host_ids=[host.id])
    assert [(row.asker, row.detail) for row in rows if row.action == "quarantine"] == [("bot", "old_key")]
