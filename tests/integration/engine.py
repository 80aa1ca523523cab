"""A machine of the test's own for a real Docker Engine: what it does to files, users, processes and the network stays
in namespaces, and all of it is gone when its first process ends.

Inside are a private copy of /etc, an empty /run, /var/lib/docker on a tmpfs of its own, no network but its own, and no
processes but its own. The agent that looks at it is the real one, ``python -m agent once``.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import struct
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil
from docker import APIClient

ROOT = Path(__file__).parents[2]
NEEDED = ("dockerd", "docker", "gcc", "unshare", "nsenter", "setpriv", "useradd", "usermod")
LIMIT_S = 60.0
NEVER_SEEN = {
    *("clock", "dns", "registry"),  # it has no network
    *("apt_sources", "apt_keys", "apt_policy", "apt_repository"),  # those of the machine that runs the tests
    "clients",  # as above
}
SETUP = """
set -e
mount -t tmpfs -o mode=755,size=2g tmpfs /run
mkdir -p /run/lock /run/bin /run/people
cp -a /etc /run/etc
rm -rf /run/etc/docker
mkdir /run/etc/docker
mount --bind /run/etc /etc
mkdir -p /var/lib/docker
mount -t tmpfs -o mode=710,size="$1" tmpfs /var/lib/docker
printf '#!/bin/sh\\nexec "$@"\\n' > /run/bin/sudo
chmod 755 /run/bin/sudo
getent group docker > /dev/null || groupadd --system docker
echo 1 > /proc/sys/net/ipv4/ip_forward
echo ready
read -r until_the_test_ends || true
"""
HELLO = '#include <stdio.h>\nint main(void) { puts("Hello from Docker!"); return 0; }\n'
ARM64 = 0xB7


def missing() -> str:
    """Why there can be no such machine here; empty if there can."""
    if os.geteuid() != 0:
        return "a real Docker Engine needs root"
    lacking = [name for name in NEEDED if not shutil.which(name)]
    if lacking:
        return f"not installed: {', '.join(lacking)}"
    tried = subprocess.run(
        [
            "unshare",
            "--mount",
            "--net",
            "--pid",
            "--fork",
            "--mount-proc",
            "mount",
            "-t",
            "tmpfs",
            "tmpfs",
            "/run",
        ],
        capture_output=True,
        text=True,
    )
    return f"no namespaces here: {tried.stderr.strip()}" if tried.returncode else ""


def hello_program(folder: Path) -> bytes:
    """A static program that greets as hello-world does."""
    source, program = folder / "hello.c", folder / "hello"
    source.write_text(HELLO)
    subprocess.run(["gcc", "-static", "-O1", "-o", str(program), str(source)], check=True)
    return program.read_bytes()


def for_arm64(program: bytes) -> bytes:
    """The same with a header that says that it is for another machine."""
    return program[:18] + struct.pack("<H", ARM64) + program[20:]


class Machine:
    """Use it as a context. ``room`` is the size of the disk with Docker's data."""

    def __init__(self, folder: Path, room: str = "20g") -> None:
        self._folder = folder
        self._room = room
        self._engine: subprocess.Popen[bytes] | None = None
        self.engine_log = folder / "dockerd.log"

    def __enter__(self) -> Machine:
        spaces = ["--mount", "--net", "--pid", "--fork", "--mount-proc", "--propagation", "private"]
        self._holder = subprocess.Popen(
            ["unshare", *spaces, "sh", "-c", SETUP, "sh", self._room],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._holder.stdout
        assert self._holder.stdout.readline() == "ready\n"
        [first] = psutil.Process(self._holder.pid).children()
        self._pid = first.pid
        return self

    def __exit__(self, *fault: object) -> None:
        if self._engine:
            self._engine.kill()  # nsenter, which stops itself when what it runs is stopped
            self._engine.wait()
        with self._holder:
            assert self._holder.stdin
            self._holder.stdin.close()  # its first process ends, and the kernel ends all the others

    def path(self, path: str) -> Path:
        """Where a file of the machine is to be found from outside."""
        return Path(f"/proc/{self._pid}/root{path}")

    def command(self, *argv: str) -> list[str]:
        """What runs it as root of the machine; its ``sudo`` only runs what follows."""
        return [
            "nsenter",
            "-t",
            str(self._pid),
            "-m",
            "-n",
            "-p",
            "env",
            f"PATH=/run/bin:{os.environ['PATH']}",
            *argv,
        ]

    def run(self, *argv: str) -> str:
        """What the command prints. Raises CalledProcessError where it fails."""
        return subprocess.run(
            self.command(*argv), check=True, capture_output=True, text=True, timeout=LIMIT_S
        ).stdout

    def as_user(self, name: str, *argv: str) -> list[str]:
        """What runs it with the user and the groups that a login of that user has at this moment."""
        uid, gid = self.run("id", "-u", name).strip(), self.run("id", "-g", name).strip()
        return self.command("setpriv", "--reuid", uid, "--regid", gid, "--init-groups", *argv)

    def start_session(self, name: str) -> subprocess.Popen[bytes]:
        """A process of that user that stays."""
        session = subprocess.Popen(self.as_user(name, "sleep", "infinity"))
        until(lambda: any(inside.name() == "sleep" for inside in psutil.Process(session.pid).children()))
        return session

    def end_session(self, session: subprocess.Popen[bytes]) -> None:
        """Ends what ``start_session`` started."""
        _inside(session).terminate()
        session.wait(LIMIT_S)

    def start_engine(self) -> None:
        """Starts dockerd and waits until it answers."""
        self._launch()
        until(lambda: self.path("/run/docker.sock").is_socket() and bool(self._ping()))

    def fail_to_start_engine(self) -> None:
        """Starts dockerd and waits until it has ended with an error."""
        self._launch()
        assert self._engine
        assert self._engine.wait(LIMIT_S) != 0

    def _launch(self) -> None:
        flags = ["--iptables=false", "--ip6tables=false", "--bridge=none", "--storage-driver=vfs"]
        with self.engine_log.open("ab") as log:
            self._engine = subprocess.Popen(self.command("dockerd", *flags), stdout=log, stderr=log)

    def stop_engine(self) -> None:
        """Asks dockerd to end, and waits for it."""
        assert self._engine
        _inside(self._engine).terminate()
        self._engine.wait(LIMIT_S)

    def freeze_engine(self) -> None:
        """From now on dockerd takes connections and says nothing."""
        assert self._engine
        _inside(self._engine).suspend()

    def _ping(self) -> bool:
        try:
            with self._api() as api:
                return bool(api.ping())
        except Exception:  # noqa: BLE001 # not yet; whatever keeps it from answering ends the waiting at its limit
            return False

    @contextmanager
    def _api(self) -> Iterator[APIClient]:
        with closing(
            APIClient(base_url=f"unix://{self.path('/run/docker.sock')}", version="1.41", timeout=20)
        ) as api:
            yield api

    def make_image(self, program: bytes, platform: str = "") -> None:
        """Makes ``hello-world`` of one static program, as ``docker import`` does."""
        held = io.BytesIO()
        with tarfile.open(fileobj=held, mode="w") as tar:
            entry = tarfile.TarInfo("hello")
            entry.size, entry.mode = len(program), 0o755
            tar.addfile(entry, io.BytesIO(program))
        asked = {
            "fromSrc": "-",
            "repo": "hello-world",
            "tag": "latest",
            "changes": 'CMD ["/hello"]',
            "platform": platform,
        }
        with self._api() as api:
            said = api.post(f"{api.base_url}/v1.41/images/create", params=asked, data=held.getvalue())
        assert said.status_code == 200, said.text
        assert "error" not in said.text, said.text

    def containers(self) -> list[Any]:
        """All there are, running or not."""
        with self._api() as api:
            found: list[Any] = api.containers(all=True)
        return found

    def observe(self, user: str) -> dict[str, Any]:
        """What the agent sends, with everything granted that this machine can show."""
        from agent.probes import PROBES

        facts = ",".join(name for name in PROBES if name not in NEVER_SEEN)
        once = ["-m", "agent", "--home", str(self._folder / "agent"), "once", "--json", "--level", "active"]
        argv = self.command(
            "env", f"PYTHONPATH={ROOT}", sys.executable, *once, "--user", user, "--facts", facts
        )
        sent: dict[str, Any] = json.loads(
            subprocess.run(argv, check=True, capture_output=True, text=True, timeout=LIMIT_S).stdout
        )
        return sent


def _inside(entered: subprocess.Popen[bytes]) -> psutil.Process:
    """What nsenter runs in the machine, as it is seen from outside."""
    [inside] = psutil.Process(entered.pid).children()
    return inside


def until(true: Callable[[], bool], limit_s: float = LIMIT_S) -> None:
    """Returns as soon as ``true()`` holds; fails after ``limit_s``."""
    deadline = time.monotonic() + limit_s
    while not true():
        assert time.monotonic() < deadline, f"not within {limit_s} s"
        time.sleep(0.05)
