"""What the running agent meets in tests: a server on loopback, a clock that is set, a look that is remembered."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from agent.address import Address
from agent.doing import Outside
from agent.enrolled import KEY_FILE, Enrolled, store_policy, write_enrolled
from agent.home import Home
from agent.journal import Journal
from agent.policy import Policy, at_level
from agent.running import Running
from agent.server import Server

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)
HOST_ID = "0b8b1b62-3f0e-4f4e-9c5b-1f2e3d4c5b6a"
JOB_ID = "7d444840-9dc0-11d1-b245-5ffdce74fad2"
NONCE = "00112233445566778899aabbccddeeff"
KEY = "k" * 43
NEW_KEY = "n" * 43
SECRET = "9F3AWZ5D8H6P1JNV"
CODE_ID = "7Q4M2KXT"
CODE = "7Q4M-2KXT-9F3A-WZ5D-8H6P-1JNV"


class FakeProbe(NamedTuple):
    """As the policy sees one."""

    level: str
    needs_user: bool = False


CATALOGUE = {
    "os_release": FakeProbe("files"),
    "user": FakeProbe("files", needs_user=True),
    "api_ping": FakeProbe("docker"),
    "hello_world": FakeProbe("active"),
}


class FakeClock:
    """Stands still until it is moved; ``sleep`` moves both clocks, as a machine that is awake does."""

    def __init__(self) -> None:
        self.at = NOON
        self.ticks = 1000.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.ticks

    def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.ticks += seconds


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


class Looked(NamedTuple):
    """One call to look, with what the policy said of each fact."""

    facts: Tuple[str, ...]
    user: str
    granted: Dict[str, Optional[str]]
    ahead_s: Optional[float]


class FakeLook:
    """Looks at nothing and remembers that it was asked; sees only what is granted, as the real one does."""

    def __init__(self) -> None:
        self.calls: List[Looked] = []
        self.during: Callable[[], None] = lambda: None
        self.value: Any = {"id": "ubuntu"}

    def __call__(
        self,
        facts: Sequence[str],
        user: str,
        granted: Callable[[str], Optional[str]],
        ahead_s: Optional[float],
    ) -> Dict[str, Any]:
        allowed = {name: granted(name) for name in facts}
        self.calls.append(Looked(tuple(facts), user, allowed, ahead_s))
        self.during()
        seen = {
            name: {"could_not": code, "took_ms": 0.0}
            if code
            else {"value": self.value, "how": "x", "took_ms": 0.1}
            for name, code in allowed.items()
        }
        return {
            "agent": "1.0.0",
            "observed_at": "2026-11-22T12:00:00Z",
            "took_ms": 1.0,
            "user": user,
            "facts": seen,
        }

    @property
    def seen(self) -> List[str]:
        """Every fact that was really looked at."""
        return [name for call in self.calls for name, code in call.granted.items() if code is None]


class Scene(NamedTuple):
    """An enrolled agent and all that surrounds it."""

    agent: Running
    fake: FakeServer
    home: Home
    look: FakeLook
    clock: FakeClock
    told: List[Tuple[str, Dict[str, Any]]]
    waits: List[float]

    def said(self) -> List[str]:
        return [key for key, _ in self.told]

    def results(self) -> List[Any]:
        return self.fake.bodies("/agent/v1/jobs/")

    def log(self) -> List[str]:
        return [line["what"] for line in Journal(self.home, self.clock).lines()]


def home_in(folder: Path) -> Home:
    home = Home(folder / "home")
    home.make()
    return home


def policy(level: str = "files", **changes: Any) -> Policy:
    return at_level(Policy(**{"users": ("alice",), **changes}), level, CATALOGUE)


def enrolled_in(home: Home, fake: FakeServer) -> Enrolled:
    enrolled = Enrolled(str(address_of(fake)), HOST_ID, "web-1")
    write_enrolled(home, enrolled)
    home.write(KEY_FILE, KEY + "\n")
    return enrolled


def running(folder: Path, fake: FakeServer, granted: Optional[Policy] = None) -> Scene:
    """An agent that waits without waiting."""
    home, clock, look = home_in(folder), FakeClock(), FakeLook()
    enrolled = enrolled_in(home, fake)
    store_policy(home, granted or policy())
    told: List[Tuple[str, Dict[str, Any]]] = []
    waits: List[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        clock.sleep(seconds)

    def tell(key: str, **values: Any) -> None:
        told.append((key, values))

    server = Server(address_of(fake), clock, {})
    fake.clients.append(server)
    agent = Running(
        home=home,
        enrolled=enrolled,
        key=KEY,
        server=server,
        journal=Journal(home, clock),
        catalogue=CATALOGUE,
        outside=Outside(look, tell, clock, wait, lambda least, most: most),
    )
    return Scene(agent, fake, home, look, clock, told, waits)
