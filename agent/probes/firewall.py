"""The packet filter beneath Docker's networks."""

from __future__ import annotations

import re
from typing import List, Optional

from agent.commands import NotThere, TimedOut
from agent.probes import shaping
from agent.probes.files import MOST_DATABASE
from agent.probes.host import Found, Host

IPTABLES = ("/usr/sbin/iptables", "/sbin/iptables", "/usr/local/sbin/iptables", "/etc/alternatives/iptables")
VERSION = re.compile(r"^(iptables v\S+)(?: \((legacy|nf_tables)\))?")


def look_at_firewall(host: Host) -> Found:
    """Fact ``firewall``."""
    try:
        printed = host.run_or_recall(["iptables", "--version"], IPTABLES).stdout
    except (NotThere, TimedOut):
        printed = ""
    found = VERSION.match(printed)
    tables = _legacy_tables(host)
    value = {
        "version": shaping.line(printed.partition("\n")[0]),
        "backend": (found.group(2) or "legacy") if found else "",  # before 1.8 there was but one
        "legacy_tables": None if tables is None else shaping.words(tables),
        "ip_forward": _ip_forward(host),
        "ufw_enabled": _ufw_enabled(host),
        "has_raw_table": _has_raw_table(host, tables),
    }
    return Found(
        value,
        "iptables --version, /proc/net/ip_tables_names, /proc/sys/net/ipv4/ip_forward, /etc/ufw/ufw.conf",
    )


def _legacy_tables(host: Host) -> Optional[List[str]]:
    """None where only root may see them; none at all while the kernel has no such table loaded."""
    try:
        return (host.files.text_or_none("/proc/net/ip_tables_names") or "").split()
    except OSError:
        return None


def _ip_forward(host: Host) -> Optional[int]:
    said = (host.files.text_or_none("/proc/sys/net/ipv4/ip_forward") or "").strip()
    return int(said) if said in ("0", "1") else None


def _ufw_enabled(host: Host) -> Optional[bool]:
    try:
        text = host.files.text_or_none("/etc/ufw/ufw.conf")
    except OSError:
        return None
    return re.search(r"(?mi)^\s*ENABLED\s*=\s*[\"']?yes", text or "") is not None


def _has_raw_table(host: Host, tables: Optional[List[str]]) -> Optional[bool]:
    """Whether the kernel has the table, loaded, built in or as a module; None where it does not tell."""
    if tables and "raw" in tables:
        return True
    folder = f"/lib/modules/{host.uname().release}"
    told = False
    for name in ("modules.builtin", "modules.dep"):
        try:
            held = host.files.read(f"{folder}/{name}", MOST_DATABASE)
        except OSError:
            continue
        if b"/iptable_raw.ko" in held:
            return True
        told = told or bool(held)
    return False if told else None
