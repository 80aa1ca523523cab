"""What ``/metrics`` tells of agents: bounded labels, and nothing that a host chose."""

from __future__ import annotations

import asyncio
import re
from uuid import UUID

from handlers.gateway.refusals import STATUS
from handlers.metrics import Metrics
from tests.database import until
from tests.gateway.harness import SEEN, Gateway, InMemory, gateway


def shown(gate: Gateway) -> dict[str, float]:
    """What the edge's registry tells of agents."""
    metrics = Metrics()
    metrics.show_too(gate.metrics)
    lines = re.findall(r"^(setupbot_agent\S+) (\S+)$", metrics.as_text().decode(), re.MULTILINE)
    return {name: float(value) for name, value in lines if "_created" not in name}


async def test_agents_that_wait_are_counted_while_they_do() -> None:
    async with gateway(poll_s=60) as gate:
        agent = await gate.joined()
        polling = asyncio.create_task(agent.poll())
        await until(lambda: len(gate.bells) == 1)
        waiting = shown(gate)["setupbot_agents_waiting"]
        gate.bells.close()
        await polling
    assert (waiting, shown(gate)["setupbot_agents_waiting"]) == (1, 0)


async def test_jobs_and_their_results_are_counted_by_outcome(gate: InMemory) -> None:
    agent, other = await gate.online(), await gate.online("web-2")
    job = await gate.job(agent)
    await other.send(job, {"observation": SEEN})
    for _ in range(2):
        await agent.send(job, {"observation": SEEN})
    await agent.send(await gate.job(agent), {"refused": "paused"})
    await agent.send(await gate.job(agent), {"observation": {"facts": 5}})
    told = shown(gate)
    assert told["setupbot_agent_jobs_total"] == 3
    assert {name: value for name, value in told.items() if "results" in name} == {
        f'setupbot_agent_results_total{{outcome="{outcome}"}}': 1
        for outcome in ("taken", "repeated", "foreign", "refused", "malformed")
    }


async def test_refusals_are_counted_by_status_and_nothing_else(gate: InMemory) -> None:
    agent = await gate.online()
    for path in ("/key", "/nowhere", "/<!channel>", f"/jobs/{UUID(int=1)}/result"):
        await agent.post(path)
    agent.key = "A" * 43
    await agent.poll()
    told = {name: value for name, value in shown(gate).items() if "refusals" in name}
    assert told == {
        f'setupbot_agent_refusals_total{{status="{status}"}}': count
        for status, count in (("409", 1), ("404", 2), ("400", 1), ("401", 1))
    }
    assert {re.findall("[0-9]{3}", name)[0] for name in told} <= {str(status) for status in STATUS.values()}
