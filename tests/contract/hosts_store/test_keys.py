"""What every store of hosts must do with keys: a new one holds beside the old until it is used."""

from __future__ import annotations

from datetime import timedelta

from bot.hosts.secrets import hash_of
from tests.contract.hosts_store.subject import Subjected, online


async def test_a_new_key_holds_beside_the_old_until_it_is_used(subject: Subjected) -> None:
    host = await online(subject)
    assert await subject.hosts.offer_key(host.id, hash_of("new"))
    both = await subject.hosts.credentials(host.id)
    assert both is not None
    assert (both.key_hash, both.next_hash) == (hash_of("key"), hash_of("new"))
    await subject.hosts.promote_key(host.id, hash_of("new"))
    one = await subject.hosts.credentials(host.id)
    assert one is not None
    assert (one.key_hash, one.next_hash) == (hash_of("new"), None)


async def test_a_key_that_was_never_offered_is_not_promoted(subject: Subjected) -> None:
    host = await online(subject)
    await subject.hosts.offer_key(host.id, hash_of("new"))
    await subject.hosts.promote_key(host.id, hash_of("other"))
    both = await subject.hosts.credentials(host.id)
    assert both is not None
    assert both.key_hash == hash_of("key")


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


async def test_a_revoked_host_is_offered_no_key(subject: Subjected) -> None:
    host = await online(subject)
    await subject.hosts.end(host.id, "owner")
    assert not await subject.hosts.offer_key(host.id, hash_of("new"))
