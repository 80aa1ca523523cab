"""Hosts that exist only as files in a folder, with what their commands print and what their network answers.

``healthy(folder)`` is an Ubuntu 24.04 on which Docker was installed as its manual says, and alice is in the
group docker. A fault is made by changing that Tree: write, remove, chmod, own, print something else.
"""

from __future__ import annotations

import os
import shutil
import stat
import struct
from datetime import datetime, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Dict, List, Optional, Sequence, Set, Tuple, Union

from agent.commands import NotThere, Ran
from agent.observing import observe
from agent.probes.files import Files
from agent.probes.reaching import Reply

ALICE = 1000
DOCKER = 988
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=timezone.utc)
MACHINES = {"386": 0x03, "amd64": 0x3E, "arm64": 0xB7, "arm": 0x28, "riscv64": 0xF3}
BITS_32 = ("386", "arm")
Text = Union[str, bytes]


def elf(arch: str = "amd64") -> bytes:
    """The first bytes of a program for that machine, and nothing of the program."""
    kind = b"\x01" if arch in BITS_32 else b"\x02"
    return b"\x7fELF" + kind + b"\x01\x01" + bytes(9) + struct.pack("<HH", 2, MACHINES[arch]) + bytes(44)


class TreeFiles(Files):
    """A tree's files as the host would see them: owned by root unless said otherwise, closed where said."""

    def __init__(self, tree: Tree) -> None:
        super().__init__(str(tree.root))
        self._tree = tree

    def at(self, path: str) -> str:
        """Raises PermissionError for what lies behind a closed folder."""
        real = self.real(path)
        if any(real.startswith(f"{folder}/") for folder in self._tree.closed):
            raise PermissionError(13, "Permission denied", path)
        return self.root + real

    def read(self, path: str, most: int = 1024 * 1024) -> bytes:
        """Raises PermissionError for a closed file."""
        self._refuse(path)
        return super().read(path, most)

    def head(self, path: str, size: int) -> bytes:
        """Raises PermissionError for a closed file."""
        self._refuse(path)
        return super().head(path, size)

    def names(self, folder: str) -> List[str]:
        """Raises PermissionError for a closed folder."""
        self._refuse(folder)
        return super().names(folder)

    def stat(self, path: str) -> os.stat_result:
        """With the owner that the tree says."""
        return self._owned(super().stat(path), self.real(path))

    def lstat(self, path: str) -> os.stat_result:
        """With the owner that the tree says."""
        folder, name = os.path.split(path)
        self._refuse(folder)
        return self._owned(super().lstat(path), f"{self.real(folder).rstrip('/')}/{name}")

    def statvfs(self, path: str) -> Any:
        """As full as the tree says; 100 GB with half of it free unless said otherwise."""
        super().stat(path)
        size, free, inodes, inodes_free = self._tree.disks.get(
            path, (100 << 30, 50 << 30, 6_000_000, 5_000_000)
        )
        return SimpleNamespace(
            f_blocks=size >> 12, f_bavail=free >> 12, f_frsize=4096, f_files=inodes, f_favail=inodes_free
        )

    def _refuse(self, path: str) -> None:
        if self.real(path) in self._tree.closed:
            raise PermissionError(13, "Permission denied", path)

    def _owned(self, seen: os.stat_result, path: str) -> os.stat_result:
        uid, gid = self._tree.owners.get(path, (0, 0))
        times = {name: getattr(seen, name) for name in ("st_mtime_ns", "st_ctime_ns", "st_atime_ns")}
        device = self._tree.devices.get(path, 1)
        return os.stat_result((seen.st_mode, seen.st_ino, device, seen.st_nlink, uid, gid, *seen[6:]), times)


class ScriptedRunner:
    """Answers by the longest beginning of a command that it knows; another command is not there."""

    def __init__(self) -> None:
        self.answers: Dict[Tuple[str, ...], Union[Ran, Exception]] = {}
        self.ran: List[Tuple[str, ...]] = []

    def prints(self, command: str, stdout: str, exit_code: int = 0, stderr: str = "") -> None:
        """What a command that begins so prints from now on."""
        self.answers[tuple(command.split())] = Ran(exit_code, stdout, stderr)

    def fails(self, command: str, fault: Exception) -> None:
        """What running it raises from now on."""
        self.answers[tuple(command.split())] = fault

    def run(self, argv: Sequence[str], timeout_s: float) -> Ran:
        """Raises NotThere, or what was scripted."""
        self.ran.append(tuple(argv))
        for size in range(len(argv), 0, -1):
            answer = self.answers.get(tuple(argv[:size]))
            if isinstance(answer, Exception):
                raise answer
            if answer is not None:
                return answer
        raise NotThere(argv[0])


class ScriptedNetwork:
    """Answers every request with ``reply``, and resolves every name unless it is in ``obstacles``."""

    def __init__(self) -> None:
        self.replies: Dict[str, Reply] = {"GET": Reply(status=401), "HEAD": Reply(status=200)}
        self.obstacles: Dict[str, str] = {}
        self.asked: List[Tuple[str, str, str]] = []

    def reach(self, method: str, url: str, proxy: str, limit_s: float) -> Reply:
        """By the method: apt's repository is asked with HEAD, the registry with GET."""
        self.asked.append((method, url, proxy))
        return self.replies[method]

    def resolve(self, name: str, limit_s: float) -> Optional[str]:
        """None, or the obstacle of that name."""
        return self.obstacles.get(name)


class Tree:
    """One host. Paths are the host's own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.owners: Dict[str, Tuple[int, int]] = {}
        self.closed: Set[str] = set()
        self.disks: Dict[str, Tuple[int, int, int, int]] = {}
        self.devices: Dict[str, int] = {}
        self.runner = ScriptedRunner()
        self.network = ScriptedNetwork()
        self.machine = "x86_64"
        self.release = "6.8.0-48-generic"
        self.environ: Dict[str, str] = {}
        self.packages: Dict[str, Tuple[str, str, str]] = {}
        self.folder("/")

    def at(self, path: str) -> Path:
        """Where a path of the host lies; links are not followed."""
        return self.root / path.lstrip("/")

    def folder(self, path: str, mode: int = 0o755) -> None:
        """Makes a folder and those above it, whatever the umask."""
        made = self.root
        for part in ("", *Path(path.lstrip("/")).parts):
            made = made / part
            if not made.is_dir():
                made.mkdir(parents=True)
                made.chmod(0o755)
        made.chmod(mode)

    def write(self, path: str, text: Text, mode: int = 0o644) -> None:
        """Makes or replaces a file."""
        if not self.at(path).parent.is_dir():
            self.folder(os.path.dirname(path))
        if self.at(path).is_file():
            self.at(path).unlink()  # its mode may keep even its owner from writing
        self.at(path).write_bytes(text.encode() if isinstance(text, str) else text)
        self.at(path).chmod(mode)

    def link(self, path: str, target: str) -> None:
        """Makes a symbolic link."""
        self.folder(os.path.dirname(path))
        self.at(path).symlink_to(target)

    def socket(self, path: str, mode: int = 0o660, gid: int = DOCKER) -> None:
        """Makes a socket on which nobody listens."""
        self.folder(os.path.dirname(path))
        os.mknod(self.at(path), stat.S_IFSOCK | 0o600)
        self.at(path).chmod(mode)
        self.owners[path] = (0, gid)

    def remove(self, path: str) -> None:
        """Takes away a file, a link or a whole folder."""
        if self.at(path).is_dir() and not self.at(path).is_symlink():
            shutil.rmtree(self.at(path))
        else:
            self.at(path).unlink()

    def package(
        self,
        name: str,
        version: str,
        status: str = "install ok installed",
        arch: str = "amd64",
        files: Sequence[str] = (),
    ) -> None:
        """Makes dpkg know a package, and which files it owns."""
        self.packages[name] = (version, status, arch)
        self._write_packages()
        self.write(f"/var/lib/dpkg/info/{name}.list", "".join(f"{file}\n" for file in ("/.", *files)))

    def forget(self, *names: str) -> None:
        """Makes dpkg know nothing of these packages any more."""
        for name in names:
            del self.packages[name]
            self.remove(f"/var/lib/dpkg/info/{name}.list")
        self._write_packages()

    def _write_packages(self) -> None:
        stanzas = [
            f"Package: {name}\nStatus: {status}\nPriority: optional\nArchitecture: {arch}\nVersion: {version}\n"
            f"Description: of {name}\n which\n Package: is\n"
            for name, (version, status, arch) in sorted(self.packages.items())
        ]
        self.write("/var/lib/dpkg/status", "\n".join(stanzas))

    def process(
        self,
        pid: int,
        argv: Sequence[str],
        uid: int = 0,
        groups: Sequence[int] = (),
        parent: int = 1,
        name: str = "",
        depth: int = 1,
    ) -> None:
        """Makes a process; ``depth`` above 1 puts it into a container."""
        gids = " ".join(map(str, groups))
        inside = "\t".join([str(pid), "7", "7", "7"][:depth])
        name = name or os.path.basename(argv[0])[:15]
        rows = [f"Name:\t{name}", "State:\tS (sleeping)", f"Pid:\t{pid}", f"PPid:\t{parent}"]
        rows += [
            f"Uid:\t{uid}\t{uid}\t{uid}\t{uid}",
            f"Gid:\t{uid}\t{uid}\t{uid}\t{uid}",
            f"Groups:\t{gids} ",
        ]
        rows += [f"NSpid:\t{inside}", "VmSize:\t   10000 kB"]
        self.write(f"/proc/{pid}/status", "\n".join(rows) + "\n", 0o444)
        self.write(f"/proc/{pid}/comm", f"{name}\n", 0o444)
        self.write(f"/proc/{pid}/cmdline", "\0".join(argv) + "\0", 0o444)

    def observe(self, *facts: str, user: str = "alice", **more: Any) -> Dict[str, Any]:
        """The Observation of these facts."""
        more.setdefault("clock", lambda: NOW)
        # An attribute set here is what uname(2) would have said on that host.
        uname = os.uname_result(("Linux", "web-1", self.release, "#1 SMP", self.machine))
        return observe(
            facts,
            user=user,
            root=str(self.root),
            files=TreeFiles(self),
            runner=self.runner,
            network=self.network,
            environ=self.environ,
            uname=lambda: uname,
            **more,
        )

    def look(self, fact: str, user: str = "alice", **more: Any) -> Dict[str, Any]:
        """One fact as it is sent, its value or why there is none."""
        seen: Dict[str, Any] = self.observe(fact, user=user, **more)["facts"][fact]
        return seen

    def see(self, fact: str, user: str = "alice", **more: Any) -> Dict[str, Any]:
        """The value of one fact. Raises AssertionError where there is none."""
        seen = self.look(fact, user, **more)
        assert "value" in seen, seen
        value: Dict[str, Any] = seen["value"]
        return value
