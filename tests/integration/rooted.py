"""A machine with a root folder of its own, changes to which are gone with it: for real apt, real systemd, arm64.

It has its own processes, host name and network, which is a loopback and nothing else. What listens there is made by
the test itself within ``network()``. It ends with its standard input, and so with the test, however that ends.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import shlex
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from agent.bundling.build import NAME, ROOT
from tests.integration.engine import until
from tests.integration.roots import PERSON, QEMU, root_of

BUILT = ROOT / "build" / NAME
AGENT = "/opt/setupbot-agent.pyz"
LIMIT_S = 60.0
CLONE_NEWNET = 0x40000000
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
ELF_ARM64 = (
    r"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00:"
    r"\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff"
)
# $1 is the folder of its own, $2 the root below it.
SETUP = r"""
set -e
mount -t tmpfs -o mode=755,size=2g tmpfs "$1"
mkdir "$1/changed" "$1/work" "$1/root"
mount -t overlay -o "lowerdir=$2,upperdir=$1/changed,workdir=$1/work" overlay "$1/root"
cd "$1/root"
mount -t tmpfs -o mode=755 tmpfs dev
for one in null zero full random urandom tty; do touch dev/$one; mount --bind /dev/$one dev/$one; done
mkdir dev/shm dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=755 tmpfs run
mkdir run/lock
hostname machine
{begin} < /dev/null &
{then}
read -r until_the_test_ends || true
{last}
"""
PLAIN = 'unshare --pid --fork --mount-proc=proc sh -c "echo ready; exec chroot . sleep infinity"'
# A namespace of users has a table of its own of which program runs what, so this machine's stays as it is.
EMULATED = rf"""unshare --user --pid --fork --mount --mount-proc=proc sh -c '
until grep -q . /proc/self/uid_map; do sleep 0.01; done
mount -t binfmt_misc binfmt_misc proc/sys/fs/binfmt_misc
printf %s ":arm64:M::{ELF_ARM64}:{QEMU}:OCF" > proc/sys/fs/binfmt_misc/register
echo ready
exec chroot . sleep infinity'"""
MAPPED = """
until [ "$(readlink /proc/$!/ns/user)" != "$(readlink /proc/$$/ns/user)" ]; do sleep 0.01; done
echo 0 0 65536 > /proc/$!/uid_map
echo 0 0 65536 > /proc/$!/gid_map
"""
# systemd takes the cgroup that it begins in for the root of all: one of its own, which is gone with it.
SYSTEMD = """
mkdir "$1/cgroups"
mount -t cgroup2 cgroup2 "$1/cgroups"
own=$(mktemp -d "$1/cgroups$(sed -n 's/^0:://p' /proc/self/cgroup)/test-XXXXXX")
chmod 755 "$own"
(echo 0 > "$own/cgroup.procs"; exec unshare --pid --fork --cgroup --mount-proc=proc sh -c '
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
echo ready
exec chroot . env -i container=test PATH=/usr/sbin:/usr/bin /lib/systemd/systemd --unit=multi-user.target')"""
GONE = """
echo 1 > "$own/cgroup.kill"
while find "$own" -depth -type d -exec rmdir {} \\; 2> /dev/null; [ -d "$own" ]; do sleep 0.05; done
"""
BEGINNINGS = {"plain": (PLAIN, "", ""), "emulated": (EMULATED, MAPPED, ""), "systemd": (SYSTEMD, "", GONE)}


class Rooted:
    """Use it as a context. ``how`` is plain, emulated (for an arm64 root) or systemd."""

    def __init__(self, folder: Path, how: str = "plain") -> None:
        self._folder = folder
        self._how = how

    def __enter__(self) -> Rooted:
        mount = self._folder / "machine"
        mount.mkdir(parents=True)
        begin, then, last = BEGINNINGS[self._how]
        script = SETUP.replace("{begin}", begin).replace("{then}", then).replace("{last}", last)
        arch = "arm64" if self._how == "emulated" else "amd64"
        spaces = ["--mount", "--net", "--uts", "--ipc", "--pid", "--fork", "--mount-proc"]
        self._holder = subprocess.Popen(
            ["unshare", *spaces, "--propagation", "private", "sh", "-c", script, "sh", mount, root_of(arch)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._holder.stdout
        assert self._holder.stdout.readline() == "ready\n"
        self._pid = self._first_inside()
        until(lambda: os.readlink(f"/proc/{self._pid}/root") != "/")
        self._raise_loopback()
        return self

    def __exit__(self, *fault: object) -> None:
        with self._holder:
            assert self._holder.stdin
            self._holder.stdin.close()  # its first process ends, and the kernel ends all the others

    def _first_inside(self) -> int:
        """The holder's shell has one child, ``unshare``, and that has the machine's first process."""
        shell = psutil.Process(self._holder.pid).children()[0]
        return next(child.pid for child in shell.children(recursive=True) if not child.children())

    def path(self, path: str) -> Path:
        """Where a file of the machine is to be found from outside."""
        return Path(f"/proc/{self._pid}/root{path}")

    def command(self, *argv: str, user: str = "root") -> list[str]:
        """What runs it inside, with nothing of the environment out here."""
        spaces = ["-m", "-u", "-i", "-n", "-p", "-r", "-w"] + (["-U"] if self._how == "emulated" else [])
        home = "/root" if user == "root" else f"/home/{user}"
        who = [] if user == "root" else ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"]
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        clean = ["env", "-i", f"--chdir={home}", f"PATH={path}", f"HOME={home}", "LC_ALL=C.UTF-8"]
        return ["nsenter", "-t", str(self._pid), *spaces, *clean, *who, *argv]

    def do(self, line: str, user: str = PERSON, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Runs a line as it is pasted into a shell; what it says, both streams in one, is ``stdout``."""
        return subprocess.run(
            self.command("bash", "-c", line, user=user),
            input=typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )

    def must(self, line: str, user: str = PERSON, typed: str = "") -> str:
        """The same; what it says where it succeeds."""
        done = self.do(line, user, typed)
        assert done.returncode == 0, f"{line}\n{done.stdout}"
        return done.stdout

    def write(self, path: str, held: str | bytes, mode: int = 0o644) -> None:
        """Makes a file of root's, and the folders above it."""
        file = self.path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(held if isinstance(held, bytes) else held.encode())
        file.chmod(mode)

    @contextmanager
    def network(self) -> Iterator[None]:
        """Sockets that this thread makes in the block are the machine's, and stay it."""
        assert threading.current_thread() is threading.main_thread()
        libc = ctypes.CDLL(None, use_errno=True)
        with open("/proc/self/ns/net") as ours, open(f"/proc/{self._pid}/ns/net") as theirs:
            if libc.setns(theirs.fileno(), CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), "setns")
            try:
                yield
            finally:
                assert libc.setns(ours.fileno(), CLONE_NEWNET) == 0

    def _raise_loopback(self) -> None:
        with self.network(), socket.socket() as any_of_it:
            request = fcntl.ioctl(any_of_it, SIOCGIFFLAGS, struct.pack("16sH14x", b"lo", 0))
            flags = struct.unpack("16sH14x", request)[1]
            fcntl.ioctl(any_of_it, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | IFF_UP))

    def observe(self, *facts: str) -> dict[str, Any]:
        """What the agent's own file sends, run by the person whose machine it is."""
        if not self.path(AGENT).exists():
            self.write(AGENT, BUILT.read_bytes(), 0o755)
        asked = ["--user", PERSON, *(("--facts", ",".join(facts)) if facts else ())]
        argv = self.command(
            "/usr/bin/python3", "-I", AGENT, "once", "--json", "--level", "files", *asked, user=PERSON
        )
        done = subprocess.run(argv, capture_output=True, text=True, timeout=LIMIT_S, check=False)
        assert done.returncode == 0, f"{shlex.join(argv)}\n{done.stderr}"
        sent: dict[str, Any] = json.loads(done.stdout)
        return sent
