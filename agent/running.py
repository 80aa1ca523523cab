"""The running agent: asks the server for jobs, hands them on, and knows when to wait and when to stop."""

from __future__ import annotations

import json
import secrets
from typing import Any, Dict, Optional

from agent import VERSION
from agent.doing import Doing, Outside
from agent.enrolled import KEY, KEY_FILE, STATE, Enrolled
from agent.home import Home
from agent.journal import Journal
from agent.policy import Catalogue
from agent.server import Credential, Reply, Server, Trouble, message_of
from agent.sparing import Sparing
from agent.words import Told

BACK_OFF_S = (1.0, 60.0)
SLOW_S = 600.0
"""How often an agent that was quarantined, or is too old, asks whether that is over."""
SLOW = {(403, "quarantined"): "quarantined", (426, "upgrade"): "upgrade"}
QUICK_S = 1.0
"""An answer that comes sooner, and brings no job that is done, is followed by a pause."""
STATE_EVERY_S = 300.0
EXIT_REVOKED = 3


class Running:
    """One process that answers for one host. ``step`` is one question to the server."""

    def __init__(
        self,
        *,
        home: Home,
        enrolled: Enrolled,
        key: str,
        server: Server,
        journal: Journal,
        catalogue: Catalogue,
        outside: Outside,
        language: str = "en",
    ) -> None:
        self.home = home
        self.credential = Credential(enrolled.host_id, key)
        self.server = server
        self.journal = journal
        self.sparing = Sparing(journal, outside.clock)
        self.outside = outside
        self.language = language
        self.doing = Doing(
            home=home,
            host_id=enrolled.host_id,
            server=server,
            journal=journal,
            sparing=self.sparing,
            catalogue=catalogue,
            outside=outside,
        )
        self.session = secrets.token_hex(16)
        self.failures = 0
        self.trouble = ""
        self.ahead_s: Optional[float] = None
        self.state_at: Optional[float] = None

    def run(self) -> int:
        """Until the server revokes this host (EXIT_REVOKED) or something interrupts it."""
        self.journal.note("started", version=VERSION)
        self._keep_state()
        try:
            while not self.step():
                pass
        finally:
            self.server.close()
            self.sparing.tell_counted(at_once=True)
        return EXIT_REVOKED

    def step(self) -> bool:
        """Asks once and does what is asked; True when this host is none any more."""
        self.sparing.tell_counted()
        begun = self.outside.clock.monotonic()
        try:
            reply = self.server.next_job(self.credential, self.session)
            if reply.status == 401 and reply.error == "revoked":
                return self._end()
            if reply.status >= 300:
                return self._obstructed(reply)
            done = self._heed(reply)
        except Trouble as trouble:
            self._note_trouble(trouble.code, trouble.detail)
            self._back_off()
            return False
        self._is_well()
        if done or self.outside.clock.monotonic() - begun >= QUICK_S:
            self.failures = 0
        else:
            self._back_off()
        return False

    def _heed(self, reply: Reply) -> bool:
        """Does what the answer asks for; whether a job was done."""
        self.ahead_s = self.ahead_s if reply.at.ahead_s is None else reply.at.ahead_s
        job = reply.sent.get("job")
        done = job is not None and self.doing.do(job, reply.at, self.credential)
        if reply.sent.get("rotate") is True:
            self._rotate()
        return done

    def _rotate(self) -> None:
        """The new key is on the disk before it is used; until then the old one goes on."""
        reply = self.server.new_key(self.credential)
        key = reply.sent.get("key") if reply.status == 200 else None
        if not isinstance(key, str) or not KEY.fullmatch(key):
            raise Trouble("strange", "no key")
        try:
            self.home.write(KEY_FILE, key + "\n")
        except Told as told:
            raise Trouble("strange", "the new key cannot be stored") from told
        self.credential = self.credential._replace(key=key)
        self.sparing.note("key")
        self.outside.tell("key_changed")

    def _end(self) -> bool:
        self.home.delete(KEY_FILE)
        self.journal.note("revoked")
        self._keep_state(trouble="revoked")
        self.outside.tell("revoked")
        return True

    def _obstructed(self, reply: Reply) -> bool:
        slow = SLOW.get((reply.status, reply.error))
        self._note_trouble(slow or f"HTTP {reply.status}", message_of(reply, self.language))
        if slow:
            self.outside.wait(self.outside.chance(SLOW_S / 2, SLOW_S))
        else:
            self._back_off(min(reply.retry_after_s, SLOW_S))
        return False

    def _note_trouble(self, code: str, detail: str) -> None:
        if code == self.trouble:
            return
        self.trouble = code
        self.sparing.note("trouble", code, code=code, detail=detail)
        if code in SLOW.values():
            self.outside.tell(code, version=VERSION, message=detail)
        else:
            self.outside.tell("trouble", why=code)
        self._keep_state(trouble=code)

    def _is_well(self) -> None:
        if self.trouble:
            self.trouble = ""
            self.sparing.note("well")
            self.outside.tell("reached")
            self._keep_state()
        elif self.state_at is None or self.outside.clock.monotonic() - self.state_at > STATE_EVERY_S:
            self._keep_state()

    def _back_off(self, at_least_s: float = 0.0) -> None:
        """Full jitter: agents that lost one server together do not come back together."""
        least, most = BACK_OFF_S
        self.failures = min(self.failures + 1, 10)
        self.outside.wait(max(at_least_s, self.outside.chance(least, min(most, 2.0**self.failures))))

    def _keep_state(self, trouble: str = "") -> None:
        """For ``status``; whether it can be kept changes nothing."""
        now = self.outside.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        state: Dict[str, Any] = {"at": now, "trouble": trouble, "ahead_s": self.ahead_s}
        self.state_at = self.outside.clock.monotonic()
        try:
            self.home.write(STATE, json.dumps(state) + "\n")
        except Told:
            return
