"""What rootless mode of a user has, and what it needs."""

from __future__ import annotations

from typing import Optional

from agent.probes import shaping
from agent.probes.host import CouldNot, Found, Host
from agent.probes.names import Person
from agent.probes.own_socket import is_listed, usual_socket

RESTRICTIONS = (
    ("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1"),
    ("/proc/sys/kernel/unprivileged_userns_clone", "0"),
    ("/proc/sys/user/max_user_namespaces", "0"),
)
"""Settings that keep users from making namespaces, with the value that does."""


def look_at_rootless(host: Host) -> Found:
    """Fact ``rootless``."""
    person = host.person()
    files = host.files
    has_socket = _has_socket(host, person)
    value = {
        "has_socket": has_socket,
        "has_service": _has_service(host, person, has_socket),
        "subuids": _given(files.text_or_none("/etc/subuid") or "", person),
        "subgids": _given(files.text_or_none("/etc/subgid") or "", person),
        "has_newuidmap": files.exists("/usr/bin/newuidmap") or files.exists("/bin/newuidmap"),
        "lingers": files.exists(f"/var/lib/systemd/linger/{person.name}"),
        "restricts_userns": _restricts_userns(host),
    }
    return Found(value, f"/run/user/{person.uid}, {person.home}/.config/systemd/user, /etc/subuid, /proc/sys")


def _has_socket(host: Host, person: Person) -> bool:
    path = usual_socket(person)
    try:
        return host.files.exists(path)
    except PermissionError:
        return is_listed(host, path)


def _has_service(host: Host, person: Person, has_socket: bool) -> bool:
    try:
        return host.files.exists(f"{person.home}/.config/systemd/user/docker.service")
    except PermissionError as closed:
        if has_socket:
            return False  # it runs; whether a unit started it stays open, and matters little
        raise CouldNot("no_permission", person.home) from closed


def _given(text: str, person: Person) -> int:
    """How many ids a user has in ``/etc/subuid``: lines of name or number, first, count."""
    total = 0
    for row in text.splitlines():
        fields = row.strip().split(":")
        if len(fields) == 3 and fields[0] in (person.name, str(person.uid)) and fields[2].isdigit():
            total += int(fields[2])
    return shaping.count(total)


def _restricts_userns(host: Host) -> Optional[bool]:
    """None where the kernel has none of the settings."""
    said = [(host.files.text_or_none(path), restricting) for path, restricting in RESTRICTIONS]
    known = [text.strip() == restricting for text, restricting in said if text is not None]
    return any(known) if known else None
