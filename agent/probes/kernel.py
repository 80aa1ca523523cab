"""The kernel: its release, how it was built, and how it groups processes."""

from __future__ import annotations

import re
import zlib
from typing import Dict, List, Optional

from agent.probes.files import MOST_CONFIG
from agent.probes.host import Found, Host
from agent.probes.shaping import path, word, words

FLAGS = frozenset(
    """NAMESPACES NET_NS PID_NS IPC_NS UTS_NS USER_NS CGROUPS CGROUP_CPUACCT CGROUP_DEVICE CGROUP_FREEZER
    CGROUP_SCHED CGROUP_PIDS CPUSETS MEMCG BLK_CGROUP KEYS SECCOMP SECCOMP_FILTER OVERLAY_FS VETH BRIDGE
    BRIDGE_NETFILTER NF_NAT NF_TABLES IP_NF_RAW IP_NF_FILTER IP_NF_NAT IP_NF_TARGET_MASQUERADE IP_NF_IPTABLES
    NETFILTER_XT_MATCH_ADDRTYPE NETFILTER_XT_MATCH_CONNTRACK NETFILTER_XT_MARK NETFILTER_XT_TARGET_MASQUERADE
    POSIX_MQUEUE VXLAN MACVLAN IPVLAN""".split()  # noqa: SIM905 # forty names are easier read as words
)
"""The build options that Docker asks for; the thousands of others stay on the host."""

OPTION = re.compile(r"(?m)^CONFIG_([A-Z0-9_]+)=([ym])$")
CGROUPS = "/sys/fs/cgroup"


def look_at_kernel(host: Host) -> Found:
    """Fact ``kernel``."""
    release = host.uname().release
    for where in ("/proc/config.gz", f"/boot/config-{release}", f"/lib/modules/{release}/config"):
        text = _config(host, where)
        if text is not None:
            return Found({"release": word(release), "flags": flags_of(text)}, where)
    return Found({"release": word(release), "flags": None}, "uname")


def _config(host: Host, where: str) -> Optional[str]:
    try:
        held = host.files.read(where)
        if where.endswith(".gz"):
            held = zlib.decompressobj(wbits=31).decompress(held, MOST_CONFIG)
    except (OSError, zlib.error):
        return None
    return held.decode("utf-8", "replace")


def flags_of(config: str) -> Dict[str, str]:
    """The options in FLAGS; what a configuration does not name is not built: ``n``."""
    built = {name: value for name, value in OPTION.findall(config) if name in FLAGS}
    return {name: built.get(name, "n") for name in sorted(FLAGS)}


def look_at_cgroup(host: Host) -> Found:
    """Fact ``cgroup``."""
    mounts = {}
    for row in (host.files.text_or_none("/proc/mounts") or "").splitlines():
        fields = row.split()
        if len(fields) > 2:
            mounts[fields[1]] = fields[2]
    v1 = [folder for folder, kind in mounts.items() if kind == "cgroup"]
    if mounts.get(CGROUPS) == "cgroup2":
        listed = host.files.text_or_none(f"{CGROUPS}/cgroup.controllers") or ""
        value = {"kind": "v2", "controllers": words(listed.split())}
    elif v1:
        is_hybrid = mounts.get(f"{CGROUPS}/unified") == "cgroup2"
        value = {"kind": "hybrid" if is_hybrid else "v1", "controllers": words(_v1_controllers(host))}
    else:
        value = {"kind": "none", "controllers": []}
    return Found(value, path(f"/proc/mounts, {CGROUPS}"))


def _v1_controllers(host: Host) -> List[str]:
    """Those that are on, by ``/proc/cgroups`` (name, hierarchy, number of groups, enabled)."""
    rows = (host.files.text_or_none("/proc/cgroups") or "").splitlines()
    fields = [row.split() for row in rows if not row.startswith("#")]
    return [field[0] for field in fields if len(field) == 4 and field[3] == "1"]
