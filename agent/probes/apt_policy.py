"""What apt would install as docker-ce, and how old its knowledge is."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Dict, List, Optional

from agent.commands import NotThere, TimedOut
from agent.probes import shaping
from agent.probes.apt_sources import OFF, docker_sources
from agent.probes.host import CouldNot, Found, Host

PACKAGE = "docker-ce"
LISTS = "/var/lib/apt/lists"
CONFIG = ("/etc/apt/apt.conf", "/etc/apt/apt.conf.d")
FOLDERS = ("/etc/apt/preferences.d", "/etc/apt/sources.list.d", "/etc/apt/apt.conf.d")
FILES = (
    "/etc/apt",
    "/etc/apt/apt.conf",
    "/etc/apt/preferences",
    "/etc/apt/sources.list",
    "/var/lib/dpkg/status",
    "/var/lib/dpkg/arch",
    LISTS,
)
USUAL_PRIORITIES = ("100", "500", "990")
RELEASE_HEAD = 1024
"""Origin and Label stand within as many bytes."""
SETTING = re.compile(r'^(\S+) "(.*)";$', re.MULTILINE)
VERSION_ROW = re.compile(r"^ (?:\*\*\*|   ) (\S+) (-?\d+)$", re.MULTILINE)


def look_at_apt_policy(host: Host) -> Found:
    """Fact ``apt_policy``."""
    if not host.files.exists("/etc/apt"):
        raise CouldNot("absent", "no apt")
    # The lists' names are not among the files: the folder itself changes whenever apt puts one in its place.
    ran = host.run_or_recall(["apt-cache", *_narrowed(host), "policy", PACKAGE], _files_read(host))
    if ran.exit_code:
        raise CouldNot("failed", ran.stderr.strip().partition("\n")[0], "apt-cache policy docker-ce")
    text = ran.stdout
    rows = VERSION_ROW.findall(text)
    candidate = _after("Candidate", text)
    priorities = dict(rows)
    value = {
        "candidate": shaping.word(candidate),
        "installed": shaping.word(_after("Installed", text)),
        "versions": shaping.words(version for version, _ in rows),
        "is_pinned": "Package pin:" in text or _is_unusual(candidate, priorities),
        "lists_age_s": _lists_age_s(host),
        "checks_dates": _checks_dates(host),
    }
    return Found(value, f"apt-cache policy docker-ce, apt-config dump, {LISTS}")


def _narrowed(host: Host) -> List[str]:
    """Where apt keeps no cache (in containers, mostly) it would read all lists anew: then Docker's alone will do."""
    try:
        if apt_settings(host).get("dir::cache::pkgcache") != "":
            return []
        files = {source.file for source in docker_sources(host).entries if source.enabled}
    except (CouldNot, NotThere, TimedOut):
        return []
    if len(files) > 1 or (not files and _lists_name_docker(host)):
        return []
    main = files.pop() if files else "/dev/null"
    return ["-o", f"Dir::Etc::sourcelist={main}", "-o", "Dir::Etc::sourceparts=/dev/null"]


def _lists_name_docker(host: Host) -> bool:
    """Whether a mirror that does not say so by its address has Docker's packages."""
    names = [name for name in host.files.names(LISTS) if name.endswith("Release")]
    return any(b"docker" in host.files.head(f"{LISTS}/{name}", RELEASE_HEAD).lower() for name in names)


def _files_read(host: Host) -> List[str]:
    """All files that the answer hangs on: those in the folders too, because editing one leaves its folder as it is."""
    inside = [f"{folder}/{name}" for folder in FOLDERS for name in host.files.names(folder)]
    return [*FILES, *FOLDERS, *inside]


def _after(name: str, text: str) -> str:
    found = re.search(rf"(?m)^  {name}: (.*)$", text)
    return "" if found is None or found.group(1) == "(none)" else found.group(1)


def _is_unusual(candidate: str, priorities: Dict[str, str]) -> bool:
    """A priority that apt gives to nothing by itself comes from somebody's preferences."""
    if not candidate:
        return any(priority.startswith("-") for priority in priorities.values())
    return priorities.get(candidate, "500") not in USUAL_PRIORITIES


def _lists_age_s(host: Host) -> Optional[float]:
    """Since Docker's list was fetched.

    The list itself bears the server's date, so it is the moment in which apt put it there that counts, or
    its last download of anything: an unchanged list is not fetched again.
    """
    try:
        names = [name for name in host.files.names(LISTS) if "docker" in name and name.endswith("Release")]
    except PermissionError:
        return None
    if not names:
        return None
    moments = [host.files.stat(f"{LISTS}/{name}").st_ctime for name in names]
    with suppress(OSError):  # made with the first download
        moments.append(host.files.stat(f"{LISTS}/partial").st_mtime)
    return max(0.0, host.now() - max(moments))


def apt_settings(host: Host) -> Dict[str, str]:
    """What ``apt-config dump`` prints, by lower-case name, unmasked. Raises NotThere, TimedOut."""
    inside = [f"/etc/apt/apt.conf.d/{name}" for name in host.files.names("/etc/apt/apt.conf.d")]
    ran = host.run_or_recall(["apt-config", "dump"], [*CONFIG, *inside])
    return {name.lower(): value for name, value in SETTING.findall(ran.stdout)}


def _checks_dates(host: Host) -> Optional[bool]:
    """Switched off, Check-Date takes Check-Valid-Until along (apt.conf(5))."""
    try:
        settings = apt_settings(host)
    except (NotThere, TimedOut):
        return None
    if not settings:
        return None
    return settings.get("acquire::check-date", "true").lower() not in OFF
