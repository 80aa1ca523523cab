"""Keys as they change, and a key that somebody else has too: found, whatever they do with it, and no honest Agent hurt."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from bot.hosts.bells import OPEN_MAX
from bot.hosts.model import OFFERS_MAX, CheckRequest
from handlers.gateway.limits import Limiter
from handlers.gateway.routes import PREFIX
from tests.database import until
from tests.gateway.harness import HEADERS, OWNER, Agent, InMemory, gateway


def told_of(answer: httpx.Response) -> tuple[int, str]:
    told = answer.json() if answer.content else {}
    return answer.status_code, told.get("error", "")


def copied(agent: Agent, session: str = "t" * 32) -> Agent:
    """Somebody who has read the machine's key, and is a process of their own."""
    return Agent(agent.client, agent.host_id, agent.key, session)


async def notices(gate: InMemory, agent: Agent) -> list[str]:
    told = [row.text for row in gate.questions.questions.values() if row.surface == "notice"]
    return [text.split(":")[1] for text in told if text.endswith(agent.host_id)]


def because(gate: InMemory) -> list[str]:
    return [row.detail for row in gate.store.log if row.action == "quarantine"]


async def test_the_old_key_holds_until_the_new_one_is_used(gate: InMemory) -> None:
    agent = await gate.told_to_rotate()
    old = copied(agent, agent.session)
    await agent.key_changed()
    assert [(await one.poll()).status_code for one in (old, old, agent)] == [204, 204, 204]
    assert (await gate.host(agent)).state == "joined"


async def test_an_agent_that_ended_between_storing_and_using_its_key_goes_on_with_either(
    gate: InMemory,
) -> None:
    agent = await gate.told_to_rotate()
    before = copied(agent, "b" * 32)
    await agent.key_changed()
    gate.age(timedelta(days=3))
    assert (await before.poll()).status_code == 200  # asked again, as nothing was used
    after = copied(agent, "c" * 32)
    assert [(await after.poll()).status_code for _ in range(2)] == [204, 204]
    assert because(gate) == []


async def test_a_key_that_another_followed_sets_the_host_aside_and_its_owner_is_told(gate: InMemory) -> None:
    agent = await gate.told_to_rotate()
    thief = copied(agent, agent.session)
    await agent.key_changed()
    await agent.poll()
    assert told_of(await thief.poll()) == (403, "quarantined")
    assert told_of(await agent.poll()) == (403, "quarantined")
    assert (await notices(gate, agent), because(gate)) == (["joined", "quarantined"], ["old_key"])


async def test_who_waits_hears_at_once_that_an_old_key_was_used() -> None:
    async with gateway(poll_s=60) as gate:
        agent = await gate.joined()
        gate.age(timedelta(days=31))
        assert (await agent.poll()).json() == {"rotate": True}
        thief = copied(agent)
        await agent.key_changed()
        waiting = asyncio.create_task(agent.poll())
        await until(lambda: len(gate.bells) == 1)
        await until(lambda: gate.store.rows[UUID(agent.host_id)].past_keys != [])
        await thief.post("/key")
        assert told_of(await asyncio.wait_for(waiting, 10)) == (403, "quarantined")


async def test_a_thief_cannot_leave_in_the_hosts_name_with_an_old_key(gate: InMemory) -> None:
    agent = await gate.told_to_rotate()
    thief = copied(agent)
    await agent.key_changed()
    await agent.poll()
    assert [told_of(await thief.post("/leave")) for _ in range(2)] == [(403, "quarantined")] * 2
    assert (await gate.host(agent)).state == "quarantined"
    assert (await agent.post("/leave")).status_code == 204


async def test_no_key_is_given_to_who_was_not_asked_to_take_one(gate: InMemory) -> None:
    agent = await gate.online()
    assert told_of(await copied(agent).post("/key")) == (409, "not_asked")
    assert (await agent.poll()).status_code == 204


async def test_a_thief_that_takes_the_new_key_first_is_found_when_the_agent_comes(gate: InMemory) -> None:
    agent = await gate.told_to_rotate()
    thief = copied(agent)
    await thief.key_changed()
    await thief.post("/key")  # the first use: now theirs is the key
    assert told_of(await agent.poll()) == (403, "quarantined")
    assert because(gate) == ["old_key"]


async def test_a_thief_that_replaces_the_agents_new_key_is_found_when_that_is_used(gate: InMemory) -> None:
    agent = await gate.told_to_rotate()
    thief = copied(agent)
    await agent.key_changed()
    await thief.key_changed()
    assert told_of(await agent.poll()) == (403, "quarantined")
    assert because(gate) == ["old_key"]


async def test_a_thief_that_takes_key_after_key_is_found(gate: InMemory) -> None:
    agent = await gate.told_to_rotate()
    thief = copied(agent)
    answers = [told_of(await thief.post("/key"))[0] for _ in range(OFFERS_MAX + 1)]
    assert (answers, because(gate)) == ([200] * OFFERS_MAX + [403], ["new_keys"])


async def test_a_key_whose_answer_was_lost_is_replaced_by_the_next(gate: InMemory) -> None:
    agent = await gate.told_to_rotate()
    await agent.post("/key")  # never arrived
    gate.age(timedelta(days=1, minutes=1))
    assert (await agent.poll()).json() == {"rotate": True}
    await agent.key_changed()
    assert [(await agent.poll()).status_code for _ in range(2)] == [204, 204]


async def test_of_a_new_keys_first_uses_at_once_all_are_good(gate: InMemory) -> None:
    agent = await gate.told_to_rotate()
    await agent.key_changed()
    answers = await asyncio.gather(*(agent.post("/key") for _ in range(4)))
    assert [told_of(one) for one in answers] == [(409, "not_asked")] * 4
    assert [row.action for row in gate.store.log].count("key") == 1


async def test_a_key_of_thirty_days_is_asked_to_be_changed_once_a_day(gate: InMemory) -> None:
    agent = await gate.online()
    gate.age(timedelta(days=13))
    await agent.poll()
    gate.age(timedelta(days=18))
    assert (await agent.poll()).json() == {"rotate": True}
    assert (await agent.poll()).status_code == 204
    gate.age(timedelta(days=1, minutes=1))
    assert (await agent.poll()).json() == {"rotate": True}
    await agent.key_changed()
    assert (await agent.poll()).status_code == 204


async def test_a_job_does_not_put_off_the_change_of_a_key(gate: InMemory) -> None:
    agent = await gate.online()
    host = await gate.host(agent)
    gate.age(timedelta(days=31))
    request = CheckRequest(question_id=uuid4(), asker=OWNER, host_name="web-1")
    await gate.store.start_check(request, host.id, ["kernel"])
    told = (await agent.poll()).json()
    assert (set(told), told["rotate"]) == ({"job", "rotate"}, True)


async def test_two_machines_with_one_key_are_both_set_aside_until_one_leaves(gate: InMemory) -> None:
    agent = await gate.joined()
    answers = [
        (await agent.poll(session)).status_code for session in ("a" * 32, "b" * 32, "a" * 32, "b" * 32)
    ]
    assert answers == [204, 204, 403, 403]
    for path in ("/key", f"/jobs/{agent.host_id}/result"):
        refused = await agent.post(path)
        assert (refused.status_code, refused.json()["error"]) == (403, "quarantined")
    assert (await agent.post("/leave")).status_code == 204


async def test_a_waiting_clone_hears_of_its_quarantine() -> None:
    async with gateway(poll_s=60) as gate:
        agent = await gate.joined()
        first = asyncio.create_task(agent.poll("a" * 32))
        await until(lambda: gate.store.rows[UUID(agent.host_id)].session == "a" * 32)
        second = asyncio.create_task(agent.poll("b" * 32))
        await until(lambda: gate.store.rows[UUID(agent.host_id)].session == "b" * 32)
        third = await agent.poll("a" * 32)
        told = [third, *(await asyncio.wait_for(asyncio.gather(first, second), 10))]
    assert [one.status_code for one in told] == [403, 403, 403]


async def test_a_key_that_never_was_one_ends_no_agent(gate: InMemory) -> None:
    """As after a database was put back to an older copy: only a revocation is told as one."""
    agent = await gate.online()
    agent.key = "A" * 43
    assert told_of(await agent.poll()) == (401, "unauthenticated")


async def test_a_host_that_vanishes_while_it_waits_is_not_told_to_delete_its_key() -> None:
    async with gateway(poll_s=60) as gate:
        agent = await gate.joined()
        waiting = asyncio.create_task(agent.poll())
        await until(lambda: len(gate.bells) == 1)
        await until(lambda: gate.store.rows[UUID(agent.host_id)].host.seen_at is not None)
        gate.store.rows.clear()
        gate.bells.ring_all(UUID(agent.host_id))
        assert told_of(await asyncio.wait_for(waiting, 10)) == (401, "unauthenticated")


async def test_who_holds_all_places_does_not_keep_the_agent_out() -> None:
    async with gateway(poll_s=60) as gate:
        agent = await gate.joined()
        thief = copied(agent)
        held = [asyncio.create_task(thief.poll()) for _ in range(OPEN_MAX)]
        await until(lambda: len(gate.bells) == OPEN_MAX)
        await until(lambda: gate.store.rows[UUID(agent.host_id)].session == thief.session)
        assert told_of(await asyncio.wait_for(agent.poll(), 10)) == (403, "quarantined")
        answers = await asyncio.wait_for(asyncio.gather(*held), 10)
    assert sorted(answer.status_code for answer in answers) == [204, 403, 403]


@pytest.mark.parametrize("known", [True, False], ids=["with its id", "with any id"])
async def test_wrong_keys_without_end_are_told_nothing_and_lock_no_agent_out(known: bool) -> None:
    async with gateway(poll_s=0.001, failures=Limiter(3, 0)) as gate:
        agent = await gate.joined()
        answers = []
        for _ in range(5):
            wrong = Agent(agent.client, agent.host_id if known else str(uuid4()), "A" * 43)
            answers.append(told_of(await wrong.poll()))
        assert answers == [(401, "unauthenticated")] * 3 + [(429, "too_many")] * 2
        assert (await agent.poll()).status_code == 204


async def test_requests_without_a_key_are_counted_too() -> None:
    async with gateway(failures=Limiter(1, 0)) as gate:
        answers = [told_of(await gate.client.post(f"{PREFIX}/key", headers=HEADERS)) for _ in range(2)]
    assert answers == [(401, "unauthenticated"), (429, "too_many")]
