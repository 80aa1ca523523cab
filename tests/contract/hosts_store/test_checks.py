"""What every store of hosts must do with checks: a question asks for one, and is answered by its end."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.hosts.model import AuditRow
from bot.storage.model import Asked, Claim
from tests.contract.hosts_store.subject import (
    OWNER,
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


async def test_a_poll_gets_the_job_of_a_check(subject: Subjected) -> None:
    host = await online(subject)
    await started(subject, host)
    turn = await subject.hosts.begin_poll(host.id, "s1", "1.0.0")
    assert turn.job is not None
    assert (turn.job.host_id, turn.job.facts, turn.job.asker) == (host.id, ("kernel", "clock"), OWNER)
    assert (turn.job.expires_at - turn.job.issued_at).total_seconds() == pytest.approx(120, abs=1)


async def test_a_question_asks_for_a_check_once(subject: Subjected) -> None:
    host = await online(subject)
    request = a_request()
    begun = [await subject.hosts.start_check(request, host.id, ["kernel"]) for _ in range(3)]
    assert begun == [True, False, False]
    await taken(subject, host)
    assert (await subject.hosts.next_poll(host.id)).job is None


async def test_a_question_that_is_edited_may_ask_for_another_host(subject: Subjected) -> None:
    question_id = uuid4()
    assert await subject.hosts.settle_check(a_request(question_id, name="web-2"), None, "unknown")
    assert await subject.hosts.settle_check(a_request(question_id, name="web-3"), None, "unknown")
    assert not await subject.hosts.settle_check(a_request(question_id, name="web-3"), None, "unknown")


async def test_a_result_is_kept_and_its_question_answered_anew(subject: Subjected) -> None:
    host = await online(subject)
    question_id = await asked(subject)
    request = await started(subject, host, a_request(question_id))
    job = await taken(subject, host)
    assert await subject.hosts.finish(host.id, job.id, job.nonce, SEEN) == "taken"
    state = await subject.hosts.check(question_id, request.host_name)
    assert state is not None
    assert state.status == "done"
    assert state.observation is not None
    assert (state.observation.sent, state.before) == (SEEN, None)
    assert (await kept(subject, question_id)).revision == 2
    assert (await subject.hosts.observed([host.id]))[host.id] == state.observation.received_at


async def test_a_refusal_ends_the_check_with_its_reason(subject: Subjected) -> None:
    host = await online(subject)
    question_id = await asked(subject)
    await started(subject, host, a_request(question_id))
    job = await taken(subject, host)
    assert await subject.hosts.refuse(host.id, job.id, job.nonce, "rate", "60 an hour") == "taken"
    state = await subject.hosts.check(question_id, "web-1")
    assert state is not None
    assert (state.status, state.refusal, state.detail) == ("refused", "rate", "60 an hour")
    assert (await kept(subject, question_id)).revision == 2


async def test_an_expiry_answers_the_question_and_shows_what_was_seen_last(subject: Subjected) -> None:
    host = await online(subject)
    await started(subject, host)
    job = await taken(subject, host)
    await subject.hosts.finish(host.id, job.id, job.nonce, SEEN)
    question_id = await asked(subject)
    await started(subject, host, a_request(question_id))
    assert await subject.hosts.expire() == 0
    await subject.age(timedelta(seconds=121))
    assert [await subject.hosts.expire() for _ in range(2)] == [1, 0]
    state = await subject.hosts.check(question_id, "web-1")
    assert state is not None
    assert state.status == "expired"
    assert state.observation is not None
    assert state.observation.sent == SEEN
    assert (await kept(subject, question_id)).revision == 2


async def test_who_asks_the_same_twice_joins_their_own_check(subject: Subjected) -> None:
    host = await online(subject)
    requests = [await started(subject, host) for _ in range(3)]
    job = await taken(subject, host)
    assert (await subject.hosts.next_poll(host.id)).job is None
    await subject.hosts.finish(host.id, job.id, job.nonce, SEEN)
    assert [await status_of(subject, request) for request in requests] == ["done"] * 3


async def test_others_get_jobs_of_their_own_so_that_the_host_can_refuse_them(subject: Subjected) -> None:
    host = await online(subject)
    for user in (OWNER, "U0BOB"):
        await started(subject, host, a_request(user=user))
    assert [(await taken(subject, host)).asker for _ in range(2)] == [OWNER, "U0BOB"]


async def test_a_host_with_five_waiting_checks_is_busy(subject: Subjected) -> None:
    host = await online(subject)
    requests = [await started(subject, host, a_request(user=f"U0BOB{n}")) for n in range(6)]
    assert [await status_of(subject, request) for request in requests] == ["waiting"] * 5 + ["busy"]


async def test_ten_requests_at_once_find_room_for_five(subject: Subjected) -> None:
    host = await online(subject)
    requests = [a_request(user=f"U0BOB{n}") for n in range(10)]
    await asyncio.gather(*(started(subject, host, request) for request in requests))
    ended = [await status_of(subject, request) for request in requests]
    assert sorted(ended) == ["busy"] * 5 + ["waiting"] * 5


async def test_a_revoked_host_ends_the_checks_that_waited(subject: Subjected) -> None:
    host = await online(subject)
    question_id = await asked(subject)
    request = await started(subject, host, a_request(question_id))
    job = await taken(subject, host)
    await subject.hosts.end(host.id, "owner")
    assert await status_of(subject, request) == "revoked"
    assert (await kept(subject, question_id)).revision == 2
    assert await subject.hosts.finish(host.id, job.id, job.nonce, SEEN) == "foreign"


async def test_a_withdrawn_question_is_not_answered_by_a_result(subject: Subjected) -> None:
    question_id = uuid4()
    claim = Claim(team="T1", surface="mention", channel="C1", ts="1.1")
    question = Asked(
        id=question_id,
        team="T1",
        channel="C1",
        user_id=OWNER,
        surface="mention",
        text="check web-1",
        ts="1.1",
    )
    await subject.store.take_question(claim, question)
    host = await online(subject)
    await started(subject, host, a_request(question_id))
    await subject.store.take_withdrawal(Claim(team="T1", surface="deletion", event="d"), "C1", "1.1")
    job = await taken(subject, host)
    await subject.hosts.finish(host.id, job.id, job.nonce, SEEN)
    assert (await kept(subject, question_id)).revision == 2


async def test_a_check_and_its_row_in_the_log_are_kept_together(subject: Subjected) -> None:
    host = await online(subject)
    begun, settled = a_request(), a_request(user="U0BOB")
    for _ in range(2):
        await subject.hosts.start_check(begun, host.id, ["kernel"])
        await subject.hosts.settle_check(settled, host.id, "not_allowed")
    rows = await subject.hosts.audit("T1", host_ids=[host.id])
    told = [(row.asker, row.action, row.allowed, row.detail, row.channel, row.host_name) for row in rows]
    assert told[:-1] == [
        ("U0BOB", "check", False, "not_allowed", "C1", "web-1"),
        (OWNER, "check", True, "waiting", "C1", "web-1"),
    ]


async def test_a_check_that_found_no_room_is_in_the_log_as_busy(subject: Subjected) -> None:
    host = await online(subject)
    for number in range(6):
        await started(subject, host, a_request(user=f"U0BOB{number}"))
    assert (await subject.hosts.audit("T1", limit=1))[0].detail == "busy"


async def test_a_report_that_is_shown_once_more_is_in_the_log_once_a_question(subject: Subjected) -> None:
    host = await online(subject)
    question_id = uuid4()
    row = AuditRow(
        team="T1", asker=OWNER, action="share", allowed=True, host_id=host.id, host_name=host.name,
        channel="C1", detail=str(question_id),
    )  # fmt: skip
    every = replace(row, action="all_checks")
    kept = [await subject.hosts.record_shown(question_id, one) for one in (row, row, every)]
    other = uuid4()
    kept.append(await subject.hosts.record_shown(other, replace(row, detail=str(other))))
    assert kept == [True, False, True, True]
    rows = await subject.hosts.audit("T1", host_ids=[host.id])
    assert [one.action for one in rows][:3] == ["share", "all_checks", "share"]
