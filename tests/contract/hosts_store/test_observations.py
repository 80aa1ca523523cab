"""What every store of hosts must do with observations: the last ten are kept, as they were sent."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.hosts_store.subject import SEEN, Subjected, online, started, taken


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
