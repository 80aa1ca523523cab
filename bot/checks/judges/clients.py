"""pkg.podman, cli.path and cli.context: what ``docker`` is, and which daemon it talks to."""

from __future__ import annotations

from bot.checks.facts import Clients, Context, Program
from bot.checks.model import Verdict
from bot.checks.observation import NotSeen, Observation
from bot.checks.setup import podman_serves, setup_of
from bot.checks.tables import Tables
from bot.checks.verdicts import Bound, gives, listed, unseen

STEERING = ("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_API_VERSION")
DEFAULT = ("", "default")
USUAL_SOCKETS = ("unix:///var/run/docker.sock", "unix:///run/docker.sock")
ROOTLESS = ("rootless", "/run/user/")
DESKTOP = ("desktop-linux", "desktop-windows", "/.docker/desktop/")
"""Contexts, and parts of addresses, that are right where an engine of that kind is used."""


def podman(seen: Observation, tables: Tables) -> Verdict:
    """Whether the command ``docker`` is podman. Where podman also answers in Docker's place, that is a choice."""
    clients = seen.see(Clients)
    if isinstance(clients, NotSeen):
        return unseen(clients)
    if not clients.commands:
        return gives("no_command")
    first = clients.commands[0]
    if not first.is_podman:
        return gives("docker", path=first.path)
    if setup_of(seen).has_engine:
        return gives("hides_docker", path=first.path)
    return gives("podman_serves" if podman_serves(seen) else "is_podman", path=first.path)


def path(seen: Observation, tables: Tables) -> Verdict:
    """Whether one ``docker`` hides another; two paths of one file are one."""
    clients = seen.see(Clients)
    if isinstance(clients, NotSeen):
        return unseen(clients)
    files: dict[str, Program] = {}
    for command in clients.commands:
        files.setdefault(command.real_path or _merged(command.path), command)
    if not files:
        return gives("no_command")
    first, *others = files.values()
    if not others:
        return gives("one", path=first.path)
    return gives(
        "hidden",
        path=first.path,
        others=listed(one.path for one in others),
        owner=first.owner or "-",
        other_owner=others[0].owner or "-",
    )


def _merged(path: str) -> str:
    """/bin and /sbin are links to their twins below /usr."""
    return f"/usr{path}" if path.startswith(("/bin/", "/sbin/")) else path


def context(seen: Observation, tables: Tables) -> Verdict:
    """Whether something sends the user's ``docker`` to another daemon than this machine's."""
    fact, setup = seen.see(Context), setup_of(seen)
    if isinstance(fact, NotSeen):
        return unseen(fact)
    if fact.config_error:
        return gives("broken", error=fact.config_error)
    own_way = (*(ROOTLESS if setup.has_rootless else ()), *(DESKTOP if setup.has_desktop else ()))
    found = {
        name: file
        for file, words in fact.settings.items()
        for word in words
        if (name := _steers(word, own_way))
    }
    if found:
        return gives("settings", names=listed(found), files=listed(found.values()))
    if fact.current in DEFAULT:
        return gives("default")
    return gives("own_way" if fact.current in own_way else "other", context=fact.current)


def _steers(setting: str, own_way: tuple[str, ...]) -> str:
    """The name of a setting (``DOCKER_HOST=...``) that leads elsewhere than to the usual daemon; else empty."""
    name, _, value = setting.partition("=")
    if name not in STEERING or value in DEFAULT or value.endswith(USUAL_SOCKETS):
        return ""
    return "" if any(way in value for way in own_way) else name


CHECKS = {
    "pkg.podman": Bound(
        podman,
        {
            "docker": "path",
            "is_podman": "path",
            "hides_docker": "path",
            "podman_serves": "path",
            "no_command": "",
        },
    ),
    "cli.path": Bound(path, {"one": "path", "hidden": "path others owner other_owner", "no_command": ""}),
    "cli.context": Bound(
        context,
        {
            "default": "",
            "own_way": "context",
            "other": "context",
            "settings": "names files",
            "broken": "error",
        },
    ),
}
"""The judges of this family by the id of their Check."""
