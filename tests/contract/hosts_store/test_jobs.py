"""What every store of hosts must do with jobs: each is delivered to one poll, and has one end."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

from tests.contract.hosts_store.subject import (
    SEEN,
    Subjected,
    a_request,
    asked,
    kept,
    online,
    started,
    status_of,
    taken,
)


async def test_of_ten_polls_at_once_one_gets_the_job(subject: Subjected) -> None:
    host = await online(subject)
    await started(subject, host)
    polls = await asyncio.gather(*(subject.hosts.next_poll(host.id) for _ in range(10)))
    assert sum(turn.job is not None for turn in polls) == 1


async def test_a_job_that_never_arrived_is_sent_again_to_who_polls_again(subject: Subjected) -> None:
    host = await online(subject)
    await started(subject, host)
    first = await taken(subject, host)
    await subject.age(timedelta(seconds=4))
    assert list(await subject.hosts.due([host.id])) == [host.id]
    again = await taken(subject, host)
    assert (again.id, again.nonce) == (first.id, first.nonce)
    await subject.age(timedelta(seconds=4))
    await taken(subject, host)
    await subject.age(timedelta(seconds=4))
    assert (await subject.hosts.next_poll(host.id)).job is None


async def test_the_refusal_of_a_second_copy_does_not_end_the_first(subject: Subjected) -> None:
    host = await online(subject)
    request = await started(subject, host)
    await taken(subject, host)
    await subject.age(timedelta(seconds=4))
    job = await taken(subject, host)
    assert await subject.hosts.refuse(host.id, job.id, job.nonce, "repeated", "") == "taken"
    assert await status_of(subject, request) == "waiting"
    assert await subject.hosts.finish(host.id, job.id, job.nonce, SEEN) == "taken"
    assert await status_of(subject, request) == "done"


async def test_a_job_has_one_result(subject: Subjected) -> None:
    host = await online(subject)
    question_id = await asked(subject)
    await started(subject, host, a_request(question_id))
    job = await taken(subject, host)
    outcomes = await asyncio.gather(
        *(subject.hosts.finish(host.id, job.id, job.nonce, SEEN) for _ in range(5))
    )
    assert sorted(outcomes) == ["repeated"] * 4 + ["taken"]
    assert (await kept(subject, question_id)).revision == 2
    assert len(await subject.hosts.last_observations(host.id, limit=9)) == 1


async def test_a_result_after_the_time_is_over_is_late(subject: Subjected) -> None:
    host = await online(subject)
    await started(subject, host)
    job = await taken(subject, host)
    await subject.age(timedelta(seconds=120))
    assert await subject.hosts.finish(host.id, job.id, job.nonce, SEEN) == "late"
    assert await subject.hosts.expire() == 1
    assert await subject.hosts.finish(host.id, job.id, job.nonce, SEEN) == "repeated"
    assert list(await subject.hosts.last_observations(host.id)) == []


async def test_an_expired_job_is_never_delivered(subject: Subjected) -> None:
    host = await online(subject)
    await started(subject, host)
    await subject.age(timedelta(seconds=120))
    assert (await subject.hosts.begin_poll(host.id, "s1", "1.0.0")).job is None
    assert list(await subject.hosts.due([host.id])) == []


async def test_another_hosts_job_a_strange_nonce_and_a_job_not_fetched_are_refused(
    subject: Subjected,
) -> None:
    host, other = await online(subject), await online(subject, "web-2")
    await started(subject, host)
    job = await taken(subject, host)
    assert await subject.hosts.finish(other.id, job.id, job.nonce, SEEN) == "foreign"
    assert await subject.hosts.refuse(other.id, job.id, job.nonce, "rate", "") == "foreign"
    assert await subject.hosts.finish(host.id, uuid4(), job.nonce, SEEN) == "foreign"
    assert await subject.hosts.finish(host.id, job.id, "0" * 32, SEEN) == "repeated"
    assert await subject.hosts.finish(host.id, job.id, job.nonce, SEEN) == "taken"


async def test_only_the_named_job_expires_and_only_in_its_time(subject: Subjected) -> None:
    host = await online(subject)
    request = await started(subject, host)
    job = await taken(subject, host)
    assert await subject.hosts.expire(job.id) == 0
    await subject.age(timedelta(seconds=121))
    assert await subject.hosts.expire(uuid4()) == 0
    assert await subject.hosts.expire(job.id) == 1
    assert await status_of(subject, request) == "expired"
