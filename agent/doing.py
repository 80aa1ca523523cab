"""One job: refused, or looked at within the policy and answered, with a line in the log for each step."""

from __future__ import annotations

import random
import time
from typing import Any, Callable, Dict, NamedTuple, Optional, Sequence, Tuple

from agent.clock import Clock, Moment
from agent.enrolled import POLICY, current_policy
from agent.home import Home
from agent.jobs import Job, Refusal, is_expired, read_job, refuse
from agent.journal import Journal
from agent.memory import Memory
from agent.policy import Catalogue, Policy, PolicyFault, could_not
from agent.sending import fit
from agent.server import Credential, Server, Trouble
from agent.sparing import Sparing

SEND_TRIES = 4
SERVERS_FAULT = ("malformed", "unknown_fact", "other_host", "expired", "repeated")
"""Refusals that count against the rate as jobs do. The others do not: who may not ask must use up nobody's."""

Look = Callable[[Sequence[str], str, Callable[[str], Optional[str]], Optional[float]], Dict[str, Any]]
"""Observes: facts, user, why one is not granted, how far this clock is ahead of the server's."""
Tell = Callable[..., None]
"""Tells the person at the terminal or the system's journal: the key of a sentence and its values."""


class Outside(NamedTuple):
    """What waits, looks and speaks; tests put their own in its place."""

    look: Look
    tell: Tell
    clock: Clock
    wait: Callable[[float], None] = time.sleep
    chance: Callable[[float, float], float] = random.uniform


class Doing:
    """Does the jobs of one host."""

    def __init__(
        self,
        *,
        home: Home,
        host_id: str,
        server: Server,
        journal: Journal,
        sparing: Sparing,
        catalogue: Catalogue,
        outside: Outside,
    ) -> None:
        self.home = home
        self.host_id = host_id
        self.server = server
        self.journal = journal
        self.sparing = sparing
        self.catalogue = catalogue
        self.outside = outside
        self.memory = Memory(home)

    def do(self, sent: Any, received: Moment, credential: Credential) -> bool:
        """Whether the job was taken on; everything else was refused, and raises Trouble if nobody could be told."""
        job = read_job(sent, self.catalogue)
        if isinstance(job, Refusal):
            self._refuse(job, "", credential)
            return False
        policy, refusal = self._policy(job)
        refusal = refusal or refuse(
            job,
            host=self.host_id,
            policy=policy,
            received=received,
            clock=self.outside.clock,
            is_known=self.memory.knows,
            lately=self.memory.lately(self.outside.clock.now()),
        )
        if refusal:
            self._refuse(refusal, job.asker, credential)
            return False
        self._take_on(job, policy, received, credential)
        return True

    def _policy(self, job: Job) -> Tuple[Policy, Optional[Refusal]]:
        """As it stands now; one that is not understood grants nothing."""
        try:
            return current_policy(self.home), None
        except PolicyFault as fault:
            self.outside.tell("policy_broken", file=self.home.folder / POLICY, reason=fault)
            return Policy(), Refusal("other", "the policy file is not understood", job.id, job.nonce)

    def _take_on(self, job: Job, policy: Policy, received: Moment, credential: Credential) -> None:
        user = job.user or (policy.users[0] if policy.users else "")
        self.memory.remember(job.nonce, self.outside.clock.now())
        self.journal.note("job", job=job.id, asker=job.asker, user=user, facts=job.facts)
        self.outside.tell("job_taken", asker=job.asker, count=len(job.facts))
        result = self._look(job, policy, user, received)
        if is_expired(job, received, self.outside.clock):
            result = {"refused": "expired", "detail": "done too late"}
        if "refused" in result:
            self.journal.note("refused", job=job.id, because=result["refused"], detail=result["detail"])
            self.outside.tell("job_refused", code=result["refused"], detail=result["detail"])
        self._send(job, received, {"nonce": job.nonce, **result}, credential)

    def _look(self, job: Job, policy: Policy, user: str, received: Moment) -> Dict[str, Any]:
        def granted(name: str) -> Optional[str]:
            return could_not(policy, name, user, self.catalogue)

        try:
            seen = self.outside.look(job.facts, user, granted, received.ahead_s)
            return {"observation": fit(seen, job.facts)}
        except Exception as bug:  # noqa: BLE001 # a job that breaks one look must not end the agent for all others
            return {"refused": "other", "detail": type(bug).__name__}

    def _send(self, job: Job, received: Moment, result: Dict[str, Any], credential: Credential) -> None:
        """A few times while the server has trouble; what it does not take is dropped, never kept for later."""
        code = ""
        for attempt in range(SEND_TRIES):
            try:
                reply = self.server.send_result(credential, job.id, result)
                code = reply.error or str(reply.status)
                if reply.status < 300:
                    self.journal.note("sent", job=job.id)
                    self.outside.tell("job_sent")
                    return
                if reply.status < 500:
                    break
            except Trouble as trouble:
                code = trouble.code
            if is_expired(job, received, self.outside.clock):
                break
            self.outside.wait(self.outside.chance(1.0, 1.0 + 2.0**attempt))
        self.sparing.note("dropped", code, job=job.id, because=code)
        self.outside.tell("job_dropped", code=code)

    def _refuse(self, refusal: Refusal, asker: str, credential: Credential) -> None:
        if refusal.code in SERVERS_FAULT:
            self.memory.count(self.outside.clock.now())
        kind = f"{refusal.code} {asker}".strip()
        about = {"asker": asker, "because": refusal.code, "detail": refusal.detail}
        self.sparing.note("refused", kind, job=refusal.job, **about)
        self.outside.tell("job_refused", code=refusal.code, detail=refusal.detail)
        if refusal.job and refusal.nonce:
            said = {"nonce": refusal.nonce, "refused": refusal.code, "detail": refusal.detail}
            self.server.send_result(credential, refusal.job, said)
