"""What every store of hosts must do; each test runs over the one in PostgreSQL and its twin in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from bot.hosts.model import Asker, AuditRow, CheckRequest, Host, Job, Subject, notice_text
from bot.hosts.ports import HostStore, Joining, KeptCode
from bot.hosts.secrets import hash_of
from bot.storage.database import Database
from bot.storage.hosts.memory import MemoryHosts
from bot.storage.hosts.sql import SqlHosts
from bot.storage.memory import MemoryStore
from bot.storage.model import Asked, Claim, QuestionRow
from bot.storage.sql_store import SqlStore
from bot.storage.store import Store
from bot.work.queue import answer_deferrer, expiry_deferrer

OWNER = "U0OWNER"
SEEN = {"agent": "1.0.0", "facts": {"kernel": {"value": {"release": "6.1"}}}}
MOMENTS = {
    "host_codes": ("expires_at",),
    "hosts": ("enrolled_at", "seen_at", "key_at", "rotation_asked_at", "ended_at"),
    "host_jobs": ("issued_at", "expires_at", "delivered_at"),
    "checks": ("asked_at",),
    "observations": ("received_at",),
    "host_audit": ("at",),
}


@dataclass(frozen=True)
class Subjected:
    """A store of hosts with its store of questions, and a way to let time pass."""

    hosts: HostStore
    store: Store
    notices: Callable[[], Awaitable[list[str]]]
    age: Callable[[timedelta], Awaitable[None]]


@pytest.fixture(params=["memory", "sql"])
def subject(request: pytest.FixtureRequest) -> Subjected:
    if request.param == "memory":
        return in_memory()
    return in_sql(request.getfixturevalue("database"))


def in_memory() -> Subjected:
    passed = timedelta()

    def now() -> datetime:
        return datetime.now(UTC) + passed

    async def age(by: timedelta) -> None:
        nonlocal passed
        passed += by

    async def notices() -> list[str]:
        return [row.text for row in store.questions.values() if row.surface == "notice"]

    store = MemoryStore(now=now)
    return Subjected(MemoryHosts(store, now=now), store, notices, age)


def in_sql(database: Database) -> Subjected:
    async def age(by: timedelta) -> None:
        async with database.engine.begin() as connection:
            for table, columns in MOMENTS.items():
                for column in columns:
                    await connection.execute(
                        text(f"UPDATE {table} SET {column} = {column} - :by"), {"by": by}
                    )

    async def notices() -> list[str]:
        async with database.engine.begin() as connection:
            said = text("SELECT text FROM questions WHERE surface = 'notice' ORDER BY asked_at")
            return list((await connection.execute(said)).scalars())

    store = SqlStore(database.engine, answer_deferrer())
    hosts = SqlHosts(database.engine, answer_deferrer(), expiry_deferrer())
    return Subjected(hosts, store, notices, age)


def a_code(code_id: str = "7Q4M2KXT", name: str = "web-1", owner: str = OWNER) -> KeptCode:
    return KeptCode(code_id=code_id, secret_hash=hash_of("secret"), team="T1", owner=owner, name=name)


def joining(key: str = "key", session: str = "s0") -> Joining:
    return Joining(
        host_id=uuid4(), key_hash=hash_of(key), hostname="web.example", agent_version="1.0.0", session=session
    )


async def joined(subject: Subjected, name: str = "web-1", owner: str = OWNER) -> Host:
    code = a_code(uuid4().hex[:8], name, owner)
    assert isinstance(await subject.hosts.add_code(code), datetime)
    host = await subject.hosts.enroll(code.code_id, joining())
    assert isinstance(host, Host)
    return host


async def online(subject: Subjected, name: str = "web-1") -> Host:
    host = await joined(subject, name)
    await subject.hosts.begin_poll(host.id, "s1", "1.0.0")
    return host


def a_request(question_id: UUID | None = None, user: str = OWNER, name: str = "web-1") -> CheckRequest:
    asker = Asker(team="T1", user=user, channel="C1")
    return CheckRequest(question_id=question_id or uuid4(), asker=asker, host_name=name)


async def asked(subject: Subjected) -> UUID:
    """A question of Slack's, to be answered."""
    question_id = uuid4()
    claim = Claim(team="T1", surface="command", event=uuid4().hex)
    question = Asked(
        id=question_id, team="T1", channel="C1", user_id=OWNER, surface="command", text="check web-1"
    )
    assert await subject.store.take_question(claim, question)
    return question_id


async def kept(subject: Subjected, question_id: UUID) -> QuestionRow:
    loaded = await subject.store.load(question_id)
    assert loaded is not None
    return loaded[0]


async def started(subject: Subjected, host: Host, request: CheckRequest | None = None) -> CheckRequest:
    request = request or a_request(name=host.name)
    assert await subject.hosts.start_check(request, host.id, ["kernel", "clock"])
    return request


async def taken(subject: Subjected, host: Host) -> Job:
    job = (await subject.hosts.next_turn(host.id)).job
    assert job is not None
    return job


async def status_of(subject: Subjected, request: CheckRequest) -> str:
    state = await subject.hosts.check(request.question_id, request.host_name)
    assert state is not None
    return state.status


# Enrolling


async def test_a_code_makes_a_host_and_tells_its_owner(subject: Subjected) -> None:
    code = a_code()
    await subject.hosts.add_code(code)
    assert await subject.hosts.code(code.code_id) == code
    join = joining()
    host = await subject.hosts.enroll(code.code_id, join)
    assert isinstance(host, Host)
    assert (host.id, host.name, host.owner, host.state) == (join.host_id, "web-1", OWNER, "joined")
    assert await subject.notices() == [notice_text("joined", host.id)]


async def test_a_code_works_once(subject: Subjected) -> None:
    await subject.hosts.add_code(a_code())
    outcomes = await asyncio.gather(
        *(subject.hosts.enroll("7Q4M2KXT", joining()) for _ in range(10)), return_exceptions=True
    )
    assert sum(isinstance(outcome, Host) for outcome in outcomes) == 1
    assert {outcome for outcome in outcomes if not isinstance(outcome, Host)} <= {"bad_code", "name_taken"}
    assert await subject.hosts.enroll("7Q4M2KXT", joining()) == "bad_code"
    assert await subject.hosts.code("7Q4M2KXT") is None


async def test_a_code_is_worthless_after_its_time(subject: Subjected) -> None:
    await subject.hosts.add_code(a_code())
    await subject.age(timedelta(minutes=15))
    assert await subject.hosts.code("7Q4M2KXT") is None
    assert await subject.hosts.enroll("7Q4M2KXT", joining()) == "bad_code"


async def test_a_code_works_just_before_its_time_is_over(subject: Subjected) -> None:
    await subject.hosts.add_code(a_code())
    await subject.age(timedelta(minutes=14))
    assert isinstance(await subject.hosts.enroll("7Q4M2KXT", joining()), Host)


async def test_five_wrong_secrets_void_a_code(subject: Subjected) -> None:
    await subject.hosts.add_code(a_code())
    for _ in range(4):
        await subject.hosts.miss_code("7Q4M2KXT")
    assert await subject.hosts.code("7Q4M2KXT") is not None
    await subject.hosts.miss_code("7Q4M2KXT")
    assert await subject.hosts.code("7Q4M2KXT") is None
    assert await subject.hosts.enroll("7Q4M2KXT", joining()) == "bad_code"


async def test_a_second_code_for_a_name_voids_the_first(subject: Subjected) -> None:
    await subject.hosts.add_code(a_code("AAAA1111"))
    await subject.hosts.add_code(a_code("BBBB2222"))
    assert await subject.hosts.code("AAAA1111") is None
    assert await subject.hosts.code("BBBB2222") is not None


async def test_an_owner_has_ten_unused_codes_at_most(subject: Subjected) -> None:
    for number in range(10):
        assert isinstance(await subject.hosts.add_code(a_code(f"AAAA000{number}", f"web-{number}")), datetime)
    assert await subject.hosts.add_code(a_code("BBBB0000", "web-10")) == "too_many"
    assert isinstance(await subject.hosts.add_code(a_code("CCCC0000", "web-10", "U0OTHER")), datetime)


async def test_a_live_name_is_taken_for_everybody(subject: Subjected) -> None:
    await online(subject)
    assert await subject.hosts.add_code(a_code("AAAA1111")) == "name_taken"
    assert await subject.hosts.add_code(a_code("AAAA1111", owner="U0OTHER")) == "name_taken"
    assert isinstance(await subject.hosts.add_code(a_code("AAAA1111", name="web-2")), datetime)


async def test_of_two_codes_for_a_name_the_first_used_gets_it(subject: Subjected) -> None:
    await subject.hosts.add_code(a_code("AAAA1111"))
    await subject.hosts.add_code(a_code("BBBB2222", owner="U0OTHER"))
    assert isinstance(await subject.hosts.enroll("AAAA1111", joining()), Host)
    assert await subject.hosts.enroll("BBBB2222", joining()) == "name_taken"
    assert await subject.hosts.code("BBBB2222") is not None


async def test_a_host_that_never_came_makes_way_for_its_owner(subject: Subjected) -> None:
    first = await joined(subject)
    second = await joined(subject)
    assert first.id != second.id
    gone = await subject.hosts.host(first.id)
    assert gone is not None
    assert (gone.host.state, gone.host.ended_by, gone.host.is_removed) == ("revoked", "replaced", True)
    assert [granted.host.id for granted in await subject.hosts.hosts("T1")] == [second.id]


# Hosts


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


async def test_a_revoked_host_has_no_credentials_and_its_name_is_free(subject: Subjected) -> None:
    host = await online(subject)
    assert [await subject.hosts.end(host.id, "owner") for _ in range(2)] == [True, False]
    assert await subject.hosts.credentials(host.id) is None
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


# Keys


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


# Polling


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


# Checks


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
    assert (await subject.hosts.next_turn(host.id)).job is None


async def test_a_question_that_is_edited_may_ask_for_another_host(subject: Subjected) -> None:
    question_id = uuid4()
    assert await subject.hosts.settle_check(a_request(question_id, name="web-2"), None, "unknown")
    assert await subject.hosts.settle_check(a_request(question_id, name="web-3"), None, "unknown")
    assert not await subject.hosts.settle_check(a_request(question_id, name="web-3"), None, "unknown")


async def test_of_ten_polls_at_once_one_gets_the_job(subject: Subjected) -> None:
    host = await online(subject)
    await started(subject, host)
    turns = await asyncio.gather(*(subject.hosts.next_turn(host.id) for _ in range(10)))
    assert sum(turn.job is not None for turn in turns) == 1


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
    assert (await subject.hosts.next_turn(host.id)).job is None


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


async def test_only_the_named_job_expires_and_only_in_its_time(subject: Subjected) -> None:
    host = await online(subject)
    request = await started(subject, host)
    job = await taken(subject, host)
    assert await subject.hosts.expire(job.id) == 0
    await subject.age(timedelta(seconds=121))
    assert await subject.hosts.expire(uuid4()) == 0
    assert await subject.hosts.expire(job.id) == 1
    assert await status_of(subject, request) == "expired"


async def test_who_asks_the_same_twice_joins_their_own_check(subject: Subjected) -> None:
    host = await online(subject)
    requests = [await started(subject, host) for _ in range(3)]
    job = await taken(subject, host)
    assert (await subject.hosts.next_turn(host.id)).job is None
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


async def test_the_last_ten_observations_are_kept(subject: Subjected) -> None:
    host = await online(subject)
    for number in range(12):
        await started(subject, host)
        job = await taken(subject, host)
        await subject.hosts.finish(host.id, job.id, job.nonce, SEEN | {"took_ms": number})
    seen = await subject.hosts.last_observations(host.id, limit=20)
    assert [one.sent["took_ms"] for one in seen] == list(range(11, 1, -1))


async def test_a_check_knows_the_observation_before_its_own(subject: Subjected) -> None:
    host = await online(subject)
    requests = []
    for number in range(3):
        requests.append(await started(subject, host))
        job = await taken(subject, host)
        await subject.hosts.finish(host.id, job.id, job.nonce, SEEN | {"took_ms": number})
    state = await subject.hosts.check(requests[1].question_id, "web-1")
    assert state is not None
    assert state.observation is not None
    assert state.before is not None
    assert (state.observation.sent["took_ms"], state.before.sent["took_ms"]) == (1, 0)


@pytest.mark.parametrize("odd", ["\u0000", "\ud800", "<!channel>", "'; DROP TABLE hosts; --", "\U0001f600"])
async def test_an_observation_comes_back_as_it_was_sent_whatever_it_holds(
    subject: Subjected, odd: str
) -> None:
    host = await online(subject)
    await started(subject, host)
    job = await taken(subject, host)
    sent: dict[str, Any] = {"facts": {odd: {"value": odd}}}
    assert await subject.hosts.finish(host.id, job.id, job.nonce, sent) == "taken"
    assert (await subject.hosts.last_observations(host.id))[0].sent == sent


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


# Time


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
    assert await subject.hosts.credentials(silent.id) is None


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
    assert (await subject.hosts.sweep()).audit == 1
    assert list(await subject.hosts.audit("T1")) == []


async def test_due_names_hosts_with_a_job_and_hosts_that_were_ended(subject: Subjected) -> None:
    quiet, asked_for, ended = [await online(subject, name) for name in ("quiet", "asked-for", "ended")]
    await started(subject, asked_for)
    await subject.hosts.end(ended.id, "owner")
    ids: Collection[UUID] = [quiet.id, asked_for.id, ended.id]
    assert set(await subject.hosts.due(ids)) == {asked_for.id, ended.id}
    assert list(await subject.hosts.due([])) == []
