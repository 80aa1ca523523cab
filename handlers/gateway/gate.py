"""The gate before the routes: nothing is parsed, read or dispatched before the credential is good."""

from __future__ import annotations

import asyncio
import re
from secrets import token_hex
from traceback import format_exception
from uuid import UUID

import structlog
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.hosts.bells import TooManyPollsError
from bot.hosts.model import Host
from bot.hosts.secrets import read_bearer
from bot.hosts.serving import Agents, Closing
from bot.hosts.versions import OLDEST_PROTOCOL, PROTOCOL, is_spoken
from bot.storage.faults import StorageError
from handlers.gateway.limits import Limiter
from handlers.gateway.refusals import STATUS, Code, Refused, refusal
from handlers.gateway.routes import PREFIX, Row, row_of
from handlers.gateway.waiting import Waiting
from handlers.metrics import GatewayMetrics

_PROTOCOL = re.compile(r"[0-9]{1,4}")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,31}")
log = structlog.get_logger()


class Gate:
    """ASGI: finds the row of a request, checks what it needs, hands it on.

    ``strangers`` are limited by address, ``failures`` (wrong keys) by address and by the Host's id.
    """

    def __init__(
        self,
        routes: ASGIApp,
        agents: Agents,
        metrics: GatewayMetrics,
        *,
        strangers: Limiter,
        hosts: Limiter,
        failures: Limiter,
    ) -> None:
        self._routes, self._agents, self._waiting = routes, agents, Waiting(agents, metrics)
        self._metrics = metrics
        self._strangers, self._hosts, self._failures = strangers, hosts, failures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request; every fault becomes a refusal with a code."""
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            if message["type"] == "http.response.start" and message["status"] >= 400:
                self._metrics.refusals.labels(str(message["status"])).inc()
            await send(message)

        try:
            row = await self._admit(scope)
            if row.name == "wait_for_job":
                response = await self._waiting.answer(scope, receive)
                await response(scope, receive, sending)
            else:
                await self._routes(scope, receive, sending)
        except Exception as fault:  # noqa: BLE001 # whatever it is, the Agent gets a code and the log an incident
            if not begun:  # else a route has told it already
                await tell(fault)(scope, receive, sending)

    async def _admit(self, scope: Scope) -> Row:
        row = row_of(scope["method"], scope["path"].removeprefix(PREFIX)) if scope["type"] == "http" else None
        if row is None:
            raise Refused("unknown")
        scope.setdefault("state", {}).update(row=row, since=asyncio.get_running_loop().time())
        if row.needs == "nothing":
            return row
        headers = Headers(scope=scope)
        scope["state"]["agent_version"] = _agent_version(headers)
        address = (scope.get("client") or ("",))[0]
        if row.needs == "key":
            scope["state"]["host"] = await self._authenticated(headers, row, address)
        elif not self._strangers.admits(address):
            raise Refused("too_many")
        return row

    async def _authenticated(self, headers: Headers, row: Row, address: str) -> Host:
        read = read_bearer(headers.get("authorization", ""))
        if read is None:
            raise self._failed("unauthenticated", address)
        host = await self._agents.authenticate(*read)
        match host:
            case "unknown":
                raise self._failed("unauthenticated", address, read[0])
            case "revoked":
                raise self._failed("revoked", address, read[0])
            case "cloned":
                raise Refused("quarantined")
            case _:
                pass
        if not self._hosts.admits(str(host.id)):
            raise Refused("too_many")
        if host.state == "quarantined" and not row.is_for_quarantined:
            raise Refused("quarantined")
        return host

    def _failed(self, code: Code, address: str, host_id: UUID | None = None) -> Refused:
        """What a wrong key is told: past the limits nothing any more. A right one never comes here.

        So nobody can lock an Agent out, however much they try from behind the same proxy or with its id.
        """
        admitted = self._failures.admits(address)
        if host_id is not None:
            admitted = self._failures.admits(str(host_id)) and admitted
        return Refused(code if admitted else "too_many")


def _agent_version(headers: Headers) -> str:
    """Of an Agent whose protocol is served."""
    protocol = headers.get("setupbot-protocol", "")
    if not (_PROTOCOL.fullmatch(protocol) and is_spoken(int(protocol))):
        raise Refused("upgrade", {"oldest": OLDEST_PROTOCOL, "newest": PROTOCOL})
    version = headers.get("setupbot-agent", "")
    if not _VERSION.fullmatch(version):
        raise Refused("malformed")
    return version


def tell(fault: Exception) -> Response:
    """The answer to a fault of any kind; our own are logged under the incident that the Agent is told."""
    refused = _refused(fault)
    if STATUS[refused.code] < 500:
        log.info("agent_refused", code=refused.code)
    return refusal(refused)


def _refused(fault: Exception) -> Refused:
    match fault:
        case Refused():
            return fault
        case TooManyPollsError():
            return Refused("too_many")
        case Closing():
            return Refused("unavailable")
        case RequestValidationError():
            return Refused("malformed")
        case StorageError():
            log.warning("gateway_without_database", fault=type(fault).__name__)
            return Refused("unavailable")
        case _:
            incident = token_hex(4)
            # As text: a renderer of tracebacks may print the locals, and with them what a Host sent.
            log.error("fault", incident=incident, traceback="".join(format_exception(fault)))
            return Refused("fault", {"incident": incident})


TOLD = (Refused, TooManyPollsError, Closing, RequestValidationError, StorageError, Exception)
"""What the routes hand to ``tell``."""
