"""What the host is: its release, its architecture, what it runs in, its clock."""

from __future__ import annotations

import shlex
from typing import Dict, List, Optional

from agent.probes.elf import HEADER_SIZE, read_elf
from agent.probes.host import CouldNot, Found, Host
from agent.probes.packages import dpkg_arch
from agent.probes.shaping import line, word, words

PROGRAMS = ("/bin/sh", "/usr/bin/env", "/sbin/init")
"""One of these is the userland's own on every machine."""


def look_at_os_release(host: Host) -> Found:
    """Fact ``os_release``."""
    for path in ("/etc/os-release", "/usr/lib/os-release"):
        text = host.files.text_or_none(path)
        if text is not None:
            break
    else:
        raise CouldNot("absent", "no os-release", "/etc/os-release")
    fields = assignments(text)
    return Found(
        {
            "id": word(fields.get("ID", "")),
            "id_like": words(fields.get("ID_LIKE", "").split()),
            "version_id": word(fields.get("VERSION_ID", "")),
            "version_codename": word(fields.get("VERSION_CODENAME", "")),
            "ubuntu_codename": word(fields.get("UBUNTU_CODENAME", "")),
            "debian_codename": word(fields.get("DEBIAN_CODENAME", "")),
            "pretty_name": line(fields.get("PRETTY_NAME", "")),
        },
        path,
    )


def assignments(text: str) -> Dict[str, str]:
    """``NAME=value`` lines as a shell reads them, comments and what cannot be read left out."""
    fields: Dict[str, str] = {}
    for row in text.splitlines():
        name, equals, value = row.strip().partition("=")
        if not equals or name.startswith("#"):
            continue
        try:
            parts = shlex.split(value, comments=True)
        except ValueError:
            continue  # a quote that is never closed
        fields[name.strip()] = parts[0] if parts else ""
    return fields


def look_at_machine(host: Host) -> Found:
    """Fact ``machine``."""
    native = dpkg_arch(host)
    listed = (host.files.text_or_none("/var/lib/dpkg/arch") or "").split()
    value = {
        "kernel_arch": word(host.uname().machine),
        "dpkg_arch": word(native or (listed[0] if listed else "")),
        "foreign_archs": words(arch for arch in listed if arch != native),
        "userland_bits": _userland_bits(host),
        "emulated": words(_emulated(host)),
    }
    return Found(value, "uname, /var/lib/dpkg, the header of /bin/sh, /proc/sys/fs/binfmt_misc")


def _userland_bits(host: Host) -> int:
    for path in PROGRAMS:
        try:
            elf = read_elf(host.files.head(path, HEADER_SIZE))
        except OSError:
            continue
        if elf:
            return elf.bits
    return 0


def _emulated(host: Host) -> List[str]:
    """The emulators that are on and kept open by the kernel (flag F), as containers need them."""
    folder = "/proc/sys/fs/binfmt_misc"
    found = []
    for name in host.files.names(folder):
        if name.startswith("qemu-"):
            rows = host.files.text(f"{folder}/{name}").splitlines()
            flags = next((row.partition(":")[2] for row in rows if row.startswith("flags:")), "")
            if "enabled" in rows and "F" in flags:
                found.append(name)
    return found


def look_at_surroundings(host: Host) -> Found:
    """Fact ``surroundings``."""
    files = host.files
    version = files.text_or_none("/proc/version") or ""
    value = {
        "kernel_version": line(version),
        "init": word(_init(host)),
        "has_systemd": files.is_folder("/run/systemd/system"),
        "in_docker": files.exists("/.dockerenv"),
        "in_podman": files.exists("/run/.containerenv"),
        "wsl": wsl_of(version),
        "wsl_conf_systemd": _wsl_conf_systemd(files.text_or_none("/etc/wsl.conf")),
        "has_docker_desktop": files.exists("/mnt/wsl/docker-desktop") or files.exists("/opt/docker-desktop"),
    }
    return Found(value, "/proc/version, /proc/1/comm, /run/systemd/system, /.dockerenv, /etc/wsl.conf")


def _init(host: Host) -> str:
    """The name of process 1, empty where /proc hides it from us."""
    try:
        return host.files.text_or_none("/proc/1/comm") or ""
    except PermissionError:
        return ""


def wsl_of(kernel_version: str) -> int:
    """0 outside the Windows Subsystem for Linux, else its version by the kernel's name."""
    lowered = kernel_version.lower()
    if "microsoft" not in lowered:
        return 0
    return 2 if "wsl2" in lowered or "microsoft-standard" in lowered else 1


def _wsl_conf_systemd(text: Optional[str]) -> Optional[bool]:
    """What ``[boot] systemd=`` says; None where it says nothing."""
    section, said = "", None
    for row in (text or "").splitlines():
        row = row.strip()
        if row.startswith("["):
            section = row.strip("[] ").lower()
        name, _, value = row.partition("=")
        if section == "boot" and name.strip().lower() == "systemd":
            said = value.strip().lower() == "true"
    return said


def look_at_clock(host: Host) -> Found:
    """Fact ``clock``: by the Date header of what our server last answered, so without traffic of its own."""
    ahead = host.ahead_s()
    if ahead is None:
        raise CouldNot("absent", "no server has answered yet")
    return Found({"ahead_s": float(ahead)}, "the Date header of the server's answer")
