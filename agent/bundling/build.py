"""Builds ``setupbot-agent.pyz`` and its SHA-256: ``python -m agent.bundling.build FOLDER``.

shiv lays out the archive and unpacks it on the host (measured against pex, zipapps and the standard
zipapp: docs/agent-bundle.md). It is then written anew in one fixed way, because shiv takes the order of its own
files, and their modes, from the machine that it runs on. The same inputs give the same bytes anywhere; for
that the archive is not compressed, as not every zlib compresses alike.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements" / "agent.txt"
START = Path(__file__).with_name("start.py")
NAME = "setupbot-agent.pyz"
OLDEST_PYTHON = "3.8"
SHEBANG = b"#!/usr/bin/env python3\n"
EPOCH = 315532800
"""1980-01-01, the first day that a zip archive can name."""
DATE = (1980, 1, 1, 0, 0, 0)
FILE_MODE = 0o100644
NOT_BUNDLED = ("__pycache__", "tests", "bin", "RECORD", "INSTALLER", "REQUESTED", "direct_url.json")
"""What no host needs of a package, and what pip notes of the machine that it runs on."""
NOT_OF_THE_AGENT = ("tests", "bundling", "__pycache__")


def main() -> None:
    """Builds into the folder that the command line names."""
    folder = Path(sys.argv[1])
    packages = install(folder / "agent-packages")
    archive = build(packages, folder / NAME)
    print(f"{archive}: {archive.stat().st_size} bytes")  # noqa: T201 # a build says what it made


def install(folder: Path, lock: Path = LOCK) -> Path:
    """The locked packages, pure Python for the oldest Python; fetched again only when the lock has changed."""
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = folder / ".lock.sha256"
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(  # noqa: S603 # our own arguments
        [
            *(
                sys.executable,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--no-compile",
            ),
            *("--require-hashes", "--no-deps", "--only-binary=:all:", "--target", str(folder)),
            *(
                "--python-version",
                OLDEST_PYTHON,
                "--implementation",
                "py",
                "--abi",
                "none",
                "--platform",
                "any",
            ),
            *("-r", str(lock)),
        ],
        check=True,
    )
    stamp.write_text(wanted, "utf-8")
    return folder


def build(packages: Path, archive: Path, agent: Path = ROOT / "agent") -> Path:
    """The archive of these packages and this agent, with its SHA-256 beside it."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=archive.parent) as scratch:
        staged = Path(scratch) / "staged"
        shutil.copytree(packages, staged, ignore=shutil.ignore_patterns(*NOT_BUNDLED))
        (staged / ".lock.sha256").unlink(missing_ok=True)
        _keep_one_certificate(staged / "certifi" / "cacert.pem")
        shutil.copytree(agent, staged / "agent", ignore=_all_but_modules)
        laid_out = Path(scratch) / "shiv.pyz"
        subprocess.run(  # noqa: S603 # our own arguments
            [
                *(
                    sys.executable,
                    "-m",
                    "shiv.cli",
                    "--reproducible",
                    "--uncompressed",
                    "--output-file",
                    str(laid_out),
                ),
                *("--site-packages", str(staged), "--entry-point", "agent.cli:main"),
            ],
            check=True,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH)},
        )
        draft = Path(scratch) / NAME
        write_anew(laid_out, draft)
        digest = hashlib.sha256(draft.read_bytes()).hexdigest()
        note = Path(scratch) / f"{NAME}.sha256"
        note.write_text(f"{digest}  {NAME}\n", "utf-8")
        draft.replace(archive)
        note.replace(archive.with_name(f"{archive.name}.sha256"))
    return archive


def _keep_one_certificate(bundle: Path) -> None:
    """requests reads its certificates at every start, which took 50 ms, and the agent needs none of them.

    It asks the Docker Engine at its socket only; its own server it reaches with the system's certificates.
    """
    if bundle.exists():
        first, end, _ = bundle.read_text("utf-8").partition("-----END CERTIFICATE-----\n")
        bundle.write_text(first + end, "utf-8")


def _all_but_modules(folder: str, names: list[str]) -> list[str]:
    """Tools leave their own files among ours."""
    return [name for name in names if name in NOT_OF_THE_AGENT or not _is_ours(Path(folder, name))]


def _is_ours(path: Path) -> bool:
    return path.suffix == ".py" or (path.is_dir() and not path.name.startswith("."))


def write_anew(source: Path, target: Path) -> None:
    """The same files in order of their names, each with the same date and mode, beginning with our own start."""
    with zipfile.ZipFile(source) as before:
        contents = {name: before.read(name) for name in before.namelist()}
    contents["__main__.py"] = START.read_bytes()
    with target.open("wb") as file:
        file.write(SHEBANG)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as after:
            for name in sorted(contents):
                entry = zipfile.ZipInfo(name, DATE)
                entry.create_system = 3
                entry.external_attr = FILE_MODE << 16
                after.writestr(entry, contents[name])
    target.chmod(0o755)


if __name__ == "__main__":
    main()
