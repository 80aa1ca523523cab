"""Root folders of a small Debian, for machines of the tests' own: amd64 to run as it is, arm64 for qemu.

They are made of the packages of the release that the tests run on, from where this machine's own apt gets them, by
unpacking alone: no package's script runs, which takes a third of the time and works for another architecture too.
What those scripts would have made and the tests need is written here. A root is made once and kept outside the
repository, in the home folder's ``.cache``.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

PERSON = "alice"
PACKAGES = ("apt", "ca-certificates", "curl", "dbus", "passwd", "python3", "sudo", "systemd")
NEEDED = ("mmdebstrap", "unshare", "nsenter", "dpkg-deb")
QEMU = "/usr/bin/qemu-aarch64-static"
MERGED_USR = "/usr/share/mmdebstrap/hooks/merged-usr"
LIMIT_S = 180
WRITTEN = {
    "etc/shadow": "root:*:20000:0:99999:7:::\n_apt:*:20000:0:99999:7:::\nalice:*:20000:0:99999:7:::\n",
    "etc/hosts": "127.0.0.1 localhost machine\n",
    "etc/hostname": "machine\n",
    "etc/machine-id": "0123456789abcdef0123456789abcdef\n",
    "etc/resolv.conf": "",
    "etc/apt/sources.list": "",
    "etc/nsswitch.conf": "passwd: files\ngroup: files\nshadow: files\nhosts: files\n",
    "etc/ssl/certs/ca-certificates.crt": "",
    "etc/ca-certificates.conf": "",
    "etc/sudoers.d/alice": "alice ALL=(ALL) NOPASSWD: ALL\n",
}
USERS = (
    f"messagebus:x:100:100::/nonexistent:/usr/sbin/nologin\n{PERSON}:x:1000:1000::/home/{PERSON}:/bin/bash\n"
)
PAM = ("common-auth", "common-account", "common-password", "common-session", "common-session-noninteractive")
PAM_MODULES = {"auth": "auth", "account": "account", "password": "password"}


def missing(arch: str = "amd64") -> str:
    """Why there can be no such root here; empty if there can."""
    if os.geteuid() != 0:
        return "a machine of its own needs root"
    wanted = (*NEEDED, *((QEMU,) if arch == "arm64" else ()))
    lacking = [name for name in wanted if not shutil.which(name)]
    if lacking:
        return f"not installed: {', '.join(lacking)}"
    if subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True).stdout != "amd64\n":
        return "this machine is not amd64"
    spaces, mount = (
        ["--mount", "--net", "--pid", "--fork", "--mount-proc"],
        ["mount", "-t", "tmpfs", "none", "/run"],
    )
    if arch == "arm64":
        spaces += ["--user", "--map-root-user"]
        mount = ["mount", "-t", "binfmt_misc", "none", "/proc/sys/fs/binfmt_misc"]
    tried = subprocess.run(["unshare", *spaces, *mount], capture_output=True, text=True)
    if tried.returncode:
        return f"no namespaces here for it: {tried.stderr.strip()}"
    return "" if _sources() else "this machine's apt names no Debian"


@cache
def root_of(arch: str) -> Path:
    """The folder, which nobody may change: machines lay their own changes over it."""
    made_of = Path(__file__).read_bytes() + "\n".join(_sources()).encode()
    kept = Path.home() / ".cache" / "setupbot-tests"
    kept.mkdir(parents=True, exist_ok=True)
    folder = kept / f"{arch}-{hashlib.sha256(made_of).hexdigest()[:12]}"
    with (kept / f"{arch}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two runs at once make it once
        if not folder.exists():
            draft = kept / f"{arch}.new"
            shutil.rmtree(draft, ignore_errors=True)
            _unpack(arch, draft)
            _settle(draft)
            draft.rename(folder)
    return folder


def release() -> str:
    """The codename of the system that the tests run on, and so of the roots."""
    told = dict(
        row.partition("=")[::2] for row in Path("/etc/os-release").read_text("utf-8").splitlines() if row
    )
    return told.get("VERSION_CODENAME", "").strip('"')


@cache
def _sources() -> tuple[str, ...]:
    """Debian's repositories as this machine's apt knows them, as lines of a source file."""
    asked = ["apt-get", "indextargets", "--format", "$(ORIGIN) $(RELEASE) $(COMPONENT) $(SITE)"]
    told = subprocess.run([*asked, "Created-By: Packages"], capture_output=True, text=True, check=False)
    own = {release(), f"{release()}-updates", f"{release()}-security"}
    found = dict.fromkeys(tuple(row.split(" ", 3)) for row in told.stdout.splitlines())
    return tuple(
        f"deb {site} {suite} {component}"
        for origin, suite, component, site in found
        if origin in ("Debian", "$(ORIGIN)") and suite in own  # the latter where no list was fetched yet
    )


def _unpack(arch: str, folder: Path) -> None:
    how = ["--mode=root", "--variant=extract", "--skip=cleanup/apt", f"--hook-dir={MERGED_USR}"]
    options = ['Acquire::Languages "none"', 'Apt::Install-Recommends "false"', *_proxies()]
    done = subprocess.run(
        [
            *("mmdebstrap", *how, f"--architectures={arch}", "--include=?essential"),
            *(f"--include={name}" for name in PACKAGES),
            *(f"--aptopt={option}" for option in options),
            *(release(), str(folder), "-"),
        ],
        input="\n".join(_sources()),
        check=False,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def _proxies() -> list[str]:
    """What this machine's apt was told about how to reach a server."""
    told = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True).stdout
    rows = (row.rstrip(";") for row in told.splitlines() if row.lower().startswith("acquire::http"))
    return [row for row in rows if not row.endswith('""')]


def _settle(root: Path) -> None:
    """Does what the packages' own scripts would have done, as far as it is needed here."""
    packages = sorted((root / "var/cache/apt/archives").glob("*.deb"))
    told = [subprocess.run(["dpkg-deb", "-f", str(one)], capture_output=True, check=True) for one in packages]
    state = b"".join(one.stdout.rstrip() + b"\nStatus: install ok installed\n\n" for one in told)
    status = root / "var/lib/dpkg/status"
    status.write_bytes(status.read_bytes() + state)
    for package in packages:
        package.unlink()
    shutil.rmtree(root / "var/lib/apt/lists")
    (root / "var/lib/apt/lists/partial").mkdir(parents=True)
    shutil.rmtree(root / "etc/apt/apt.conf.d")
    (root / "etc/apt/apt.conf.d").mkdir()
    masters = root / "usr/share/base-passwd"
    (root / "etc/passwd").write_text((masters / "passwd.master").read_text().replace(":*:", ":x:") + USERS)
    (root / "etc/group").write_text(
        (masters / "group.master").read_text().replace(":*:", ":x:")
        + f"messagebus:x:100:\n{PERSON}:x:1000:\n"
    )
    for path, text in WRITTEN.items():
        (root / path).write_text(text)
    for name in PAM:
        module = PAM_MODULES.get(name.removeprefix("common-"), "session")
        (root / "etc/pam.d" / name).write_text(f"{module} required pam_permit.so\n")
    (root / "usr/local/share/ca-certificates").mkdir(parents=True)
    (root / "usr/bin/awk").symlink_to("mawk")  # what reads a key that is text
    home = root / "home" / PERSON
    home.mkdir()
    os.chown(home, 1000, 1000)
    (root / "etc/sudoers.d/alice").chmod(0o440)
    (root / "etc/shadow").chmod(0o600)
