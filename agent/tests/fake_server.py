"""A server on loopback that answers what it was given and keeps what it heard."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from contextlib import contextmanager
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple

import pytest

from agent.address import Address
from agent.server import Credential, Server, Trouble
from agent.tests.fakes import HOST_ID, JOB_ID, KEY, NONCE, NOON, SECRET


class Heard(NamedTuple):
    """A request as the server got it."""

    method: str
    path: str
    headers: Dict[str, str]
    body: Any


class Given(NamedTuple):
    """What the server is to answer; ``raw`` stands for a body that is no JSON."""

    status: int = 204
    body: Any = None
    headers: Tuple[Tuple[str, str], ...] = ()
    raw: Optional[bytes] = None


class FakeServer:
    """Answers by path: the first of what was given for it, the last of them for ever."""

    def __init__(self) -> None:
        self.heard: List[Heard] = []
        self.answers: Dict[str, List[Given]] = {}
        self.date = NOON
        self.port = 0
        self.clients: List[Server] = []

    def give(self, path: str, *answers: Given) -> None:
        """For requests whose path begins so."""
        self.answers[path] = list(answers)

    def bodies(self, path: str) -> List[Any]:
        """What was sent to paths that begin so."""
        return [heard.body for heard in self.heard if heard.path.startswith(path)]

    def answer(self, heard: Heard) -> Given:
        self.heard.append(heard)
        if heard.path == "/agent/v1/hello" and heard.path not in self.answers:
            return Given(200, hello(heard.body["nonce"]))
        for path, answers in self.answers.items():
            if heard.path.startswith(path):
                return answers.pop(0) if len(answers) > 1 else answers[0]
        return Given()


def hello(nonce: str, secret: str = SECRET) -> Dict[str, Any]:
    """What a server says that knows the secret."""
    key = hashlib.sha256(secret.encode()).digest()
    proof = hmac.new(key, b"setupbot hello " + nonce.encode(), hashlib.sha256).hexdigest()
    return {"protocols": [1], "proof": proof, "host_name": "web-1", "server_time": "2026-11-22T12:00:00Z"}


@contextmanager
def serving() -> Iterator[FakeServer]:
    """On a loopback port of its own."""
    fake = FakeServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            held = self.rfile.read(size)
            given = fake.answer(
                Heard(self.command, self.path, dict(self.headers.items()), json.loads(held) if held else None)
            )
            content = given.raw if given.raw is not None else b"" if given.body is None else _dump(given.body)
            self.send_response_only(given.status)
            self.send_header("Date", format_datetime(fake.date, usegmt=True))
            if given.status != 204:
                self.send_header("Content-Length", str(len(content)))
            for name, value in given.headers:
                self.send_header(name, value)
            self.end_headers()
            if given.status != 204:
                self.wfile.write(content)

        do_POST = do_GET  # noqa: N815 # the name that the library calls

        def log_message(self, *args: Any) -> None:
            """Says nothing."""

    class Listening(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Says nothing of a client that went away."""

    listening = Listening(("127.0.0.1", 0), Handler)
    fake.port = listening.server_address[1]
    thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        for client in fake.clients:
            client.close()
        listening.shutdown()
        listening.server_close()
        thread.join()


def _dump(body: Any) -> bytes:
    return json.dumps(body).encode("utf-8")


def address_of(fake: FakeServer) -> Address:
    return Address("http", "127.0.0.1", fake.port, "")


def job(**changes: Any) -> Dict[str, Any]:
    """A job as the server sends it, fit for the host of ``running``; a change to None takes the field out."""
    made = {
        "id": JOB_ID,
        "host": HOST_ID,
        "nonce": NONCE,
        "issued_at": "2026-11-22T12:00:00Z",
        "expires_at": "2026-11-22T12:02:00Z",
        "facts": ["os_release"],
        "user": "alice",
        "asker": "U123",
        **changes,
    }
    return {name: value for name, value in made.items() if value is not None}


def offered(**changes: Any) -> Given:
    """A job as an answer."""
    return Given(200, {"job": job(**changes)})


CREDENTIAL = Credential(HOST_ID, KEY)


def trouble(server: Server) -> str:
    with pytest.raises(Trouble) as raised:
        server.next_job(CREDENTIAL, "s")
    return raised.value.code
