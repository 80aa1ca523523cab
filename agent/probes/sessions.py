"""The group docker, the user that the job is about, and whether the running sessions know of the membership."""

from __future__ import annotations

import os
from collections import Counter

from agent.probes import shaping
from agent.probes.host import CouldNot, Found, Host
from agent.probes.proc import tasks

GROUP = "docker"
MOST_NAMED = 16


def look_at_group(host: Host) -> Found:
    """Fact ``group``."""
    gid = host.names.group_id(GROUP)
    return Found({"exists": gid is not None, "gid": shaping.count(gid or 0)}, "getent group docker")


def look_at_user(host: Host) -> Found:
    """Fact ``user``."""
    if not host.user:
        raise CouldNot("absent", "no user was named")
    person = host.names.person(host.user)
    if person is None:
        return Found({"name": shaping.word(host.user), "exists": False}, "getent passwd")
    gid = host.names.group_id(GROUP)
    value = {
        "name": shaping.word(person.name),
        "exists": True,
        "uid": shaping.count(person.uid),
        "in_docker": gid is not None and gid in host.names.groups_of(person),
        "home": shaping.path(person.home),
    }
    return Found(value, "getent passwd, getent initgroups")


def look_at_sessions(host: Host) -> Found:
    """Fact ``sessions``: processes keep the groups that their login had, so tmux and editors lack a new one."""
    person = host.person()
    gid = host.names.group_id(GROUP)
    seen = tasks(host)
    if not seen.sees_all and person.uid != os.geteuid():
        return Found({"visible": False}, "/proc/*/status")
    theirs = [task for task in seen.tasks if task.uid == person.uid and not task.is_contained]
    stale = [task for task in theirs if gid is None or gid not in task.groups]
    named = Counter(task.name for task in stale).most_common(MOST_NAMED)
    value = {
        "visible": True,
        "with_group": len(theirs) - len(stale),
        "without_group": len(stale),
        "stale": shaping.words(name for name, _ in named),
    }
    return Found(value, "/proc/*/status")
