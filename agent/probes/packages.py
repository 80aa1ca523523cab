"""What the package manager knows of Docker's packages, and which package a file belongs to."""

from __future__ import annotations

import re
from typing import Dict, List, NamedTuple, Optional, Sequence

from agent.commands import NotThere
from agent.probes.files import MOST_DATABASE
from agent.probes.host import CouldNot, Found, Host
from agent.probes.shaping import word

STATUS = "/var/lib/dpkg/status"
UPDATES = "/var/lib/dpkg/updates"
LISTS = "/var/lib/dpkg/info"
RPM_STORES = ("/var/lib/rpm", "/usr/lib/sysimage/rpm")
ENGINES = ("docker-ce", "docker.io", "moby-engine", "docker-engine", "docker", "docker-latest", "lxc-docker")
CLIENTS = ("docker-ce-cli", "docker-cli", "moby-cli", "docker-client", "podman-docker", "docker-desktop")
PLUGINS = (
    "docker-buildx-plugin",
    "docker-compose-plugin",
    "docker-buildx",
    "docker-compose-v2",
    "docker-compose",
    "moby-buildx",
    "moby-compose",
)
RUNTIMES = ("containerd.io", "containerd", "runc", "moby-containerd", "moby-runc", "podman", "crun")
OTHERS = (
    "docker-ce-rootless-extras",
    "docker-doc",
    "ca-certificates",
    "curl",
    "gnupg",
    "lsb-release",
    "iptables",
    "nftables",
    "ufw",
    "firewalld",
    "apparmor",
    "uidmap",
    "dbus-user-session",
    "slirp4netns",
    "passt",
    "fuse-overlayfs",
    "qemu-user-static",
    "binfmt-support",
    "nvidia-container-toolkit",
    "cgroupfs-mount",
    "snapd",
)
NAMES = (*ENGINES, *CLIENTS, *PLUGINS, *RUNTIMES, *OTHERS)
RPM_FORMAT = "%{NAME}\\t%{EPOCHNUM}:%{VERSION}-%{RELEASE}\\t%{ARCH}\\n"
STANZA = re.compile(rb"\nPackage: (%s)\n" % b"|".join(re.escape(name.encode()) for name in (*NAMES, "dpkg")))


UPSTREAM = re.compile(r"(?:\d+:)?(\d[^-~]*)[-~](?!rc|beta)")
"""The upstream part of ``5:29.7.2-1~ubuntu.24.04~noble`` and ``20.10.24+dfsg1-1``; a candidate has to be asked."""


class Entry(NamedTuple):
    """One package as the database has it."""

    name: str
    status: str
    version: str
    arch: str

    @property
    def is_installed(self) -> bool:
        """Its files are there and set up, held back or not."""
        return self.status.endswith(" installed")


def look_at_packages(host: Host) -> Found:
    """Fact ``packages``."""
    known = dpkg_entries(host)
    if known is not None:
        shown = {name: _shown(entry) for name, entry in known.items() if name in NAMES}
        return Found({"manager": "dpkg", "known": shown}, STATUS)
    if not _has_rpm(host):
        raise CouldNot("absent", "no dpkg, no rpm")
    return Found({"manager": "rpm", "known": _rpm_packages(host)}, "rpm -q")


def _shown(entry: Entry) -> Dict[str, str]:
    return {"version": word(entry.version), "status": word(entry.status), "arch": word(entry.arch)}


def dpkg_arch(host: Host) -> str:
    """The architecture that dpkg itself was built for, which is the host's; empty without dpkg."""
    entries = dpkg_entries(host) or {}
    return entries["dpkg"].arch if "dpkg" in entries else ""


def dpkg_entries(host: Host) -> Optional[Dict[str, Entry]]:
    """The packages in NAMES, and dpkg, that dpkg knows; None where there is no dpkg."""
    return host.once("dpkg", lambda: _dpkg_entries(host))


def _dpkg_entries(host: Host) -> Optional[Dict[str, Entry]]:
    try:
        database = host.files.read(STATUS, MOST_DATABASE)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not database.strip():
        return None  # a Fedora with an empty dpkg beside its rpm
    entries: Dict[str, Entry] = {}
    # A dpkg that was interrupted leaves what it had not yet written to the database in numbered files.
    pending = [name for name in host.files.names(UPDATES) if name.isdigit()]
    for found in stanzas(database):
        known = entries.get(found.name)
        if known is None or (found.is_installed and not known.is_installed):
            entries[found.name] = found
    for name in pending:
        entries.update({found.name: found for found in stanzas(host.files.read(f"{UPDATES}/{name}"))})
    return entries


def stanzas(database: bytes) -> List[Entry]:
    """The wanted packages of a dpkg database; searched, because reading all of it takes ten times as long."""
    entries = []
    database = b"\n" + database
    for found in STANZA.finditer(database):
        end = database.find(b"\n\n", found.end())
        fields = {}
        for row in database[found.end() : end if end >= 0 else len(database)].splitlines():
            name, colon, value = row.partition(b":")
            if colon and name in (b"Status", b"Version", b"Architecture"):
                fields[name] = value.strip().decode("utf-8", "replace")
        entries.append(
            Entry(
                found.group(1).decode(),
                fields.get(b"Status", ""),
                fields.get(b"Version", ""),
                fields.get(b"Architecture", ""),
            )
        )
    return entries


def _has_rpm(host: Host) -> bool:
    return any(host.files.exists(store) for store in RPM_STORES)


def _rpm_packages(host: Host) -> Dict[str, Dict[str, str]]:
    ran = host.run_or_recall(["rpm", "-q", "--queryformat", RPM_FORMAT, *NAMES], _rpm_databases(host))
    known = {}
    for row in ran.stdout.splitlines():  # "package curl is not installed" has no tabs
        fields = row.split("\t")
        if len(fields) == 3 and fields[0] in NAMES:
            version = fields[1][2:] if fields[1].startswith("0:") else fields[1]
            known[fields[0]] = {"version": word(version), "status": "installed", "arch": word(fields[2])}
    return known


def _rpm_databases(host: Host) -> List[str]:
    names = ("rpmdb.sqlite", "rpmdb.sqlite-wal", "Packages", "Packages.db")
    return [f"{store}/{name}" for store in RPM_STORES for name in names]


def owner_of(host: Host, paths: Sequence[str]) -> str:
    """The package that owns a file, by any of the names that lead to it; empty if none does.

    Raises:
        CouldNot: there is no package manager that could tell.
    """
    if dpkg_entries(host) is not None:
        key = ("owner", *paths)
        return host.cache.recall(key, host.state([LISTS, STATUS]), lambda: _dpkg_owner(host, paths))
    if _has_rpm(host):
        try:
            ran = host.run_or_recall(
                ["rpm", "-qf", "--queryformat", "%{NAME}\\n", paths[-1]], _rpm_databases(host)
            )
        except NotThere as missing:
            raise CouldNot("absent", "no rpm") from missing
        return word(ran.stdout.partition("\n")[0]) if ran.exit_code == 0 else ""
    raise CouldNot("absent", "no dpkg, no rpm")


def packaged_version(host: Host, path: str, owner: str) -> str:
    """What a program of that package says of itself, without starting it: ``29.7.2``.

    Empty where it has to be asked: dpkg does not know the package, or the file was replaced after dpkg put it there.
    """
    entry = (dpkg_entries(host) or {}).get(owner)
    found = UPSTREAM.match(entry.version) if entry and entry.is_installed else None
    if not entry or not found:
        return ""
    for name in (f"{owner}.list", f"{owner}:{entry.arch}.list"):
        try:
            installed = host.files.stat(f"{LISTS}/{name}").st_mtime_ns
            replaced = host.files.stat(path).st_ctime_ns > installed
        except OSError:
            continue
        return "" if replaced else found.group(1)
    return ""


def _dpkg_owner(host: Host, paths: Sequence[str]) -> str:
    forms = set()
    for path in paths:
        forms.add(path)
        # On merged systems /bin is /usr/bin, and packages list whichever name they were built with.
        forms.add(path[4:] if path.startswith(("/usr/bin/", "/usr/sbin/", "/usr/lib")) else f"/usr{path}")
    if all(path.startswith(("/usr/local/", "/home/", "/root/", "/snap/")) for path in paths):
        return ""  # where packages of a distribution may not put anything
    wanted = [b"\n" + path.encode("utf-8", "surrogateescape") + b"\n" for path in forms]
    lists = [name for name in host.files.names(LISTS) if name.endswith(".list")]
    # The likely ones first: reading the lists of all packages takes some 30 ms.
    lists.sort(key=lambda name: not re.search(r"docker|podman|moby|containerd|runc", name))
    for name in lists:
        held = b"\n" + host.files.read(f"{LISTS}/{name}", MOST_DATABASE)
        if any(path in held for path in wanted):
            return word(name[: -len(".list")].partition(":")[0])
    return ""
