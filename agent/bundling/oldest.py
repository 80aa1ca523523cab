"""Makes ready what ``agent/tests`` need under the oldest Python, where this machine has one: ``... oldest FOLDER``.

``... oldest --find`` only says where it is; exit 1 if there is none.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from agent.bundling.build import OLDEST_PYTHON, ROOT

LOCK = ROOT / "requirements" / "agent-dev.txt"
COMMAND = f"python{OLDEST_PYTHON}"
NAME = COMMAND
STAMP = ".lock.sha256"
MISSING = f"there is no {COMMAND} on this machine"


def main() -> int:
    """What the command line asks for."""
    python = find()
    if sys.argv[1] == "--find":
        print(python or MISSING)  # noqa: T201 # its answer
        return 0 if python else 1
    if python is None:
        print(f"{MISSING}: agent/tests run under newer ones only")  # noqa: T201 # nobody should miss it
        return 0
    make_ready(python, Path(sys.argv[1]) / NAME)
    return 0


def find() -> str | None:
    """The first that runs: on PATH, of pyenv, of uv."""
    return next((python for python in _candidates() if _is_oldest(python)), None)


def make_ready(python: str, folder: Path) -> None:
    """A virtual environment with what the lock names; left as it is while the lock has not changed."""
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    stamp = folder / STAMP
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([python, "-m", "venv", str(folder)], check=True)  # noqa: S603 # found by us
    install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        str(LOCK),
    ]
    subprocess.run([str(folder / "bin" / "python"), *install], check=True)  # noqa: S603 # our own arguments
    stamp.write_text(wanted, "utf-8")


def _candidates() -> Iterator[str]:
    on_path = shutil.which(COMMAND)
    if on_path:
        yield on_path
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR", Path.home() / ".local/share/uv/python"))
    for folder in (pyenv, uv):
        yield from sorted(map(str, folder.glob(f"*{OLDEST_PYTHON}.*/bin/{COMMAND}")))


def _is_oldest(python: str) -> bool:
    """A name on PATH may be a shim that leads nowhere."""
    code = "import sys, venv; print('%d.%d' % sys.version_info[:2])"
    try:
        told = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False, timeout=20)  # noqa: S603 # found by us
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.stdout.strip() == OLDEST_PYTHON


if __name__ == "__main__":
    raise SystemExit(main())
