"""A repository like Docker's, in a folder: a few small packages for two architectures, signed with keys made here."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

ARCHS = ("amd64", "arm64")
VERSIONS = ("29.7.1", "29.7.2")
PLUGINS = ("docker-buildx-plugin", "docker-compose-plugin")
PACKAGES = {
    "docker-ce": "docker-ce-cli, containerd.io",
    "docker-ce-cli": "",
    "containerd.io": "",
    **dict.fromkeys(PLUGINS, ""),
}
FILES = {
    "docker-ce": "usr/bin/dockerd",
    "docker-ce-cli": "usr/bin/docker",
    "containerd.io": "usr/bin/containerd",
    **{name: f"usr/libexec/docker/cli-plugins/{name.removesuffix('-plugin')}" for name in PLUGINS},
}
NEEDED = ("gpg", "dpkg-deb", "openssl")


class Signer:
    """A key like Docker's: one that certifies, and beneath it one that signs."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._gpg("--quick-gen-key", name, "rsa2048", "cert", "never")
        self.fingerprint, *_ = self._fingerprints()
        self.without_subkey = self.armored
        """As it was before there was the key that signs."""
        self._gpg("--quick-add-key", self.fingerprint, "rsa2048", "sign", "never")
        _, self.subkey = self._fingerprints()

    @property
    def subkey_id(self) -> str:
        """As apt names it in NO_PUBKEY."""
        return self.subkey[-16:]

    @property
    def binary(self) -> bytes:
        """The public key as ``.gpg`` files have it."""
        return self._gpg("--export", self.fingerprint)

    @property
    def armored(self) -> bytes:
        """The same as text, as ``.asc`` files have it."""
        return self._gpg("--armor", "--export", self.fingerprint)

    @property
    def armored_rows(self) -> list[str]:
        """The rows of that text."""
        return self.armored.decode().splitlines()

    def sign(self, text: str) -> bytes:
        """The text with its signature around it."""
        return self._gpg("--clearsign", "--local-user", f"{self.subkey}!", typed=text)

    def _fingerprints(self) -> list[str]:
        rows = self._gpg("--with-colons", "--list-keys").decode().splitlines()
        return [row.split(":")[9] for row in rows if row.startswith("fpr:")]

    def _gpg(self, *words: str, typed: str = "") -> bytes:
        usual = ["gpg", "--homedir", str(self._folder), "--batch", "--quiet", "--passphrase", ""]
        done = subprocess.run(
            [*usual, "--pinentry-mode", "loopback", *words],
            input=typed.encode(),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout


@contextmanager
def signer(name: str) -> Iterator[Signer]:
    """gpg leaves an agent running for each of its folders, which is ended here."""
    folder = Path(tempfile.mkdtemp(prefix="gpg-"))  # its socket's path must be short
    try:
        yield Signer(folder, name)
    finally:
        subprocess.run(["gpgconf", "--homedir", str(folder), "--kill", "all"], check=True)
        shutil.rmtree(folder, ignore_errors=True)  # the agent takes its sockets away at the same time


def lacking() -> str:
    """What is not installed here that a repository is made with."""
    return ", ".join(name for name in NEEDED if not shutil.which(name))


def build(folder: Path, suite: str, key: Signer) -> None:
    """Makes what Docker's server has for Debian beneath ``linux/debian``, with the key beside it."""
    top = folder / "linux/debian"
    for arch in ARCHS:
        pool = top / "dists" / suite / "pool/stable" / arch
        pool.mkdir(parents=True)
        index = "".join(
            _package(pool, name, version, suite, arch, top) for name in PACKAGES for version in VERSIONS
        )
        listed = top / "dists" / suite / "stable" / f"binary-{arch}"
        listed.mkdir(parents=True)
        (listed / "Packages").write_text(index)
        (listed / "Packages.gz").write_bytes(gzip.compress(index.encode(), mtime=0))
    release = _release(top / "dists" / suite, suite)
    (top / "dists" / suite / "InRelease").write_bytes(key.sign(release))
    (top / "gpg").write_bytes(key.armored)


def version_of(number: str, suite: str) -> str:
    """As Docker writes them."""
    return f"5:{number}-1~debian.12~{suite}"


def _package(pool: Path, name: str, number: str, suite: str, arch: str, top: Path) -> str:
    """Makes one package; what the index says of it."""
    version = version_of(number, suite)
    made_of = pool / "new"
    control = (
        f"Package: {name}\nVersion: {version}\nArchitecture: {arch}\nMaintainer: Nobody <nobody@localhost>\n"
    )
    if PACKAGES[name]:
        control += f"Depends: {PACKAGES[name]}\n"
    control += "Description: as small as a package can be\n"
    program = made_of / FILES[name]
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'Docker version {number}, build 0000000'\n")
    program.chmod(0o755)
    (made_of / "DEBIAN").mkdir()
    (made_of / "DEBIAN/control").write_text(control)
    file = pool / f"{name}_{number}_{arch}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(made_of), str(file)],
        check=True,
        capture_output=True,
    )
    shutil.rmtree(made_of)
    held = file.read_bytes()
    digest = hashlib.sha256(held).hexdigest()
    return f"{control}Filename: {file.relative_to(top)}\nSize: {len(held)}\nSHA256: {digest}\n\n"


def _release(folder: Path, suite: str) -> str:
    rows = [
        f" {hashlib.sha256(file.read_bytes()).hexdigest()} {file.stat().st_size} {file.relative_to(folder)}"
        for file in sorted(folder.glob("stable/*/Packages*"))
    ]
    return (
        f"Origin: Docker\nLabel: Docker CE\nSuite: {suite}\nCodename: {suite}\n"
        f"Date: {format_datetime(datetime.now(UTC), usegmt=True)}\n"
        f"Architectures: {' '.join(ARCHS)}\nComponents: stable\nSHA256:\n" + "\n".join(rows) + "\n"
    )
