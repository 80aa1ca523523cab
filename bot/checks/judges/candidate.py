"""apt.candidate: whether apt has a docker-ce to install. Nothing here runs ``apt-get update``."""

from __future__ import annotations

from bot.checks.apt import is_without_apt, repositories
from bot.checks.facts import AptPolicy, AptSources, Reached
from bot.checks.model import Verdict
from bot.checks.observation import NotSeen, Observation
from bot.checks.tables import Tables
from bot.checks.verdicts import Bound, gives, unseen

OLD_LISTS_S = 7 * 24 * 3600.0
OLDEST_S = 100 * 365 * 24 * 3600.0  # a date from before there was apt is none


def candidate(seen: Observation, tables: Tables) -> Verdict:
    """Whether apt knows a docker-ce to install, and whether the repository answers."""
    policy, sources = seen.see(AptPolicy), seen.see(AptSources)
    reached = seen.see(Reached, "apt_repository")
    if is_without_apt(seen):
        return gives("not_apt")
    if not isinstance(sources, NotSeen) and not repositories(sources):
        return gives("no_source")
    if not isinstance(reached, NotSeen) and (bad := _not_reached(reached)):
        return bad
    if isinstance(policy, NotSeen):
        return unseen(policy)
    if not policy.candidate:
        if policy.lists_age_s is None:
            return gives("never_fetched")
        return gives("nothing", *(("held_back",) if policy.is_pinned else ()))
    if policy.is_pinned:
        return gives("pinned", candidate=policy.candidate)
    if policy.lists_age_s is not None and OLD_LISTS_S < policy.lists_age_s < OLDEST_S:
        return gives("old_lists", candidate=policy.candidate, age=round(policy.lists_age_s))
    return gives("candidate", candidate=policy.candidate)


def _not_reached(reached: Reached) -> Verdict | None:
    if reached.obstacle in ("dns", "tls"):
        return gives(reached.obstacle, url=reached.url)
    if reached.obstacle:
        return gives("unreachable", url=reached.url, obstacle=reached.obstacle)
    if reached.status == 404:
        return gives("not_found", url=reached.url)
    if reached.status and reached.status >= 400:
        return gives("refused", url=reached.url, status=reached.status)
    return None


CHECKS = {
    "apt.candidate": Bound(
        candidate,
        {
            "candidate": "candidate",
            "pinned": "candidate",
            "old_lists": "candidate age",
            "never_fetched": "",
            "nothing": "",
            "held_back": "",
            "dns": "url",
            "tls": "url",
            "unreachable": "url obstacle",
            "not_found": "url",
            "refused": "url status",
            "no_source": "",
            "not_apt": "",
        },
    ),
}
"""The judges of this family by the id of their Check."""
