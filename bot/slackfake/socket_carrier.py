"""Deliveries over Socket Mode: the WebSocket server, its envelopes, acknowledgements and farewells."""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.slackfake.delivery import ACK_LIMIT_S, Attempt, Kind, Retry
from bot.slackfake.installation import Installation
from bot.slackfake.state import Json, Workspace

CONNECTIONS_MAX = 10

_ENVELOPES = {"event": "events_api", "command": "slash_commands", "interaction": "interactive"}


@dataclass(eq=False)
class Connection:
    """One open WebSocket and the acknowledgements it still owes."""

    socket: WebSocket
    id: str
    owed: dict[str, asyncio.Future[Json]] = field(default_factory=dict)


class SocketCarrier:
    """Sends each envelope to one of the connections in turn, and waits for its acknowledgement."""

    def __init__(self, workspace: Workspace, app: Installation, ack_limit_s: float = ACK_LIMIT_S) -> None:
        self._workspace, self._app = workspace, app
        self.ack_limit_s = ack_limit_s
        self.connections: list[Connection] = []
        self.opened = 0
        self._turn = 0
        self._held = 0

    async def serve(self, socket: WebSocket) -> None:
        """Holds one connection from hello to its end."""
        await socket.accept()
        if self._held >= CONNECTIONS_MAX:
            await socket.send_text(_farewell("too_many_websockets"))
            await socket.close()
            return
        connection = Connection(socket, self._workspace.new_id("W"))
        self._held += 1
        try:
            await socket.send_text(json.dumps(self._hello()))
            # No envelope before the greeting: only now is it one to send to.
            self.connections.append(connection)
            self.opened += 1
            self._workspace.changed()
            while True:
                self._take(connection, await socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            self._held -= 1
            self._drop(connection)

    async def attempt(self, kind: Kind, payload: Json, retry: Retry | None) -> Attempt:
        """One envelope; without a connection, or without an answer in time, it is to be sent again."""
        if not self.connections:
            return Attempt(None, "connection_failed")
        connection = self.connections[self._turn % len(self.connections)]
        self._turn += 1
        envelope: Json = {
            "envelope_id": self._workspace.new_id("E"),
            "type": _ENVELOPES[kind],
            "accepts_response_payload": kind != "event",
            "payload": payload,
        }
        if kind == "event":
            envelope |= {
                "retry_attempt": retry.number if retry else 0,
                "retry_reason": retry.reason if retry else "",
            }
        return await self._send(connection, envelope)

    async def refresh(self, connection: Connection, reason: str = "refresh_requested") -> None:
        """Asks a connection to come again, as Slack does every few hours."""
        await connection.socket.send_text(_farewell(reason))

    async def close(self) -> None:
        """Ends every connection."""
        for connection in list(self.connections):
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await connection.socket.close()
            self._drop(connection)

    async def _send(self, connection: Connection, envelope: Json) -> Attempt:
        answer = asyncio.get_running_loop().create_future()
        connection.owed[envelope["envelope_id"]] = answer
        try:
            await connection.socket.send_text(json.dumps(envelope))
            async with asyncio.timeout(self.ack_limit_s):
                acknowledged = await answer
        except TimeoutError:
            return Attempt(None, "timeout")
        except (ConnectionError, RuntimeError, WebSocketDisconnect):
            return Attempt(None, "connection_failed")
        finally:
            connection.owed.pop(envelope["envelope_id"], None)
        payload = acknowledged.get("payload")
        return Attempt(200, body=json.dumps(payload).encode() if payload else b"")

    def _take(self, connection: Connection, text: str) -> None:
        message = json.loads(text)
        answer = connection.owed.get(str(message.get("envelope_id")))
        if answer and not answer.done():
            answer.set_result(message)

    def _drop(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
        for answer in connection.owed.values():
            if not answer.done():
                answer.set_exception(ConnectionError("the connection ended"))
        self._workspace.changed()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": self._held,
            "connection_info": {"app_id": self._app.app_id},
            "debug_info": {"host": "fake", "approximate_connection_time": 18060},
        }


def _farewell(reason: str) -> str:
    return json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "fake"}})
