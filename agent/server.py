"""Speaks the protocol with the server: one HTTPS connection, dialled from here, that trusts nothing it reads.

No redirect is ever followed, so the key goes to the server that was enrolled with and nowhere else.
``docs/agent-protocol.md`` has the protocol.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import re
import select
import socket
import ssl
from typing import Any, Dict, Mapping, NamedTuple, Optional

from agent import PROTOCOL, VERSION
from agent.address import Address, Proxy, proxy_for
from agent.clock import Clock, Moment, moment
from agent.jobs import decode

CONNECT_LIMIT_S = 10
ANSWER_LIMIT_S = 20
POLL_LIMIT_S = 50
MOST_RESPONSE = 64 * 1024
CODE = re.compile(r"[a-z_]{1,40}")


class Trouble(Exception):
    """No answer, or none that means anything: dns, tls, timeout, refused, unreachable, proxy, redirected, strange."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


class Reply(NamedTuple):
    """What the server answered. ``error`` is its word for what is wrong, empty if it has none."""

    status: int
    sent: Dict[str, Any]
    at: Moment
    error: str = ""
    retry_after_s: float = 0.0


class Credential(NamedTuple):
    """What the server knows this host by."""

    host_id: str
    key: str


class Server:
    """One server; a connection is kept between calls. Every call raises Trouble."""

    def __init__(self, address: Address, clock: Clock, environment: Mapping[str, str]) -> None:
        self.address = address
        self.clock = clock
        self.proxy: Optional[Proxy] = proxy_for(address, environment)
        self.connection: Optional[http.client.HTTPConnection] = None
        self.trust: Optional[ssl.SSLContext] = None

    def hello(self, code_id: str, nonce: str) -> Reply:
        """Asks the server to show that it knows the code; see ``proves``."""
        return self._call("POST", "/agent/v1/hello", {"code_id": code_id, "nonce": nonce})

    def enroll(self, wanted: Mapping[str, Any]) -> Reply:
        """Hands over the code; the answer has the key."""
        return self._call("POST", "/agent/v1/enroll", wanted)

    def next_job(self, credential: Credential, session: str) -> Reply:
        """Waits until there is a job, or for as long as the server likes."""
        path = f"/agent/v1/jobs?session={session}"
        return self._call("GET", path, credential=credential, limit_s=POLL_LIMIT_S + ANSWER_LIMIT_S)

    def send_result(self, credential: Credential, job: str, result: Mapping[str, Any]) -> Reply:
        """Sends an Observation, or why there is none."""
        return self._call("POST", f"/agent/v1/jobs/{job}/result", result, credential)

    def new_key(self, credential: Credential) -> Reply:
        """Asks for the key that follows."""
        return self._call("POST", "/agent/v1/key", {}, credential)

    def leave(self, credential: Credential) -> Reply:
        """Tells the server that this host is no longer one."""
        return self._call("POST", "/agent/v1/leave", {}, credential)

    def close(self) -> None:
        """Ends the connection, if there is one."""
        if self.connection:
            self.connection.close()
        self.connection = None

    def _call(
        self,
        method: str,
        path: str,
        body: Optional[Mapping[str, Any]] = None,
        credential: Optional[Credential] = None,
        limit_s: float = ANSWER_LIMIT_S,
    ) -> Reply:
        headers = {
            "Setupbot-Agent": VERSION,
            "Setupbot-Protocol": str(PROTOCOL),
            "Accept": "application/json",
            "User-Agent": f"setupbot-agent/{VERSION}",
        }
        if body is not None:
            headers["Content-Type"] = "application/json"
        if credential:
            headers["Authorization"] = f"Bearer {credential.host_id}.{credential.key}"
        sent = None if body is None else json.dumps(body, allow_nan=False).encode("utf-8")
        try:
            return self._exchange(method, self.address.path + path, sent, headers, limit_s)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            raise _trouble(error) from error
        except BaseException:
            self.close()
            raise

    def _exchange(
        self, method: str, path: str, body: Optional[bytes], headers: Dict[str, str], limit_s: float
    ) -> Reply:
        connection = self._connected()
        assert connection.sock  # noqa: S101 # connected just now
        connection.sock.settimeout(limit_s)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        at = moment(self.clock, response.getheader("Date"))
        content = _content(response)
        if response.will_close:
            self.close()
        if 300 <= response.status < 400:
            raise Trouble("redirected")
        return _reply(response, content, at)

    def _connected(self) -> http.client.HTTPConnection:
        if self.connection and _is_dead(self.connection):
            self.close()
        if not self.connection:
            self.connection = self._dial()
            self.connection.connect()
        return self.connection

    def _dial(self) -> http.client.HTTPConnection:
        host, port = self.address.host, self.address.port
        if self.address.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=CONNECT_LIMIT_S)
        self.trust = self.trust or ssl.create_default_context()
        if not self.proxy:
            return http.client.HTTPSConnection(host, port, timeout=CONNECT_LIMIT_S, context=self.trust)
        through = http.client.HTTPSConnection(
            self.proxy.host, self.proxy.port, timeout=CONNECT_LIMIT_S, context=self.trust
        )
        through.set_tunnel(host, port, self.proxy.headers)
        return through


def proves(secret: str, nonce: str, proof: Any) -> bool:
    """Whether the server's proof shows that it knows the secret part of the code."""
    key = hashlib.sha256(secret.encode("ascii")).digest()
    expected = hmac.new(key, f"setupbot hello {nonce}".encode("ascii"), hashlib.sha256).hexdigest()
    return isinstance(proof, str) and proof.isascii() and hmac.compare_digest(expected, proof)


def message_of(reply: Reply, language: str) -> str:
    """What the server says to a person, in their language if it can."""
    said = reply.sent.get("message")
    text = said.get(language) or said.get("en") if isinstance(said, dict) else said
    return text[:300] if isinstance(text, str) else ""


def _content(response: http.client.HTTPResponse) -> bytes:
    if response.getheader("Content-Encoding", "identity").lower() != "identity":
        raise Trouble("strange", "an encoded answer")
    content = response.read(MOST_RESPONSE + 1)
    if len(content) > MOST_RESPONSE:
        raise Trouble("strange", "too long an answer")
    return content


def _reply(response: http.client.HTTPResponse, content: bytes, at: Moment) -> Reply:
    try:
        sent = decode(content) if content else {}
    except ValueError as error:
        if response.status < 400:
            raise Trouble("strange", "not JSON") from error
        sent = {}  # a proxy's error page
    if not isinstance(sent, dict):
        raise Trouble("strange", "not an object")
    word = sent.get("error")
    word = word if isinstance(word, str) and CODE.fullmatch(word) else ""
    return Reply(response.status, sent, at, word, _seconds(response.getheader("Retry-After")))


def _seconds(text: Optional[str]) -> float:
    return float(text) if text and re.fullmatch(r"[0-9]{1,4}", text) else 0.0


def _is_dead(connection: http.client.HTTPConnection) -> bool:
    """Whether the server has ended a kept connection: then it is readable, while nothing was asked."""
    sock: Optional[socket.socket] = connection.sock
    if sock is None:
        return True
    watched = select.poll()
    watched.register(sock, select.POLLIN | select.POLLHUP | select.POLLERR)
    return bool(watched.poll(0))


def _trouble(error: Exception) -> Trouble:
    if isinstance(error, Trouble):
        return error
    if isinstance(error, ssl.SSLError):
        return Trouble("tls", getattr(error, "verify_message", "") or error.reason or "")
    if isinstance(error, socket.gaierror):
        return Trouble("dns")
    if isinstance(error, socket.timeout):
        return Trouble("timeout")
    if isinstance(error, ConnectionRefusedError):
        return Trouble("refused")
    if isinstance(error, OSError) and str(error).startswith("Tunnel connection failed"):
        return Trouble("proxy", str(error)[:80])
    if isinstance(error, OSError):
        return Trouble("unreachable", error.strerror or type(error).__name__)
    return Trouble("strange", type(error).__name__)
