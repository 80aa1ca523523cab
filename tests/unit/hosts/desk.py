"""The use cases over a store in memory, with a clock that tests move on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from bot.hosts.checking import Checks
from bot.hosts.model import Asker, CheckRequest, CheckState, Host
from bot.hosts.owning import Hosts
from bot.hosts.permissions import Permissions
from bot.hosts.ports import Joining, KeptCode
from bot.storage.hosts.memory import MemoryHosts
from bot.storage.memory import MemoryStore

OWNER = Asker(team="T1", user="U0OWNER", channel="C0HELP")
BOB = Asker(team="T1", user="U0BOB", channel="C0HELP")
TERMINAL = Asker(team="T1", user="terminal:root")


class NoGroups:
    """Nobody is in a user group."""

    async def is_member(self, group: str, user: str) -> bool:
        return False


class Desk:
    """Everything at hand."""

    def __init__(self, maintainers: Collection[str] = ()) -> None:
        self._passed = timedelta()
        self.store = MemoryHosts(MemoryStore(now=self.now), now=self.now)
        permissions = Permissions(NoGroups(), maintainers)
        self.hosts, self.checks = Hosts(self.store, permissions), Checks(self.store, permissions)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._passed

    def age(self, **by: float) -> None:
        self._passed += timedelta(**by)

    async def joined(self, name: str = "web-1", owner: str = "U0OWNER", *, online: bool = True) -> Host:
        """A Host whose Agent perhaps polls already."""
        code = KeptCode(code_id=uuid4().hex[:8], secret_hash=b"", team="T1", owner=owner, name=name)
        assert isinstance(await self.store.add_code(code), datetime)
        joining = Joining(
            host_id=uuid4(), key_hash=b"key", hostname="web", agent_version="1.0.0", session="s0"
        )
        host = await self.store.enroll(code.code_id, joining)
        assert isinstance(host, Host)
        if online:
            await self.store.begin_poll(host.id, "s1", "1.0.0")
        return host

    async def ask(self, name: str = "web-1", asker: Asker = OWNER) -> CheckState:
        """A check that a new question asks for."""
        return await self.checks.request(CheckRequest(question_id=uuid4(), asker=asker, host_name=name))

    def log(self) -> list[tuple[str, str, bool, str]]:
        """Asker, action, whether allowed, and detail, oldest first; what hosts did left out."""
        return [
            (row.asker, row.action, row.allowed, row.detail)
            for row in self.store.log
            if not row.asker.startswith("host")
        ]
