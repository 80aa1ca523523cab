"""What every store of hosts must do with codes: each makes one host, in its time."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.hosts.model import Host, notice_text
from tests.contract.hosts_store.subject import OWNER, Subjected, a_code, joined, joining, online


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


async def test_the_salt_is_made_once(subject: Subjected) -> None:
    salts = await asyncio.gather(*(subject.hosts.salt() for _ in range(5)))
    assert [len(salt) for salt in set(salts)] == [32]
