"""An enrolled agent and all that surrounds it, waits that do not wait and a look that is remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence, Tuple

from agent.doing import Outside
from agent.enrolled import KEY_FILE, Enrolled, store_policy, write_enrolled
from agent.home import Home
from agent.journal import Journal
from agent.policy import Policy, at_level
from agent.running import Running
from agent.server import Server
from agent.tests.fake_server import FakeServer, address_of
from agent.tests.fakes import CATALOGUE, HOST_ID, KEY, FakeClock


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
