"""What the agent meets in tests: names and keys, the probes that a policy grants, and a clock that is set."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import NamedTuple

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
