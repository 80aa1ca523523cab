"""The routes of ``/agent/v1``: each reads a body of its form, calls one use case and says what came of it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.types import ASGIApp

from bot.hosts.enrolling import Enrolling, Machine
from bot.hosts.model import Host
from bot.hosts.serving import POLL_S, Agents, NewKey
from bot.hosts.versions import OLDEST_PROTOCOL, PROTOCOL
from handlers.gateway import replies
from handlers.gateway.bodies import CappedRequest, EnrollBody, HelloBody, ResultBody, Session
from handlers.gateway.gate import TOLD, Gate, tell
from handlers.gateway.limits import Limiter
from handlers.gateway.refusals import Refused
from handlers.gateway.routes import OPENAPI_PATH, TABLE
from handlers.gateway.waiting import Waiting, moment
from handlers.metrics import GatewayMetrics

STRANGERS_BURST, STRANGERS_PER_S = 20, 0.5
HOSTS_BURST, HOSTS_PER_S = 60, 2.0


def build_gateway(
    *,
    agents: Agents,
    enrolling: Enrolling,
    metrics: GatewayMetrics,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    strangers: Limiter | None = None,
    hosts: Limiter | None = None,
    failures: Limiter | None = None,
) -> ASGIApp:
    """The ASGI app to be mounted at ``/agent/v1``."""
    return Gate(
        build_routes(agents, enrolling, metrics, clock),
        agents,
        metrics,
        strangers=strangers or Limiter(STRANGERS_BURST, STRANGERS_PER_S),
        hosts=hosts or Limiter(HOSTS_BURST, HOSTS_PER_S),
        failures=failures or Limiter(STRANGERS_BURST, STRANGERS_PER_S),
    )


def build_routes(
    agents: Agents, enrolling: Enrolling, metrics: GatewayMetrics, clock: Callable[[], datetime]
) -> FastAPI:
    """The routes of the table; behind the gate only, which put ``row`` and ``host`` into the request's state."""
    app = FastAPI(
        title="setupbot agents' gateway", version=str(PROTOCOL), openapi_url=OPENAPI_PATH,
        docs_url=None, redoc_url=None, separate_input_output_schemas=False,
    )  # fmt: skip
    app.router.route_class = _CappedRoute
    for kind in TOLD:
        app.add_exception_handler(kind, _tell)
    answers = _Answers(agents, enrolling, metrics, clock)
    for row in TABLE:
        if row.path == OPENAPI_PATH:
            continue  # FastAPI's own
        app.add_api_route(
            row.path,
            getattr(answers, row.name),  # of a name in our own table
            methods=[row.method],
            responses=replies.DOCUMENTED[row.name],
            openapi_extra=replies.needing(row.needs),
            response_model=None,
        )
    return app


class _CappedRoute(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_capped(request: Request) -> Response:
            capped = CappedRequest(request.scope, request.receive, request.state.row.most_bytes)
            await capped.check()  # here, as FastAPI would make a fault of its own of any refusal
            return await handle(capped)

        return handle_capped


async def _tell(request: Request, fault: Exception) -> Response:
    return tell(fault)


class _Answers:
    """One method a row of the table."""

    def __init__(
        self, agents: Agents, enrolling: Enrolling, metrics: GatewayMetrics, clock: Callable[[], datetime]
    ) -> None:
        self._agents, self._enrolling, self._metrics, self._clock = agents, enrolling, metrics, clock
        self._waiting = Waiting(agents, metrics)

    async def hello(self, body: HelloBody) -> JSONResponse:
        """Proves that this server made the code."""
        hello = await self._enrolling.hello(body.code_id, body.nonce)
        return JSONResponse(
            {
                "protocols": list(range(OLDEST_PROTOCOL, PROTOCOL + 1)),
                "proof": hello.proof,
                "host_name": hello.name,
                "server_time": moment(self._clock()),
            }
        )

    async def enroll(self, body: EnrollBody, request: Request) -> JSONResponse:
        """Uses a code; the key is told this once."""
        machine = Machine(
            hostname=body.machine.hostname,
            agent_version=request.state.agent_version,
            session=body.session,
        )
        done = await self._enrolling.enroll(body.code_id, body.secret, body.name, machine)
        if isinstance(done, str):
            raise Refused(done)
        return JSONResponse(
            {
                "host_id": str(done.host.id),
                "key": done.key,
                "name": done.host.name,
                "owner": done.host.owner,
                "poll_s": int(POLL_S),
            }
        )

    async def wait_for_job(self, request: Request, session: Annotated[Session, Query()]) -> Response:
        """Waits up to 50 s for a job."""
        return await self._waiting.answer(request.scope, request.receive)

    async def take_result(self, job_id: UUID, body: ResultBody, request: Request) -> Response:
        """Takes the one result of a job."""
        host: Host = request.state.host
        if (body.observation is None) == (body.refused is None):
            raise Refused("malformed")
        if body.observation is not None:
            done = await self._agents.finish(host, job_id, body.nonce, body.observation)
        else:
            done = await self._agents.refuse(host, job_id, body.nonce, body.refused or "", body.detail)
        is_refusal = done == "taken" and body.observation is None
        self._metrics.results.labels("refused" if is_refusal else done).inc()
        match done:
            case "taken":
                return Response(status_code=204)
            case "foreign":
                raise Refused("unknown")
            case "malformed":
                raise Refused("malformed")
            case _:
                raise Refused("finished", {"why": done})

    async def change_key(self, request: Request) -> JSONResponse:
        """Another key, where one was asked for; both hold until the new one is used."""
        made = await self._agents.new_key(request.state.host)
        match made:
            case NewKey(key):
                return JSONResponse({"key": key})
            case "not_asked" | "quarantined" | "revoked":
                raise Refused(made)
            case _:
                raise Refused("unauthenticated")

    async def leave(self, request: Request) -> Response:
        """The Host revokes itself."""
        await self._agents.leave(request.state.host)
        return Response(status_code=204)
