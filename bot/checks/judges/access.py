"""sock.*, grp.*, home.docker and rootless: who may talk to the daemon."""

from __future__ import annotations

from bot.checks.facts import (
    DaemonJson,
    DockerHome,
    Group,
    Rootless,
    Sessions,
    Socket,
    Units,
    User,
)
from bot.checks.judges.service import DOCKER
from bot.checks.model import Verdict
from bot.checks.observation import NotSeen, Observation
from bot.checks.setup import is_active, root_engines, setup_of
from bot.checks.tables import Tables
from bot.checks.verdicts import Bound, gives, listed, unseen

READ_WRITE = 0o060
OTHERS_WRITE = 0o002
OWNER_ALL = 0o700
ENOUGH_IDS = 65536
USUAL = ("fd://", "unix:///var/run/docker.sock", "unix:///run/docker.sock")


def present(seen: Observation, tables: Tables) -> Verdict:
    """Whether /run/docker.sock is a socket."""
    socket, setup = seen.see(Socket), setup_of(seen)
    if isinstance(socket, NotSeen):
        return unseen(socket)
    if socket.kind == "socket":
        return gives("there", path=socket.path)
    if setup.instead:
        return gives(setup.instead)
    if socket.kind == "missing":
        hosts = _hosts(seen)
        if hosts and not any(host.startswith(USUAL) for host in hosts):
            json = seen.see(DaemonJson)
            is_in_file = not isinstance(json, NotSeen) and bool(json.hosts)
            code = "elsewhere" if is_in_file else "elsewhere_by_flag"
            return gives(code, path=socket.path, hosts=listed(hosts))
        # That the daemon runs is one more reason to think that it listens elsewhere.
        return gives("missing", "listens_elsewhere", path=socket.path)
    return gives(
        {"directory": "folder", "broken-link": "broken_link"}.get(socket.kind, "file"), path=socket.path
    )


def _hosts(seen: Observation) -> tuple[str, ...]:
    """Where dockerd was told to listen; empty where nothing says so."""
    units, json = seen.see(Units), seen.see(DaemonJson)
    unit = None if isinstance(units, NotSeen) else units.units.get(DOCKER)
    told = unit.hosts if unit else ()
    told += tuple(host for one in root_engines(seen) for host in one.hosts)
    return told if isinstance(json, NotSeen) else told + json.hosts


def permissions(seen: Observation, tables: Tables) -> Verdict:
    """Whether the socket is the group's, and not everybody's."""
    socket, group, json = seen.see(Socket), seen.see(Group), seen.see(DaemonJson)
    if isinstance(socket, NotSeen):
        return unseen(socket)
    if socket.kind != "socket":
        return gives("no_socket")
    if setup_of(seen).instead:
        return gives("not_used")
    mode = f"{socket.mode:04o}"
    values = {
        "path": socket.path,
        "mode": mode,
        "owner": socket.owner,
        "group": socket.group or str(socket.gid),
    }
    if socket.mode & OTHERS_WRITE:
        return gives("open_to_all", **values)
    wanted = json.group if not isinstance(json, NotSeen) and json.group else "docker"
    is_same_id = not isinstance(group, NotSeen) and group.exists and socket.gid == group.gid
    is_old_id = not isinstance(group, NotSeen) and group.exists and wanted == "docker" and not is_same_id
    if is_old_id or (socket.group != wanted and not is_same_id):
        return gives("other_group", wanted=wanted, **values)
    if socket.mode & READ_WRITE != READ_WRITE:
        return gives("closed", **values)
    return gives("groups", **values)


def group(seen: Observation, tables: Tables) -> Verdict:
    """Whether the group docker is there."""
    fact, setup = seen.see(Group), setup_of(seen)
    if setup.instead:
        return gives("not_used")
    if isinstance(fact, NotSeen):
        return unseen(fact)
    return gives("there", gid=fact.gid) if fact.exists else gives("missing")


def member(seen: Observation, tables: Tables) -> Verdict:
    """Whether the user is in the group docker, which is as good as being root."""
    user, setup = seen.see(User), setup_of(seen)
    if setup.instead:
        return gives("not_used")
    if isinstance(user, NotSeen):
        return unseen(user)
    if not user.exists:
        return gives("no_user", user=user.name)
    if user.uid == 0:
        return gives("root", user=user.name)
    return gives("member" if user.in_docker else "not_member", user=user.name)


def session(seen: Observation, tables: Tables) -> Verdict:
    """Whether what the user has running got the group: a session keeps the groups it began with."""
    user, sessions = seen.see(User), seen.see(Sessions)
    if setup_of(seen).instead:
        return gives("not_used")
    if isinstance(user, NotSeen) or isinstance(sessions, NotSeen):
        return unseen(user, sessions)
    if not user.exists or user.uid == 0 or not user.in_docker:
        return gives("not_needed", user=user.name)
    if not sessions.visible:
        return gives("hidden", user=user.name)
    if not sessions.with_group and not sessions.without_group:
        return gives("no_session", user=user.name)
    if not sessions.without_group:
        return gives("fresh", user=user.name)
    values = {
        "user": user.name,
        "count": str(sessions.without_group),
        "programs": listed(sessions.stale) or "-",
    }
    return gives("some_stale" if sessions.with_group else "stale", **values)


def home(seen: Observation, tables: Tables) -> Verdict:
    """Whether ~/.docker is the user's own; ``sudo docker login`` leaves it to root."""
    user, fact = seen.see(User), seen.see(DockerHome)
    if isinstance(fact, NotSeen):
        return gives("hidden") if fact.because == "no_permission" else unseen(fact)
    if isinstance(user, NotSeen):
        return unseen(user)
    if not user.exists:
        return gives("no_user", user=user.name)
    if not fact.exists:
        return gives("none_yet", user=user.name)
    values = {"user": user.name, "mode": f"{fact.mode:04o}"}
    if fact.owner_uid != user.uid:
        return gives("anothers", uid=fact.owner_uid, **values)
    if fact.config_owner_uid is not None and fact.config_owner_uid != user.uid:
        return gives("anothers_file", uid=fact.config_owner_uid, **values)
    if fact.mode & OWNER_ALL != OWNER_ALL and user.uid:
        return gives("closed", **values)
    return gives("own", **values)


def rootless(seen: Observation, tables: Tables) -> Verdict:
    """Whether rootless Docker has what it needs, where somebody set it up."""
    fact, user = seen.see(Rootless), seen.see(User)
    if isinstance(fact, NotSeen):
        return unseen(fact)
    name = "" if isinstance(user, NotSeen) else user.name
    if not fact.has_socket and not fact.has_service:
        return gives("not_used")
    if fact.has_socket:
        units = seen.see(Units)
        is_both = setup_of(seen).has_rootful_daemon or is_active(units, DOCKER)
        if is_both:
            return gives("both", user=name)
        return gives("works" if fact.lingers else "works_while_here", user=name)
    if min(fact.subuids, fact.subgids) < ENOUGH_IDS:
        return gives("few_ids", user=name, ids=min(fact.subuids, fact.subgids))
    if not fact.has_newuidmap:
        return gives("no_newuidmap", user=name)
    if fact.restricts_userns:
        return gives("userns", user=name)
    return gives("stopped", *(() if fact.lingers else ("logged_out",)), user=name)


CHECKS = {
    "sock.present": Bound(
        present,
        {
            "there": "path",
            "missing": "path",
            "listens_elsewhere": "path",
            "elsewhere": "path hosts",
            "elsewhere_by_flag": "path hosts",
            "folder": "path",
            "file": "path",
            "broken_link": "path",
            "desktop": "",
            "podman": "",
            "rootless": "",
        },
    ),
    "sock.perm": Bound(
        permissions,
        {
            "groups": "path mode owner group",
            "open_to_all": "path mode owner group",
            "other_group": "path mode owner group wanted",
            "closed": "path mode owner group",
            "no_socket": "",
            "not_used": "",
        },
    ),
    "grp.docker": Bound(group, {"there": "gid", "missing": "", "not_used": ""}),
    "grp.member": Bound(
        member, {"member": "user", "not_member": "user", "root": "user", "no_user": "user", "not_used": ""}
    ),
    "grp.session": Bound(
        session,
        {
            "fresh": "user",
            "stale": "user count programs",
            "some_stale": "user count programs",
            "no_session": "user",
            "hidden": "user",
            "not_needed": "user",
            "not_used": "",
        },
    ),
    "home.docker": Bound(
        home,
        {
            "own": "user mode",
            "none_yet": "user",
            "anothers": "user mode uid",
            "anothers_file": "user mode uid",
            "closed": "user mode",
            "hidden": "",
            "no_user": "user",
        },
    ),
    "rootless": Bound(
        rootless,
        {
            "works": "user",
            "works_while_here": "user",
            "both": "user",
            "few_ids": "user ids",
            "no_newuidmap": "user",
            "userns": "user",
            "stopped": "user",
            "logged_out": "user",
            "not_used": "",
        },
    ),
}
"""The judges of this family by the id of their Check."""
