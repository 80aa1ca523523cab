"""Answers a poll, by the shortest way: five thousand of them wait at once.

Through the framework each would hold thirty-six coroutines, and a full garbage collection over all of
them took more than a second. So the gate answers this one row by itself; FastAPI has it in ``openapi.json``.
"""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from urllib.parse import parse_qs

from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope

from bot.hosts.bells import Bell
from bot.hosts.model import Host, Job
from bot.hosts.serving import Agents
from handlers.gateway.bodies import SESSION
from handlers.gateway.refusals import Refused
from handlers.metrics import GatewayMetrics

QUERY_MAX = 200


class Waiting:
    """``GET /jobs`` behind the gate, which put ``host``, ``agent_version`` and ``since`` into the state."""

    def __init__(self, agents: Agents, metrics: GatewayMetrics) -> None:
        self._agents, self._metrics = agents, metrics

    async def answer(self, scope: Scope, receive: Receive) -> Response:
        """A job, a wish for another key, or nothing. Raises Refused."""
        state = scope["state"]
        host: Host = state["host"]
        session = _session(scope["query_string"])
        with self._agents.waiting(host) as bell:
            leaving = asyncio.create_task(_leave(receive, bell))
            try:
                polled = await self._agents.poll(host, bell, session, state["agent_version"], state["since"])
            finally:
                leaving.cancel()
        match polled.state:
            case "quarantined" | "revoked" as ended:
                raise Refused(ended)
            case "unknown":  # the database is another one than a moment ago: that ends no Agent
                raise Refused("unauthenticated")
        if polled.job:
            self._metrics.jobs.inc()
        # Both at once, as another key is asked for once a day only.
        asks = ({"job": _job(polled.job)} if polled.job else {}) | ({"rotate": True} if polled.rotate else {})
        return JSONResponse(asks) if asks else Response(status_code=204)


def moment(at: datetime) -> str:
    """A moment as the protocol writes it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def _leave(receive: Receive, bell: Bell) -> None:
    """An Agent that is gone must not take a job with it."""
    while (await receive())["type"] != "http.disconnect":
        pass
    bell.leave()


def _session(query: bytes) -> str:
    try:
        given = parse_qs(query[:QUERY_MAX].decode("ascii"), max_num_fields=5).get("session", [])
    except ValueError as bad:
        raise Refused("malformed") from bad
    if len(query) > QUERY_MAX or len(given) != 1 or not re.fullmatch(SESSION, given[0]):
        raise Refused("malformed")
    return given[0]


def _job(job: Job) -> dict[str, object]:
    return {
        "id": str(job.id),
        "host": str(job.host_id),
        "nonce": job.nonce,
        "issued_at": moment(job.issued_at),
        "expires_at": moment(job.expires_at),
        "facts": list(job.facts),
        "user": job.user,
        "asker": job.asker,
    }
