"""net.*: what containers and pulls need of the network."""

from __future__ import annotations

from bot.checks.facts import ApiInfo, DaemonJson, Dns, Firewall, Reached, Units
from bot.checks.judges.service import DOCKER
from bot.checks.model import Verdict
from bot.checks.observation import NotSeen, Observation
from bot.checks.setup import is_active, root_engines, setup_of
from bot.checks.tables import Tables
from bot.checks.verdicts import Bound, gives, listed, unseen

RESOLVED = ("127.0.0.53", "127.0.0.54")
"""systemd-resolved, behind which Docker finds the real resolvers by itself."""


def iptables(seen: Observation, tables: Tables) -> Verdict:
    """Whether packets can be forwarded to containers. A running daemon turns forwarding on itself, so its
    being off means something only then."""
    fact, info, setup = seen.see(Firewall), seen.see(ApiInfo), setup_of(seen)
    if setup.instead:
        return gives("not_used")
    backend = "" if isinstance(info, NotSeen) else info.firewall_backend
    json = seen.see(DaemonJson)
    is_left_alone = not isinstance(json, NotSeen) and json.iptables is False
    if isinstance(fact, NotSeen):
        return unseen(fact)
    is_running = _is_running(seen)
    if fact.ip_forward == 0 and is_running:
        return gives("no_forwarding")
    if is_left_alone:
        return gives("left_alone")
    if not fact.version and "nftables" not in backend and not is_running:
        return gives("no_iptables")
    if not is_running and fact.ip_forward is None and not fact.version:
        return gives("not_told")
    if fact.backend == "nf_tables" and fact.legacy_tables:
        return gives("both", tables=listed(fact.legacy_tables))
    if fact.has_raw_table is False and "nftables" not in backend:
        return gives("no_raw")
    if fact.ufw_enabled:
        return gives("ufw")
    return gives("fine", version=fact.version or backend or "-")


def _is_running(seen: Observation) -> bool:
    return (
        not isinstance(seen.see(ApiInfo), NotSeen)
        or bool(root_engines(seen))
        or is_active(seen.see(Units), DOCKER)
    )


def dns(seen: Observation, tables: Tables) -> Verdict:
    """Whether the registry's names resolve; a proxy may do that in the machine's place."""
    fact, registry = seen.see(Dns), seen.see(Reached, "registry")
    if isinstance(fact, NotSeen):
        return unseen(fact)
    if not fact.names:
        return gives("not_told")
    lost = [name for name, obstacle in fact.names.items() if obstacle]
    # A certificate that is not trusted came from a server that was found.
    if lost and not isinstance(registry, NotSeen) and (registry.status or registry.obstacle == "tls"):
        return gives("by_proxy" if registry.via_proxy else "some_lost", names=listed(lost))
    if lost:
        has_timed_out = all(fact.names[name] == "timeout" for name in lost)
        values = {"names": listed(lost), "resolvers": listed(fact.resolvers) or "-"}
        return gives("no_answer_in_time" if has_timed_out else "lost", **values)
    others = [one for one in fact.resolvers if one not in RESOLVED]
    if others and all(one.startswith("127.") or one == "::1" for one in fact.resolvers):
        return gives("loopback", resolvers=listed(fact.resolvers))
    return gives("resolves", names=listed(fact.names))


def registry(seen: Observation, tables: Tables) -> Verdict:
    """Whether Docker Hub answers; 401 is the right answer to one who has not logged in."""
    fact = seen.see(Reached, "registry")
    if isinstance(fact, NotSeen):
        return unseen(fact)
    values = {"url": fact.url}
    if fact.obstacle:
        return gives(
            {"dns": "no_name", "tls": "tls", "proxy": "proxy"}.get(fact.obstacle, "no_answer"), **values
        )
    if fact.status is None:
        return gives("not_told")
    if fact.status in (200, 401):
        return gives("answers", status=fact.status, **values)
    if fact.status == 429:
        return gives("limited", **values)
    if fact.status == 407:
        return gives("proxy_login", **values)
    code = "broken" if fact.status >= 500 else "refuses"
    return gives(code, status=fact.status, **values)


CHECKS = {
    "net.iptables": Bound(
        iptables,
        {
            "fine": "version",
            "left_alone": "",
            "no_forwarding": "",
            "no_iptables": "",
            "both": "tables",
            "no_raw": "",
            "ufw": "",
            "not_told": "",
            "not_used": "",
        },
    ),
    "net.dns": Bound(
        dns,
        {
            "resolves": "names",
            "by_proxy": "names",
            "some_lost": "names",
            "lost": "names resolvers",
            "no_answer_in_time": "names resolvers",
            "loopback": "resolvers",
            "not_told": "",
        },
    ),
    "net.registry": Bound(
        registry,
        {
            "answers": "url status",
            "limited": "url",
            "proxy_login": "url",
            "proxy": "url",
            "refuses": "url status",
            "broken": "url status",
            "no_answer": "url",
            "no_name": "url",
            "tls": "url",
            "not_told": "",
        },
    ),
}
"""The judges of this family by the id of their Check."""
