"""How the daemon is configured: daemon.json, and the proxies of its unit and of the shell."""

from __future__ import annotations

import json
import re
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Sequence

from agent.probes import shaping
from agent.probes.flags import split
from agent.probes.host import Found, Host
from agent.probes.system import assignments

DAEMON_JSON = "/etc/docker/daemon.json"
UNIT = "docker.service"
UNIT_FOLDERS = (
    "/usr/lib/systemd/system",
    "/lib/systemd/system",
    "/run/systemd/system",
    "/etc/systemd/system",
)
"""Where later ones win over earlier ones."""
SHELL_FILES = ("/etc/environment", "/etc/profile", "/etc/bash.bashrc")
SHELL_FOLDERS = ("/etc/profile.d", "/etc/environment.d")
PROXY_NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
LISTS = (
    "hosts",
    "storage-opts",
    "registry-mirrors",
    "insecure-registries",
    "dns",
    "dns-opts",
    "dns-search",
    "labels",
)
"""Options that dockerd wants as a list: with text in their place it does not start."""
ASSIGNED = re.compile(r"^\s*(?:(?:export|set\s+-\S+|setenv)\s+)?(?P<name>\w+)[=\s]\s*(?P<value>.*)$")


class DaemonJson(NamedTuple):
    """The file as read: its settings, or the parser's complaint."""

    exists: bool
    settings: Dict[str, Any]
    error: str = ""
    line: int = 0
    column: int = 0


def look_at_daemon_json(host: Host) -> Found:
    """Fact ``daemon_json``."""
    read = daemon_json(host)
    settings = read.settings
    value = {
        "path": DAEMON_JSON,
        "exists": read.exists,
        "error": shaping.line(read.error),
        "line": read.line,
        "column": read.column,
        "hosts": shaping.lines(map(str, _list(settings.get("hosts")))),
        "storage_driver": shaping.word(_text(settings.get("storage-driver"))),
        "data_root": shaping.path(_text(settings.get("data-root") or settings.get("graph"))),
        "group": shaping.word(_text(settings.get("group"))),
        "iptables": _claim(settings.get("iptables")),
        "tls_verify": _claim(settings.get("tlsverify")),
        "has_proxies": bool(settings.get("proxies")),
        "keys": shaping.words(sorted(settings)),
    }
    return Found(value, DAEMON_JSON)


def daemon_json(host: Host) -> DaemonJson:
    """What dockerd reads at its start. Raises OSError where it may not be read."""
    return host.once(
        "daemon.json",
        lambda: parse(host.files.read(DAEMON_JSON)) if _is_there(host) else DaemonJson(False, {}),
    )


def _is_there(host: Host) -> bool:
    return host.files.exists(DAEMON_JSON)


def parse(held: bytes) -> DaemonJson:
    """The settings, or where and why they cannot be read; nothing at all is no fault."""
    try:
        text = held.decode("utf-8")
    except UnicodeDecodeError as fault:
        before = held[: fault.start]
        return DaemonJson(
            True, {}, "a byte that is no UTF-8", before.count(b"\n") + 1, fault.start - before.rfind(b"\n")
        )
    if not text.strip():
        return DaemonJson(True, {})
    try:
        settings = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as fault:
        return DaemonJson(True, {}, fault.msg.partition(": ")[0], fault.lineno, fault.colno)
    except (ValueError, RecursionError) as fault:
        return DaemonJson(True, {}, str(fault)[:80], 1, 1)
    if not isinstance(settings, dict):
        return DaemonJson(True, {}, "Expecting an object", 1, 1)
    for name in LISTS:
        if name in settings and settings[name] is not None and not isinstance(settings[name], list):
            ahead = text[: text.find(f'"{name}"')]
            column = len(ahead) - ahead.rfind("\n")
            return DaemonJson(True, settings, f"{name}: Expecting a list", ahead.count("\n") + 1, column)
    return DaemonJson(True, settings)


def _refuse(constant: str) -> None:
    raise ValueError(f"Expecting value, not {constant}")  # Python would take NaN and Infinity, Go does not


def _list(value: object) -> List[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _claim(value: object) -> Optional[bool]:
    return value if isinstance(value, bool) else None


def look_at_proxies(host: Host) -> Found:
    """Fact ``proxies``."""
    value = {"shell": _masked(shell_proxies(host)), "daemon": _masked(daemon_proxies(host))}
    return Found(value, "/etc/environment, /etc/profile.d, the unit docker.service and its drop-ins")


def _masked(proxies: Dict[str, str]) -> Dict[str, str]:
    return {name: shaping.line(mask_proxy(value)) for name, value in sorted(proxies.items())}


def mask_proxy(value: str) -> str:
    """Masked also where the password has a slash or the scheme is left out."""
    head, at, tail = value.rpartition("@")
    if not at:
        return value
    scheme, separator, _ = head.partition("://")
    return f"{scheme}{separator}{shaping.MASK}@{tail}" if separator else f"{shaping.MASK}@{tail}"


def shell_proxies(host: Host) -> Dict[str, str]:
    """The proxies that a login gets, unmasked."""
    found: Dict[str, str] = {}
    for path in (*SHELL_FILES, *_in_folders(host, SHELL_FOLDERS, (".sh", ".conf"))):
        try:
            text = host.files.text_or_none(path) or ""
        except OSError:
            continue  # what a login may not read does not set its proxies either
        for row in text.splitlines():
            assigned = ASSIGNED.match(row)
            if assigned and assigned["name"].upper() in PROXY_NAMES and "$" not in assigned["value"]:
                found[assigned["name"].upper()] = _unquoted(assigned["value"])
    return found


def _unquoted(value: str) -> str:
    words = split(value.partition(" #")[0].rstrip(" ;"))
    return words[0] if words else ""


def daemon_proxies(host: Host) -> Dict[str, str]:
    """The proxies that the unit gives to dockerd, unmasked. Raises OSError where a drop-in may not be read."""
    return host.once("daemon proxies", lambda: _daemon_proxies(host))


def _daemon_proxies(host: Host) -> Dict[str, str]:
    environment: Dict[str, str] = {}
    for path in _unit_files(host):
        for name, value in _settings_of_unit(host.files.text_or_none(path) or ""):
            if name == "Environment":
                if not value:
                    environment.clear()  # an empty one takes back what was set before
                for assignment in split(value):
                    key, _, given = assignment.partition("=")
                    environment[key] = given
            elif name == "EnvironmentFile" and value:
                file = value.lstrip("-")
                environment.update(
                    assignments(host.files.text_or_none(file) or "") if file.startswith("/") else {}
                )
    return {name.upper(): value for name, value in environment.items() if name.upper() in PROXY_NAMES}


def _unit_files(host: Host) -> List[str]:
    """The unit, the one of the last folder that has it, then its drop-ins in the order of their names."""
    units = [f"{folder}/{UNIT}" for folder in UNIT_FOLDERS if host.files.exists(f"{folder}/{UNIT}")]
    drop_ins: Dict[str, str] = {}
    for folder in UNIT_FOLDERS:
        for parts in (f"{folder}/service.d", f"{folder}/{UNIT}.d"):
            for name in host.files.names(parts):
                if name.endswith(".conf"):
                    drop_ins[name] = f"{parts}/{name}"
    return [*units[-1:], *(drop_ins[name] for name in sorted(drop_ins))]


def _settings_of_unit(text: str) -> Iterator[tuple[str, str]]:
    """Names and values of the section Service; a backslash at the end goes on in the next line."""
    section = ""
    for row in re.sub(r"\\\n", " ", text).splitlines():
        row = row.strip()
        if row.startswith("["):
            section = row
        elif section == "[Service]" and not row.startswith(("#", ";")):
            name, equals, value = row.partition("=")
            if equals:
                yield name.strip(), value.strip()


def _in_folders(host: Host, folders: Sequence[str], endings: tuple[str, ...]) -> List[str]:
    paths = []
    for folder in folders:
        try:
            paths += [f"{folder}/{name}" for name in host.files.names(folder) if name.endswith(endings)]
        except PermissionError:
            continue
    return paths
