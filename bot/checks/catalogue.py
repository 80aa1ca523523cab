"""Every judge by the id of its Check; the order of Checks is that of ``checks.yaml``."""

from __future__ import annotations

from bot.checks.judges import (
    access,
    candidate,
    clients,
    configuration,
    daemon,
    disk,
    keys,
    network,
    packages,
    running,
    service,
    sources,
    system,
)
from bot.checks.verdicts import Bound

FAMILIES = (
    *(system, sources, keys, candidate, packages, clients, service, configuration),
    *(access, daemon, disk, network, running),
)
JUDGES: dict[str, Bound] = {name: bound for family in FAMILIES for name, bound in family.CHECKS.items()}
