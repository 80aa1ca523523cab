"""run.*: whether containers can be listed and run."""

from __future__ import annotations

from bot.checks.facts import Containers, HelloWorld
from bot.checks.model import Verdict
from bot.checks.observation import NotSeen, Observation
from bot.checks.tables import Tables
from bot.checks.verdicts import Bound, gives, unseen


def ps(seen: Observation, tables: Tables) -> Verdict:
    """Whether the daemon lists its containers; none at all is fine."""
    fact = seen.see(Containers)
    if isinstance(fact, NotSeen):
        return unseen(fact)
    return gives("lists", running=fact.running, total=fact.total)


def hello(seen: Observation, tables: Tables) -> Verdict:
    """Whether hello-world printed its greeting."""
    fact = seen.see(HelloWorld)
    if isinstance(fact, NotSeen):
        return unseen(fact)
    if fact.failure is None:
        return gives("greets" if fact.was_removed else "left_behind")
    if fact.failure == "exec_format":
        return gives("exec_format", arch=fact.image_arch or "?")
    if fact.failure in ("rate_limit", "dns", "not_present"):
        return gives(fact.failure)
    said = fact.said.strip().splitlines()
    code = "no_end" if fact.failure == "timeout" else fact.failure
    return gives(code, said=said[-1] if said else "-")


CHECKS = {
    "run.ps": Bound(ps, {"lists": "running total"}),
    "run.hello": Bound(
        hello,
        {
            "greets": "",
            "left_behind": "",
            "not_present": "",
            "exec_format": "arch",
            "rate_limit": "",
            "dns": "",
            "pull": "said",
            "cgroup": "said",
            "runtime": "said",
            "no_end": "said",
            "other": "said",
        },
    ),
}
"""The judges of this family by the id of their Check."""
