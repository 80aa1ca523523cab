"""The healthy host that faults are made of: Ubuntu 24.04 with Docker from Docker's own repository."""

from __future__ import annotations

from pathlib import Path
from typing import Dict

from agent.tests.keys import armored
from agent.tests.trees import ALICE, DOCKER, Tree, elf

ENGINE = "5:29.7.2-1~ubuntu.24.04~noble"
CONTAINERD = "2.1.5-1~ubuntu.24.04~noble"
COMMON = "6.8.0-48-generic"

OS_RELEASE = """\
PRETTY_NAME="Ubuntu 24.04.3 LTS"
NAME="Ubuntu"
VERSION_ID="24.04"
VERSION="24.04.3 LTS (Noble Numbat)"
VERSION_CODENAME=noble
ID=ubuntu
ID_LIKE=debian
UBUNTU_CODENAME=noble
"""
SOURCES = """\
Types: deb
URIs: https://download.docker.com/linux/ubuntu
Suites: noble
Components: stable
Architectures: amd64
Signed-By: /etc/apt/keyrings/docker.asc
"""
UBUNTU_SOURCES = """\
Types: deb
URIs: http://archive.ubuntu.com/ubuntu/
Suites: noble noble-updates noble-backports
Components: main universe restricted multiverse
Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg
"""
POLICY = f"""\
docker-ce:
  Installed: {ENGINE}
  Candidate: {ENGINE}
  Version table:
 *** {ENGINE} 500
        500 https://download.docker.com/linux/ubuntu noble/stable amd64 Packages
        100 /var/lib/dpkg/status
     5:29.7.1-1~ubuntu.24.04~noble 500
        500 https://download.docker.com/linux/ubuntu noble/stable amd64 Packages
"""
APT_CONFIG = """\
APT "";
APT::Architecture "amd64";
Acquire "";
Dir::Cache::pkgcache "pkgcache.bin";
"""
KERNEL_OPTIONS = """\
CONFIG_OVERLAY_FS=m
CONFIG_VETH=m
CONFIG_BRIDGE=m
CONFIG_BRIDGE_NETFILTER=m
CONFIG_NF_NAT=m
CONFIG_NF_TABLES=m
CONFIG_IP_NF_IPTABLES=m
CONFIG_IP_NF_FILTER=m
CONFIG_IP_NF_NAT=m
CONFIG_IP_NF_RAW=m
CONFIG_IP_NF_TARGET_MASQUERADE=m
CONFIG_NETFILTER_XT_MATCH_ADDRTYPE=m
CONFIG_NETFILTER_XT_MATCH_CONNTRACK=m
CONFIG_NAMESPACES=y
CONFIG_NET_NS=y
CONFIG_PID_NS=y
CONFIG_IPC_NS=y
CONFIG_UTS_NS=y
CONFIG_USER_NS=y
CONFIG_CGROUPS=y
CONFIG_CGROUP_PIDS=y
CONFIG_CGROUP_DEVICE=y
CONFIG_CGROUP_FREEZER=y
CONFIG_CGROUP_SCHED=y
CONFIG_CPUSETS=y
CONFIG_MEMCG=y
CONFIG_KEYS=y
CONFIG_SECCOMP=y
CONFIG_SECCOMP_FILTER=y
CONFIG_POSIX_MQUEUE=y
# CONFIG_IPVLAN is not set
"""


def healthy(root: Path) -> Tree:
    """A host on which nothing is wrong."""
    tree = Tree(root)
    tree.release = COMMON
    _system(tree)
    _apt(tree)
    _docker(tree)
    _people(tree)
    _running(tree)
    _commands(tree)
    return tree


def _system(tree: Tree) -> None:
    for name in ("bin", "sbin", "lib"):
        tree.folder(f"/usr/{name}")
        tree.link(f"/{name}", f"usr/{name}")
    tree.write("/usr/lib/os-release", OS_RELEASE)
    tree.link("/etc/os-release", "../usr/lib/os-release")
    tree.write("/usr/bin/dash", elf(), 0o755)
    tree.link("/usr/bin/sh", "dash")
    tree.write("/proc/version", f"Linux version {COMMON} (buildd@lcy02) #48-Ubuntu SMP\n")
    mounts = (
        "sysfs /sys sysfs rw 0 0\ncgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n/dev/sda1 / ext4 rw 0 0\n"
    )
    tree.write("/proc/mounts", mounts)
    tree.write("/sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory hugetlb pids rdma misc\n")
    tree.write("/proc/sys/net/ipv4/ip_forward", "1\n")
    tree.write("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n")
    tree.write("/proc/net/ip_tables_names", "", 0o440)
    tree.write("/proc/net/unix", "Num       RefCount Protocol Flags    Type St Inode Path\n")
    tree.folder("/proc/sys/fs/binfmt_misc")
    tree.write(f"/boot/config-{COMMON}", KERNEL_OPTIONS)
    tree.write(f"/usr/lib/modules/{COMMON}/modules.dep", "kernel/net/ipv4/netfilter/iptable_raw.ko.zst:\n")
    tree.folder("/run/systemd/system")
    tree.folder("/run/user/1000", 0o700)
    tree.link("/var/run", "/run")
    path = (
        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/games:/usr/local/games:/snap/bin"
    )
    tree.write("/etc/environment", f'PATH="{path}"\n')
    tree.write("/etc/resolv.conf", "nameserver 127.0.0.53\noptions edns0 trust-ad\n")
    tree.write("/etc/ufw/ufw.conf", "ENABLED=no\nLOGLEVEL=low\n")


def _apt(tree: Tree) -> None:
    tree.write(
        "/etc/apt/sources.list", "# Ubuntu sources have moved to /etc/apt/sources.list.d/ubuntu.sources\n"
    )
    tree.write("/etc/apt/sources.list.d/ubuntu.sources", UBUNTU_SOURCES)
    tree.write("/etc/apt/sources.list.d/docker.sources", SOURCES)
    tree.write("/etc/apt/keyrings/docker.asc", armored())
    tree.folder("/etc/apt/trusted.gpg.d")
    tree.folder("/etc/apt/apt.conf.d")
    tree.folder("/etc/apt/preferences.d")
    tree.folder("/var/lib/apt/lists/partial", 0o700)
    tree.write(
        "/var/lib/apt/lists/download.docker.com_linux_ubuntu_dists_noble_InRelease", "Origin: Docker\n"
    )


def _docker(tree: Tree) -> None:
    plugins = "/usr/libexec/docker/cli-plugins"
    files: Dict[str, str] = {
        "/usr/bin/dockerd": "docker-ce",
        "/usr/bin/docker-proxy": "docker-ce",
        "/usr/bin/docker": "docker-ce-cli",
        "/usr/bin/containerd": "containerd.io",
        "/usr/bin/runc": "containerd.io",
        f"{plugins}/docker-buildx": "docker-buildx-plugin",
        f"{plugins}/docker-compose": "docker-compose-plugin",
        "/usr/bin/newuidmap": "uidmap",
        "/usr/sbin/iptables": "iptables",
    }
    for file in files:
        tree.write(file, elf(), 0o755)
    versions = {
        "docker-ce": ENGINE,
        "docker-ce-cli": ENGINE,
        "containerd.io": CONTAINERD,
        "docker-buildx-plugin": "0.29.1-1~ubuntu.24.04~noble",
        "docker-compose-plugin": "2.40.3-1~ubuntu.24.04~noble",
        "uidmap": "1:4.13+dfsg1-4ubuntu3.2",
        "iptables": "1.8.10-3ubuntu2",
        "ca-certificates": "20240203",
        "curl": "8.5.0-2ubuntu10.6",
        "gnupg": "2.4.4-2ubuntu17.3",
        "dpkg": "1.22.6ubuntu6.5",
    }
    for name, version in versions.items():
        owned = [file for file, owner in files.items() if owner == name]
        tree.package(
            name, version, arch="all" if name in ("ca-certificates", "gnupg") else "amd64", files=owned
        )
    tree.folder("/var/lib/docker", 0o710)
    tree.folder("/var/lib/containerd", 0o711)


def _people(tree: Tree) -> None:
    passwd = "root:x:0:0:root:/root:/bin/bash\n_apt:x:42:65534::/nonexistent:/usr/sbin/nologin\n"
    people = "alice:x:1000:1000:Alice:/home/alice:/bin/bash\nbob:x:1001:1001:Bob:/home/bob:/bin/bash\n"
    tree.write("/etc/passwd", passwd + people)
    tree.write(
        "/etc/group",
        "root:x:0:\nsudo:x:27:alice\nusers:x:100:\ndocker:x:988:alice\nalice:x:1000:\nbob:x:1001:\n",
    )
    tree.write("/etc/subuid", "alice:100000:65536\nbob:165536:65536\n")
    tree.write("/etc/subgid", "alice:100000:65536\nbob:165536:65536\n")
    tree.folder("/home/alice", 0o750)
    tree.folder("/home/bob", 0o750)
    tree.folder("/root", 0o700)
    tree.owners["/home/alice"] = (ALICE, ALICE)
    tree.write("/home/alice/.bashrc", "# nothing of Docker's here\n")


def _running(tree: Tree) -> None:
    tree.socket("/run/docker.sock")
    tree.process(1, ["/sbin/init"], name="systemd")
    tree.process(700, ["/usr/bin/containerd"])
    tree.process(800, ["/usr/bin/dockerd", "-H", "fd://", "--containerd=/run/containerd/containerd.sock"])
    tree.process(2000, ["/lib/systemd/systemd", "--user"], ALICE, [27, DOCKER, ALICE], name="systemd")
    tree.process(2100, ["-bash"], ALICE, [27, DOCKER, ALICE], parent=2050, name="bash")


def unit(name: str, sub: str = "running", **fields: str) -> str:
    """What ``systemctl show`` prints of one unit."""
    said = {
        "Result": "success",
        "NRestarts": "0",
        "Id": name,
        "LoadState": "loaded",
        "ActiveState": "active",
        "SubState": sub,
        "UnitFileState": "enabled",
        **fields,
    }
    return "".join(f"{key}={value}\n" for key, value in said.items())


def started(command: str) -> str:
    """The ExecStart that ``systemctl show`` prints."""
    path = command.split()[0]
    return f"{{ path={path} ; argv[]={command} ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=0 }}"


DOCKER_SERVICE = unit(
    "docker.service",
    ExecStart=started("/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock"),
)
DOCKER_SOCKET = unit("docker.socket")
CONTAINERD_SERVICE = unit("containerd.service", ExecStart=started("/usr/bin/containerd"))
NO_SNAP = unit(
    "snap.docker.dockerd.service", "dead", LoadState="not-found", ActiveState="inactive", UnitFileState=""
)


def prints_units(tree: Tree, *units: str) -> None:
    """What systemd says from now on."""
    tree.runner.prints("systemctl show", "\n".join(units))


def _commands(tree: Tree) -> None:
    prints_units(tree, DOCKER_SERVICE, DOCKER_SOCKET, CONTAINERD_SERVICE, NO_SNAP)
    tree.runner.prints("apt-cache policy docker-ce", POLICY)
    tree.runner.prints("apt-config dump", APT_CONFIG)
    tree.runner.prints("iptables --version", "iptables v1.8.10 (nf_tables)\n")
    tree.runner.prints("/usr/bin/docker --version", "Docker version 29.7.2, build 1a2b3c4\n")
    tree.runner.prints("/usr/bin/dockerd --version", "Docker version 29.7.2, build 5d6e7f8\n")
